import { afterEach, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const stampModule = pathToFileURL(join(__dirname, 'stamp.mjs')).href;
const folder = mkdtempSync(join(tmpdir(), 'saoy-stamp-'));
const stamps = join(__dirname, '..', '..', 'dist', '.stamps');
const name = `test-${process.pid}`;
const made = join(folder, 'made');
const input = join(folder, 'input');
writeFileSync(input, 'as it is');

afterEach(() => {
  for (const file of [made, join(stamps, name), join(stamps, `${name}.lock`)])
    rmSync(file, { force: true });
});

/** One set-up, which needs half a second for its work. @returns whether it did it */
async function setUp(): Promise<boolean> {
  const script = `
    import { appendFileSync, existsSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { unlessDone } from ${JSON.stringify(stampModule)};
    const [made, input] = ${JSON.stringify([made, input])};
    const what = { inputs: [input], isThere: () => existsSync(made) };
    const done = await unlessDone(${JSON.stringify(name)}, what, async () => {
      await sleep(500);
      appendFileSync(made, 'x');
    });
    process.stdout.write(String(done));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    script,
  ]);
  return stdout === 'true';
}

test('of two set-ups at once one does the work, and the other waits until it is done', async () => {
  expect((await Promise.all([setUp(), setUp()])).sort()).toEqual([false, true]);
  expect(readFileSync(made, 'utf8')).toBe('x');
});

test('what was made and is gone is made once more, and not again', async () => {
  await setUp();
  rmSync(made);
  expect([await setUp(), await setUp()]).toEqual([true, false]);
  expect(existsSync(made)).toBe(true);
});

test('what a set-up that died still holds is taken over', async () => {
  await setUp();
  rmSync(made);
  // No process has so high a number.
  writeFileSync(join(stamps, `${name}.lock`), '99999999');
  expect(await setUp()).toBe(true);
});
