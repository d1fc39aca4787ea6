import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findOnPath, isExecutable } from './on-path.mjs';
import { cache } from './paths.mjs';
import { removeIfPossible } from './remove.mjs';
import { StepFailed } from './steps.mjs';

// From 1.6.0 on its go.mod has a `replace`, and `go install …@version` refuses.
const version = '1.5.1';
const cached = join(cache, 'temporal', version, 'temporal');

/** The release's own archives, by Node's name of the processor. */
const archives = {
  x64: {
    name: 'linux_amd64',
    sha256: 'ddc95e08b0b076efd4ea9733a3f488eb7d2be875f8834e616cd2a37358b4852d',
  },
  arm64: {
    name: 'linux_arm64',
    sha256: 'bd1b0db9f18b051026de8bf6cc1505f2510f14bbb7a8b9a4a91fff46c77454f5',
  },
};

/** Gets the Temporal server: a set address, then on the path, then built with Go, then the archive. */
export const temporalServer = {
  name: 'Temporal server',
  work: async (step) => {
    if (process.env.TEMPORAL_ADDRESS) return `at ${process.env.TEMPORAL_ADDRESS}`;
    if (findTemporal()) return findTemporal();
    const tried = ['TEMPORAL_ADDRESS is not set', '“temporal” is not on the path'];
    await mkdir(dirname(cached), { recursive: true });
    if (findOnPath('go')) {
      try {
        await buildWithGo(step);
        return `built with Go, ${version}`;
      } catch (error) {
        tried.push(error.message.replace(/\.$/, ''));
      }
    } else tried.push('Go is not there to build it');
    try {
      await fetchArchive(step);
      return `official archive, ${version}`;
    } catch (error) {
      tried.push(error.message.replace(/\.$/, ''));
    }
    throw new StepFailed(
      'there is no server; set TEMPORAL_ADDRESS, or install “temporal” or Go.',
      tried,
    );
  },
};

/** @returns {string | undefined} the program, where it is there already */
export function findTemporal() {
  return findOnPath('temporal') ?? (isExecutable(cached) ? cached : undefined);
}

/** Some 3 minutes on 2 cores. What Go downloads and compiles stays in our cache until it is done. */
async function buildWithGo(step) {
  step.say('building with Go, about 3 minutes');
  const go = join(cache, 'temporal', 'go');
  const bin = join(go, 'bin');
  const env = {
    CGO_ENABLED: '0',
    GOBIN: bin,
    GOPATH: go,
    GOMODCACHE: join(go, 'mod'),
    GOCACHE: join(go, 'build'),
    // Where Go counts its own use, in files.
    XDG_CONFIG_HOME: join(go, 'config'),
    GOENV: 'off',
    // Go makes its module cache read-only, which would be in the way of clearing it.
    GOFLAGS: '-modcacherw',
  };
  const source = `github.com/temporalio/cli/cmd/temporal@v${version}`;
  await step.run('go', ['install', '-ldflags', '-s -w', source], { env });
  await rename(join(bin, 'temporal'), cached);
  await removeIfPossible(go, step);
}

async function fetchArchive(step) {
  step.say('fetching the official archive');
  const build = archives[process.arch];
  if (!build) throw new StepFailed(`there is no official archive for ${process.arch}`);
  const name = `temporal_cli_${version}_${build.name}.tar.gz`;
  const url = `https://github.com/temporalio/cli/releases/download/v${version}/${name}`;
  const bytes = await download(url);
  const got = createHash('sha256').update(bytes).digest('hex');
  if (got !== build.sha256) {
    throw new StepFailed(`the checksum of ${name} is ${got}, not ${build.sha256}`);
  }
  const archive = `${cached}.tar.gz`;
  await writeFile(archive, bytes);
  await step.run('tar', ['-xzf', archive, '-C', dirname(cached), 'temporal']);
  await rm(archive);
}

async function download(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(300_000) }).catch((error) => {
    throw new StepFailed(`${url} does not answer (${error.cause?.code ?? error.message})`);
  });
  if (!answer.ok) throw new StepFailed(`${url} answered ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}
