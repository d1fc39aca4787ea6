import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './paths.mjs';

/**
 * Does `work` unless it was done for the same inputs before, and what it makes is there. Of two set-ups at once one does
 * it, and the other waits for it.
 * @param {string} name of the stamp, kept in dist/
 * @param {{inputs: string[], isThere: () => boolean}} what `inputs` are files
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function unlessDone(name, { inputs, isThere }, work) {
  const path = join(root, 'dist', '.stamps', name);
  const stamp = hashOf(inputs);
  const isDone = () => readOrEmpty(path) === stamp && isThere();
  if (isDone()) return false;
  mkdirSync(dirname(path), { recursive: true });
  const release = await takeLock(`${path}.lock`);
  try {
    if (isDone()) return false;
    await work();
    writeFileSync(path, stamp);
    return true;
  } finally {
    release();
  }
}

/** Waits for whoever holds it, unless that process is gone. @returns what gives it back */
async function takeLock(path) {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAlive(Number(readOrEmpty(path)))) await sleep(100);
    else rmSync(path, { force: true });
  }
}

/** @param {number} pid 0 where it is just being written */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
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
