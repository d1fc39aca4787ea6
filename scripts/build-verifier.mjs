import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Builds the offline verifier into one HTML file: `node scripts/build-verifier.mjs [OUT]`, by
 * default dist/offline-verifier.html. Its trust list is empty until `fillTrustList` fills it.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = process.argv[2] ?? join(root, 'dist', 'offline-verifier.html');
const source = join(root, 'documents/verify/offline');

const result = await build({
  configFile: false,
  root: source,
  logLevel: 'error',
  build: {
    write: false,
    minify: true,
    target: 'es2022',
    lib: { entry: join(source, 'page.mjs'), formats: ['iife'], name: 'verifier' },
  },
});
const outputs = [result].flat().flatMap(({ output }) => output);
if (outputs.length !== 1) throw new Error('The verifier did not become one file.');
const code = outputs[0].code.replaceAll('</script', '<\\/script');
const page = readFileSync(join(source, 'page.html'), 'utf8');
if (!page.includes('/* verifier */')) throw new Error('The page has no place for the verifier.');
mkdirSync(dirname(out), { recursive: true });
writeFileSync(
  out,
  page.replace('/* verifier */', () => code),
);
