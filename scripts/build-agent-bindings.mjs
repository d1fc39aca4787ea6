import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Builds PKCS#11's native binding for the officers' kinds of computers, on this one, so that none of them
 * needs a compiler; then packs the program anew. Done once for each version of pkcs11js:
 *
 *     pip install ziglang
 *     node scripts/build-agent-bindings.mjs [--zig "python3 -m ziglang"] [--only win32-x64]
 *
 * Needed: Zig, which compiles for all of them, and the headers of Node (--headers, default
 * /usr/include/node). Each kind takes some minutes the first time.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = dirname(createRequire(import.meta.url).resolve('pkcs11js/package.json'));
const out = join(root, 'dist', 'agent-bindings');
const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};
const [zig, ...zigArguments] = option('zig', 'python3 -m ziglang').split(' ');
const headers = option('headers', '/usr/include/node');
const only = option('only', '');

/** Kind of computer, as Node calls it, and as Zig does. The C library is an old one on purpose. */
const targets = {
  'win32-x64': 'x86_64-windows-gnu',
  'darwin-arm64': 'aarch64-macos',
  'darwin-x64': 'x86_64-macos',
  'linux-x64': 'x86_64-linux-gnu.2.28',
  'linux-arm64': 'aarch64-linux-gnu.2.28',
};
const sources = ['dl.cpp', 'common.cpp', 'main.cpp'].map((name) => join(source, 'src', name));
const flags = [
  ...['-shared', '-O2', '-std=c++17', '-w'],
  ...[
    '-DNAPI_DISABLE_CPP_EXCEPTIONS',
    '-DBUILDING_NODE_EXTENSION',
    '-DNODE_GYP_MODULE_NAME=pkcs11',
  ],
  ...['-I', join(source, 'includes'), '-I', headers],
];

const work = mkdtempSync(join(tmpdir(), 'saoy-bindings-'));
try {
  mkdirSync(out, { recursive: true });
  for (const [kind, target] of Object.entries(targets)) {
    if (only && kind !== only) continue;
    run('c++', '-target', target, ...flags, ...sources, ...linking(kind), '-o', fileOf(kind));
    console.log(`${kind}: ${fileOf(kind)}`);
  }
} finally {
  rmSync(work, { recursive: true });
}
execFileSync(process.execPath, [join(root, 'scripts', 'build-agent.mjs')], { stdio: 'inherit' });

/** Node's own functions are found in the running program. */
function linking(kind) {
  if (kind.startsWith('linux-')) return ['-s'];
  if (kind.startsWith('darwin-')) return ['-Wl,-undefined,dynamic_lookup'];
  const definitions = join(work, 'node.def');
  const library = join(work, 'node.lib');
  writeFileSync(definitions, `LIBRARY node.exe\nEXPORTS\n${nodeFunctions().join('\n')}\n`);
  run('dlltool', '-d', definitions, '-l', library, '-m', 'i386:x86-64');
  return [library, '-s', `-Wl,--out-implib,${join(work, 'unused.lib')}`];
}

/** What the headers declare of Node-API. */
function nodeFunctions() {
  const texts = ['js_native_api.h', 'node_api.h'].map((name) =>
    readFileSync(join(headers, name), 'utf8'),
  );
  return [...new Set(texts.join('\n').match(/\bnapi_\w+(?=\s*\()/g))].sort();
}

function fileOf(kind) {
  return join(out, `${kind}.node`);
}

function run(...args) {
  execFileSync(zig, [...zigArguments, ...args], { cwd: work, stdio: 'inherit' });
}
