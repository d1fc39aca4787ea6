import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Packs the officer's program: one file of our code and one package beside it, the native binding of
 * PKCS#11. `node scripts/build-agent.mjs` writes dist/agent/sao-y-agent-VERSION.tgz, which runs with
 * `npx ./sao-y-agent-VERSION.tgz` wherever Node is.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packed = join(root, 'dist', 'agent');
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
      output: { format: 'cjs', entryFileNames: 'main.js', banner: '#!/usr/bin/env node' },
    },
  },
  ssr: { noExternal: true },
});
mkdirSync(out, { recursive: true });
writeFileSync(
  join(out, 'package.json'),
  JSON.stringify(
    {
      name: 'sao-y-agent',
      version,
      description: 'Lets officers sign for Sao Y with the token in their own computer',
      license,
      engines,
      bin: { 'sao-y-agent': 'main.js' },
      dependencies: { pkcs11js: dependencies.pkcs11js },
      allowScripts: { pkcs11js: true },
    },
    null,
    2,
  ),
);
execFileSync('npm', ['pack', '--silent'], { cwd: out, stdio: 'inherit' });

mkdirSync(packed, { recursive: true });
const names = readdirSync(out);
for (const name of names) renameSync(join(out, name), join(packed, name));
for (const name of readdirSync(packed)) {
  if (!names.includes(name)) rmSync(join(packed, name), { recursive: true, force: true });
}
rmSync(out, { recursive: true });
