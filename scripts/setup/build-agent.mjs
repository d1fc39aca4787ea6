import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { listFiles, unlessDone } from './stamp.mjs';

const packed = join(root, 'dist', 'agent');

/** Packs the officers' program, which the pages offer for download. */
export const buildAgent = {
  name: 'Officers’ program',
  work: async (step) => {
    const inputs = [
      ...['agent', 'tokens', 'domain', 'time'].flatMap((room) =>
        listFiles(room, (path) => /(?<!\.test)\.ts$/.test(path)),
      ),
      join(root, 'scripts', 'build-agent.mjs'),
      join(root, 'package-lock.json'),
    ];
    const isThere = () =>
      existsSync(packed) && readdirSync(packed).some((name) => name.endsWith('.tgz'));
    const done = await unlessDone('agent', { inputs, isThere }, () =>
      step.run(process.execPath, [join(root, 'scripts', 'build-agent.mjs')], { cwd: root }),
    );
    return done ? 'packed' : 'as packed';
  },
};
