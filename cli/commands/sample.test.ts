import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { checkAudit } from '../../db/audit/check-audit';
import { checkTraces } from '../../db/audit/check-traces';
import { checkRegister } from '../../db/registers/check-register';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { run } from './sample';

let database: TestDatabase;
let before: Record<string, number>;
let said: string;

beforeAll(async () => {
  database = await startDatabase();
  process.env.DATABASE_URL = database.url;
  const real = await makeOffice(database.db, 'mau-01', 'UBND Phường Thật');
  await acceptDossier(database.db, real, '2026-11-23T08:00:00+07:00');
  before = await countRows();
}, 60_000);
afterAll(() => database.stop());

beforeEach(() => {
  said = '';
  jest.spyOn(console, 'log').mockImplementation((line: string) => (said += line));
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Rows of every table but the archive of rules, which keeps what was in force. */
async function countRows(): Promise<Record<string, number>> {
  const tables = await database.db.query<{ name: string }[]>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND table_name <> 'rule_version'`,
  );
  const counts = tables.map(async ({ name }) => {
    const [row] = await database.db.query<{ n: string }[]>(`SELECT COUNT(*) AS n FROM ${name}`);
    return [name, Number(row?.n)] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

const counted = async (sql: string) =>
  Number((await database.db.query<{ n: string }[]>(`SELECT COUNT(*) AS n FROM ${sql}`))[0]?.n);

test('a sample keeps every invariant, and holds whatever a board is to show', async () => {
  expect(await run(['--days', '60', '--offices', '2', '--seed', '7', '--json'])).toBe(0);
  const { dossiers } = JSON.parse(said) as { dossiers: number };
  expect(dossiers).toBeGreaterThan(1_000);
  const { db } = database;
  const audits = await checkAudit(db);
  expect(audits.flatMap(({ findings }) => findings)).toEqual([]);
  const books = await checkRegister(db);
  expect(books.flatMap(({ findings }) => findings)).toEqual([]);
  expect((await checkTraces(db)).violations).toEqual([]);
  const numbered = await counted(`audit_event WHERE action = 'seal'`);
  expect(books.reduce((sum, { entries }) => sum + entries, 0)).toBe(numbered);
  // Life as it is: late and early, sent back, refused, extended, withdrawn.
  for (const some of [
    `dossier WHERE deliveredAt > legalDue`,
    `dossier WHERE extensionDays > 0 AND complex = 0`,
    `audit_event WHERE action = 'return'`,
    `step_clock WHERE round > 1`,
    `dossier WHERE stage IN ('cancelled', 'withdrawn')`,
    `letter WHERE kind = 'apology' AND issuedAt IS NOT NULL`,
  ]) {
    expect([some, (await counted(some)) > 0]).toEqual([some, true]);
  }
  expect(await counted(`(SELECT DISTINCT refusalGround FROM dossier) g`)).toBeGreaterThan(3);
  const onTime = await counted(`dossier WHERE deliveredAt <= legalDue`);
  const delivered = await counted(`dossier WHERE stage = 'delivered'`);
  expect(onTime / delivered).toBeGreaterThan(0.8);
  expect(onTime / delivered).toBeLessThan(0.999);
}, 60_000);

test('more people come before the cut-off than after it', async () => {
  const atHour = (hour: number) =>
    counted(`visit WHERE HOUR(acceptedAt + INTERVAL 7 HOUR) = ${hour}`);
  expect(await atHour(14)).toBeGreaterThan(2 * (await atHour(15)));
});

test('there is one sample at a time, and it goes again whole while real rows stay', async () => {
  expect(await run(['--days', '1'])).toBe(1);
  const codes = await database.db.query<{ code: string }[]>(
    'SELECT code FROM dossier WHERE officeId LIKE ? ORDER BY code LIMIT 50',
    ['5a3e1e00-%'],
  );
  expect(codes).toHaveLength(50);
  expect(await run(['--remove'])).toBe(0);
  expect(await countRows()).toEqual(before);
  expect(await run(['--remove'])).toBe(1);
  await expect(database.db.query('DELETE FROM audit_event')).rejects.toThrow('append-only');
}, 60_000);

test.each([[[]], [['--days', '0']], [['--days', '9', '--remove']], [['--days', 'x']]])(
  '%j is no use of it',
  async (args) => {
    await expect(run(args)).rejects.toThrow('Usage');
  },
);
