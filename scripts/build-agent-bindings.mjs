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

/** Kind of computer, as Node calls it, and as Zig does. C library and system are old ones on purpose. */
const targets = {
  'win32-x64': 'x86_64-windows-gnu',
  'darwin-arm64': 'aarch64-macos.11.0',
  'darwin-x64': 'x86_64-macos.10.15',
  'linux-x64': 'x86_64-linux-gnu.2.28',
  'linux-arm64': 'aarch64-linux-gnu.2.28',
};
const sources = ['dl.cpp', 'common.cpp', 'main.cpp'].map((name) => join(source, 'src', name));
const flags = [
  // Hidden: on macOS the standard library's parts in it must not stand in for those of Node.
  ...['-shared', '-O2', '-std=c++17', '-w', '-fvisibility=hidden'],
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
    if (kind === 'darwin-arm64') checkSigned(fileOf(kind));
    console.log(`${kind}: ${fileOf(kind)}`);
  }
} finally {
  rmSync(work, { recursive: true });
}
execFileSync(process.execPath, [join(root, 'scripts', 'build-agent.mjs')], { stdio: 'inherit' });

/** Node's own functions are found in the running program. */
function linking(kind) {
  if (kind.startsWith('linux-')) return ['-s'];
  // The name would be the path on this machine.
  if (kind.startsWith('darwin-'))
    return ['-Wl,-undefined,dynamic_lookup', `-Wl,-install_name,@rpath/${kind}.node`];
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

/** Macs with Apple's processors load no code without a signature; Zig's linker writes one (LC_CODE_SIGNATURE). */
function checkSigned(file) {
  const bytes = readFileSync(file);
  let at = 32; // the header of a 64-bit Mach-O; its fifth number counts the load commands that follow
  for (let left = bytes.readUInt32LE(16); left > 0; left--) {
    if (bytes.readUInt32LE(at) === 0x1d) return;
    at += bytes.readUInt32LE(at + 4);
  }
  throw new Error(`${file} is not signed: macOS would not load it`);
}

function fileOf(kind) {
  return join(out, `${kind}.node`);
}

function run(...args) {
  execFileSync(zig, [...zigArguments, ...args], { cwd: work, stdio: 'inherit' });
}
