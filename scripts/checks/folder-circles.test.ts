import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, jest, test } from '@jest/globals';

// The compiler that reads the sources takes a while to load.
jest.setTimeout(60_000);
const check = join(__dirname, 'folder-circles.mjs');

/** What the check says of a house with these files. */
function judge(files: Record<string, string>): { status: number | null; said: string } {
  const root = mkdtempSync(join(tmpdir(), 'saoy-circles-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const { status, stderr } = spawnSync(process.execPath, [check, root], { encoding: 'utf8' });
  return { status, said: stderr };
}

const letters = { 'db/letters/write.ts': `import { lock } from '../dossiers/lock';\n` };

test('two folders that import each other are named, with the imports that tie them', () => {
  const { status, said } = judge({
    ...letters,
    'db/dossiers/lock.ts': `import { read } from './read';\nexport const lock = read;\n`,
    'db/dossiers/read.ts': `export { write as read } from '../letters/write';\n`,
  });
  expect(status).toBe(1);
  expect(said).toContain('db/letters/write.ts → db/dossiers/lock.ts');
  expect(said).toContain('db/dossiers/read.ts → db/letters/write.ts');
});

test.each([
  ['types', `import type { Write } from '../letters/write';\nexport const lock = 1;\n`],
  ['types by name', `import { type Write } from '../letters/write';\nexport const lock = 1;\n`],
  ['entities', `import { Letter } from '../letters/entity';\nexport const lock = Letter;\n`],
  ['nothing', 'export const lock = 1;\n'],
])('folders that go back for %s are in no circle', (_what, lock) => {
  const entity = { 'db/letters/entity.ts': 'export class Letter {}\n' };
  expect(judge({ ...letters, ...entity, 'db/dossiers/lock.ts': lock })).toEqual({
    status: 0,
    said: '',
  });
});

test('tests may import from everywhere', () => {
  const back = { 'db/dossiers/lock.test.ts': `import { write } from '../letters/write';\n` };
  expect(judge({ ...letters, ...back, 'db/dossiers/lock.ts': '' }).status).toBe(0);
});
