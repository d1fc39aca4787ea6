import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './paths.mjs';

/**
 * Does `work` unless it was done for the same inputs before.
 * @param {string} name of the stamp, kept in dist/
 * @param {string[]} inputs files
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function unlessDone(name, inputs, work) {
  const path = join(root, 'dist', '.stamps', name);
  const stamp = hashOf(inputs);
  if (readOrEmpty(path) === stamp) return false;
  await work();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, stamp);
  return true;
}

/**
 * Files below a folder of the checkout that `wanted` takes, sorted, as absolute paths.
 * @param {string} folder
 * @param {(path: string) => boolean} wanted is asked with the path from the root of the checkout
 * @returns {string[]}
 */
export function listFiles(folder, wanted) {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => wanted(relative(root, path)))
    .sort();
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
