import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import type { Dossier } from '../../db/dossiers/entity';
import { assignNumber } from '../../db/registers/assign-number';
import { ensureBook } from '../../db/registers/make-book';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { type TestOffice, makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { run as audit } from './audit';
import { run as register } from './register';

let database: TestDatabase;
let office: TestOffice;
const dossiers: Dossier[] = [];

beforeAll(async () => {
  database = await startDatabase();
  process.env.DATABASE_URL = database.url;
  const { db } = database;
  office = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  await ensureBook(db.manager, office.id, 2026, 1);
  for (let number = 1; number <= 5; number += 1) {
    const dossier = await acceptDossier(db, office, `2026-11-23T08:0${number}:00+07:00`);
    await moveDossier(db, dossier, '2026-11-23T09:00:00+07:00', { action: 'submit' });
    await moveDossier(db, dossier, '2026-11-23T09:10:00+07:00', { action: 'sign' });
    await assignNumber(db.manager, {
      publishedSizeOf: () => 0,
      dossierId: dossier.id,
      bookId: null,
      actorId: office.staff.clerk,
      actKey: 'seal',
      at: new Date('2026-11-23T09:20:00+07:00'),
      format: (n) => `${String(n).padStart(3, '0')}/ĐT`,
    });
    await moveDossier(db, dossier, '2026-11-23T09:20:00+07:00', { action: 'seal' });
    dossiers.push(dossier);
  }
}, 60_000);
afterAll(() => database.stop());

let said: string;
beforeEach(() => {
  said = '';
  jest.spyOn(console, 'log').mockImplementation((line: string) => (said += line));
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** As one would who holds the database and drops the triggers that guard it. */
async function tamper(table: string, sql: string, parameters: unknown[] = []): Promise<void> {
  const { db } = database;
  for (const act of ['update', 'delete']) {
    await db.query(`DROP TRIGGER IF EXISTS ${table}_no_${act}`);
  }
  await db.query(sql, parameters);
}

async function findings(command: typeof audit): Promise<string[]> {
  said = '';
  const exitCode = await command(['check', '--json']);
  const answer = JSON.parse(said) as Record<string, { findings: { code: string }[] }[]> & {
    ok: boolean;
  };
  const codes = (answer.books ?? answer.offices ?? []).flatMap((part) =>
    part.findings.map(({ code }) => code),
  );
  expect(exitCode).toBe(codes.length === 0 ? 0 : 1);
  expect(answer.ok).toBe(codes.length === 0);
  return codes;
}

test('an honest register and log are whole', async () => {
  expect(await findings(register)).toEqual([]);
  expect(await findings(audit)).toEqual([]);
  said = '';
  expect(await register(['check'])).toBe(0);
  expect(said).toContain('5 entries');
});

test('the tables refuse to be changed at all', async () => {
  const { db } = database;
  await expect(db.query('UPDATE register_entry SET fee = 1')).rejects.toThrow('append-only');
  await expect(db.query('DELETE FROM audit_event')).rejects.toThrow('append-only');
});

test('an altered entry is found', async () => {
  await tamper('register_entry', 'UPDATE register_entry SET fee = fee + 1 WHERE number = 2');
  expect(await findings(register)).toEqual(['entry-altered']);
  await tamper('register_entry', 'UPDATE register_entry SET fee = fee - 1 WHERE number = 2');
  expect(await findings(register)).toEqual([]);
});

test('a removed entry is found', async () => {
  const { db } = database;
  const [row] = await db.query<Record<string, unknown>[]>(
    'SELECT * FROM register_entry WHERE number = 3',
  );
  await tamper('register_entry', 'DELETE FROM register_entry WHERE number = 3');
  expect(await findings(register)).toEqual(['entry-missing']);
  const columns = Object.keys(row!);
  await db.query(
    `INSERT INTO register_entry (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    Object.values(row!),
  );
  expect(await findings(register)).toEqual([]);
});

test('a cut-off end is found', async () => {
  const { db } = database;
  await db.query('UPDATE book SET lastNumber = 4');
  expect(await findings(register)).toEqual(['head-mismatch']);
  await db.query('UPDATE book SET lastNumber = 5, logSize = 5');
  expect(await findings(register)).toEqual(['head-mismatch']);
  await db.query('UPDATE book SET logSize = 6');
});

test('a number printed twice in a year is found, also across books', async () => {
  const { db } = database;
  await db.query(
    `INSERT INTO book (id, officeId, year, name, startNumber, lastNumber, logSize, openedOn, closedOn)
     SELECT UUID(), officeId, year, '2/ĐT', 2, 1, 0, openedOn, closedOn FROM book`,
  );
  const dossier = await acceptDossier(db, office, '2026-11-23T10:00:00+07:00');
  const [second] = await db.query<{ id: string }[]>(`SELECT id FROM book WHERE name = '2/ĐT'`);
  await assignNumber(db.manager, {
    publishedSizeOf: () => 0,
    dossierId: dossier.id,
    bookId: second!.id,
    actorId: office.staff.clerk,
    actKey: 'seal',
    at: new Date('2026-11-23T10:20:00+07:00'),
    format: (n) => `${String(n).padStart(3, '0')}/ĐT`,
  });
  expect(await findings(register)).toEqual(['duplicate']);
});

test('a rewritten entry whose chain was mended is known by the audit log', async () => {
  const entry = dossiers[4]!;
  await tamper(
    'audit_event',
    `UPDATE audit_event SET details = JSON_SET(details, '$.entryHash', ?)
     WHERE action = 'number' AND dossierId = ?`,
    ['f'.repeat(64), entry.id],
  );
  expect(await findings(register)).toContain('audit-disagrees');
  expect(await findings(audit)).toEqual(['event-altered']);
});

test('a dossier moved behind the log’s back is found', async () => {
  await database.db.query(`UPDATE dossier SET stage = 'delivered' WHERE id = ?`, [dossiers[0]!.id]);
  expect(await findings(audit)).toContain('stage-disagrees');
});

test('a removed event is found', async () => {
  await tamper('audit_event', 'DELETE FROM audit_event WHERE sequence = 2');
  expect(await findings(audit)).toEqual(
    expect.arrayContaining(['gap', 'chain-broken', 'out-of-turn']),
  );
});

test.each([[['prove']], [[]], [['check', '--loud']], [['check', 'more', 'still']]])(
  '%j is no use of it',
  async (args) => {
    await expect(register(args)).rejects.toThrow('Usage');
    await expect(audit(args)).rejects.toThrow('Usage');
  },
);
