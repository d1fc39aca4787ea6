import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { loadRules } from '../../policies/load-rules';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { run } from './whatif';

/* `saoy whatif` on the open dossiers of a real database. */
let database: TestDatabase;

beforeAll(async () => {
  database = await startDatabase();
  process.env.DATABASE_URL = database.url;
  const { db } = database;
  const office = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  await acceptDossier(db, office, '2026-11-26T09:00:00+07:00');
  await acceptDossier(db, office, '2026-11-26T15:30:00+07:00');
  const signed = await acceptDossier(db, office, '2026-11-26T08:00:00+07:00');
  await moveDossier(db, signed, '2026-11-26T08:30:00+07:00', { action: 'submit' });
  await moveDossier(db, signed, '2026-11-26T08:40:00+07:00', { action: 'sign' });
}, 60_000);
afterAll(() => database.stop());

let said: string;
beforeEach(() => {
  said = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

interface Answer {
  dossiers: number;
  toLate: number;
  newSlips: number;
  changes: { legalDueBefore: string; legalDueAfter: string; lateAfter: boolean }[];
}

async function ask(...args: string[]) {
  const exitCode = await run([...args, '--json']);
  return { exitCode, answer: JSON.parse(said) as Answer };
}

test('a day off moves the dossier that is due on it, and asks for a new slip', async () => {
  const { exitCode, answer } = await ask('--day-off', '2026-11-27');
  expect(exitCode).toBe(0);
  expect(answer).toMatchObject({ dossiers: 3, newSlips: 1 });
  expect(answer.changes).toMatchObject([
    { legalDueBefore: '2026-11-27T17:30:00+07:00', legalDueAfter: '2026-11-30T17:30:00+07:00' },
  ]);
});

test('fewer people make dossiers late; the times are given where none were measured', async () => {
  const at = ['--at', '2026-11-26T14:00:00+07:00'];
  const people = ['--people', 'create=0,sign=1,seal=1', ...at];
  await expect(run(people)).rejects.toThrow('minutes');
  const { exitCode, answer } = await ask(...people, '--minutes', 'create=20,sign=5,seal=5');
  expect(exitCode).toBe(1);
  expect(answer.toLate).toBe(2);
});

test('a dossier is asked under the rules it pinned, though the files say something else now', async () => {
  const { db } = database;
  const { version, ...policy } = loadRules().defaultPolicy;
  const old = { ...policy, cutoff: { ...policy.cutoff, timeMs: policy.cutoff.timeMs - 3_600_000 } };
  await db.query('INSERT INTO rule_version VALUES (?, ?, ?, ?, ?)', [
    'policy',
    'older',
    policy.id,
    JSON.stringify({ ...old, version: 'older' }),
    new Date('2026-01-01T00:00:00Z'),
  ]);
  await db.query('UPDATE dossier SET policy = ? WHERE policy = ?', [
    `${policy.id}@older`,
    `${policy.id}@${version}`,
  ]);
  const { answer } = await ask('--day-off', '2026-11-27');
  expect(answer.newSlips).toBe(1);
});
