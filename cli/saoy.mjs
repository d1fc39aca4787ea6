#!/usr/bin/env node
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `npx saoy COMMAND`: builds what is not built yet, without a word, and hands over to cli/main.ts. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { setUp } = await import(join(root, 'scripts', 'setup', 'set-up.mjs'));
if (await setUp('command', { again: 'npx saoy', quiet: true })) {
  const { main } = createRequire(import.meta.url)(join(root, 'dist', 'cli', 'main.js'));
  process.exitCode = await main(process.argv.slice(2));
} else process.exitCode = 2;
