import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  optionalDependencies?: Record<string, string>;
}

// A registry that serves some platforms alone makes npm leave the others out, and “npm ci” refuses.
test('the lock holds the packages of every platform', () => {
  const lock = join(__dirname, '..', '..', 'package-lock.json');
  const { packages } = JSON.parse(readFileSync(lock, 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const names = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
    .filter((name) => !names.has(name));
  expect(missing).toEqual([]);
});
