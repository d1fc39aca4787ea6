import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './paths.mjs';
import { listFiles } from './stamp.mjs';

const dist = join(root, 'dist');
const manifest = join(dist, '.stamps', 'server.json');
/** `agent` is packed by itself, for the officers' computers, into dist/agent/. */
const notServer = new Set([
  ...['node_modules', 'dist', 'web', 'agent', 'test', 'docs', 'docker', 'coverage'],
]);

/** Compiles each changed source to dist/ (CommonJS) and copies the data that stands beside the code. */
export const buildServer = {
  name: 'Server',
  work: async () => {
    const changed = await compileChanged();
    return changed === 0 ? 'as built' : `compiled ${changed} files`;
  },
};

async function compileChanged() {
  const before = readManifest();
  const config = readFileSync(join(root, '.swcrc')) + readFileSync(join(root, 'package-lock.json'));
  const salt = createHash('sha256').update(config).digest('hex');
  const after = {};
  const changed = [];
  for (const path of listSources()) {
    const source = relative(root, path);
    const hash = createHash('sha256').update(salt).update(readFileSync(path)).digest('hex');
    after[source] = hash;
    if (before[source] !== hash || !existsSync(join(dist, outputOf(source)))) changed.push(source);
  }
  const gone = Object.keys(before).filter((source) => !(source in after));
  if (changed.length === 0 && gone.length === 0) return 0;
  await Promise.all(changed.map(compile));
  for (const source of gone) {
    rmSync(join(dist, outputOf(source)), { force: true });
    rmSync(join(dist, `${outputOf(source)}.map`), { force: true });
  }
  writeWhole(manifest, JSON.stringify(after));
  return changed.length + gone.length;
}

async function compile(source) {
  const output = join(dist, outputOf(source));
  if (!source.endsWith('.ts')) return writeWhole(output, readFileSync(join(root, source)));
  const { transformFile } = await import('@swc/core');
  const { code, map } = await transformFile(join(root, source), {
    cwd: root,
    sourceFileName: relative(dirname(output), join(root, source)),
  });
  writeWhole(`${output}.map`, map);
  writeWhole(output, `${code}\n//# sourceMappingURL=${output.split('/').pop()}.map\n`);
}

/** Another process may be reading the file: it sees the old one or the new one. */
function writeWhole(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, content);
  renameSync(`${path}.${process.pid}`, path);
}

function listSources() {
  const rooms = readdirSync(root, { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && !entry.name.startsWith('.') && !notServer.has(entry.name),
    )
    .map((entry) => entry.name);
  return rooms.flatMap((room) =>
    listFiles(room, (path) => /(?<!\.test|\.d)\.ts$|\.(ya?ml|json|html|css)$/.test(path)),
  );
}

const outputOf = (source) => source.replace(/\.ts$/, '.js');

function readManifest() {
  try {
    return JSON.parse(readFileSync(manifest, 'utf8'));
  } catch {
    return {};
  }
}
