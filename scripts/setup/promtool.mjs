import { readdirSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { updatePackageLists } from './debian-packages.mjs';
import { findOnPath, isExecutable } from './on-path.mjs';
import { cache } from './paths.mjs';
import { StepFailed } from './steps.mjs';

const folder = join(cache, 'promtool');
const kept = join(folder, 'promtool');

/** Prometheus' own reader of rules, configurations and queries. */
export const promtoolProgram = () => findOnPath('promtool') ?? kept;

/**
 * Takes promtool out of Debian's package (19 MB to fetch, 48 MB kept); for tests alone. Installed, the package would bring
 * 100 MB, a server that is started at once, and pages of its own.
 */
export const promtool = {
  name: 'promtool',
  work: async (step) => {
    if (isExecutable(promtoolProgram())) return 'there';
    if (!findOnPath('apt-get')) throw new StepFailed('this is no Debian; install promtool.');
    const fetched = join(folder, 'fetched');
    await rm(fetched, { recursive: true, force: true });
    await mkdir(fetched, { recursive: true });
    const download = () => step.run('apt-get', ['download', 'prometheus'], { cwd: fetched });
    await download().catch(async () => {
      await updatePackageLists(step);
      await download();
    });
    const [archive = ''] = readdirSync(fetched);
    await step.run('dpkg-deb', ['--extract', archive, '.'], { cwd: fetched });
    await rename(join(fetched, 'usr', 'bin', 'promtool'), kept);
    await rm(fetched, { recursive: true });
    return 'fetched';
  },
};
