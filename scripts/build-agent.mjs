import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Packs the officer's program: one file of our code, and PKCS#11's native binding for each kind of
 * computer that there is one for: this machine's, as npm built it here, and those that
 * `node scripts/build-agent-bindings.mjs` made. `node scripts/build-agent.mjs` writes
 * dist/agent/sao-y-agent-VERSION.tgz, which needs nothing but Node: no compiler, no registry.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packed = join(root, 'dist', 'agent');
const foreignBindings = join(root, 'dist', 'agent-bindings');
const pkcs11js = join(root, 'node_modules', 'pkcs11js');
/** Others may be packing or reading: the new files take the place of the old ones when all is there. */
const out = `${packed}.${process.pid}`;
const { version, engines, license, dependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

rmSync(out, { recursive: true, force: true });
await build({
  configFile: false,
  logLevel: 'warn',
  root,
  build: {
    ssr: join(root, 'agent', 'main.ts'),
    outDir: out,
    target: 'node20',
    rollupOptions: {
      external: ['pkcs11js'],
      output: {
        format: 'cjs',
        entryFileNames: 'main.js',
        banner: '#!/usr/bin/env node',
        paths: { pkcs11js: './pkcs11/load.js' },
      },
    },
  },
  ssr: { noExternal: true },
});
packBindings();
packLoader();
packDescription();
execFileSync('npm', ['pack', '--silent'], { cwd: out, stdio: 'inherit' });
replacePacked();

/** The binding speaks Node-API: one file for each kind of computer serves every Node from 18 on. */
function packBindings() {
  const folder = join(out, 'pkcs11');
  mkdirSync(folder, { recursive: true });
  const foreign = existsSync(foreignBindings) ? readdirSync(foreignBindings) : [];
  for (const name of foreign.filter((each) => each.endsWith('.node')))
    copyFileSync(join(foreignBindings, name), join(folder, name));
  const own = `${process.platform}-${process.arch}.node`;
  if (!foreign.includes(own))
    copyFileSync(join(pkcs11js, 'build', 'Release', 'pkcs11.node'), join(folder, own));
  copyFileSync(join(pkcs11js, 'LICENSE'), join(folder, 'LICENSE'));
}

/** pkcs11js as it is, but for where its binding comes from. */
function packLoader() {
  const source = readFileSync(join(pkcs11js, 'index.js'), 'utf8');
  const wanted = 'require("./build/Release/pkcs11.node")';
  if (!source.includes(wanted)) throw new Error('pkcs11js loads its binding in another way now');
  const folder = join(out, 'pkcs11');
  writeFileSync(join(folder, 'pkcs11js.js'), source.replace(wanted, 'require("./binding.js")'));
  writeFileSync(
    join(folder, 'binding.js'),
    "'use strict';\nmodule.exports = require(`./${process.platform}-${process.arch}.node`);\n",
  );
  const install = `npx --yes -p pkcs11js@${dependencies.pkcs11js} -p ĐỊA-CHỈ-TẢI-CHƯƠNG-TRÌNH sao-y-agent`;
  writeFileSync(
    join(folder, 'load.js'),
    `'use strict';
try {
  module.exports = require('./pkcs11js.js');
} catch (cause) {
  try {
    // Built on this computer, where somebody has a compiler for it.
    module.exports = require('pkcs11js');
  } catch {
    process.stderr.write(
      \`Gói này chưa có phần PKCS#11 cho loại máy \${process.platform}-\${process.arch} (\${cause.message.split('\\n')[0]}).
Nhờ quản trị viên đóng gói lại cho loại máy này (docs/tokens.md), hoặc trên máy có trình biên dịch C++ chạy:
  ${install}
\`,
    );
    process.exit(1);
  }
}
`,
  );
}

/** Its version names its content: npx keeps what it has of a version, and would never take a newer one. */
function packDescription() {
  const hash = createHash('sha256');
  for (const name of [
    'main.js',
    ...readdirSync(join(out, 'pkcs11')).map((each) => `pkcs11/${each}`),
  ])
    hash.update(name).update(readFileSync(join(out, name)));
  const description = {
    name: 'sao-y-agent',
    version: `${version}-c${hash.digest('hex').slice(0, 10)}`,
    description: 'Lets officers sign for Sao Y with the token in their own computer',
    license,
    engines,
    bin: { 'sao-y-agent': 'main.js' },
  };
  writeFileSync(join(out, 'package.json'), JSON.stringify(description, null, 2));
}

function replacePacked() {
  mkdirSync(packed, { recursive: true });
  const names = readdirSync(out);
  for (const name of names) {
    // A folder takes no other's place while it stands.
    if (name === 'pkcs11') rmSync(join(packed, name), { recursive: true, force: true });
    renameSync(join(out, name), join(packed, name));
  }
  for (const name of readdirSync(packed)) {
    if (!names.includes(name)) rmSync(join(packed, name), { recursive: true, force: true });
  }
  rmSync(out, { recursive: true });
}
