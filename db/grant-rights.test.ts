import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { acceptDossier, moveDossier } from '../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../test/stack/database';
import { checkAudit } from './audit/check-audit';
import { runInSession } from './audit/acting-session';
import { recordAudit } from './audit/record-audit';
import { connectDatabase } from './connect-database';
import { createDataSource } from './data-source';
import { grantToProcesses } from './grant-rights';
import { assignNumber } from './registers/assign-number';
import { ensureBook } from './registers/make-book';
import { voidNumber } from './registers/void-number';
import { checkRegister } from './registers/check-register';
import { inTransaction } from './transaction';

let database: TestDatabase;
let office: TestOffice;
let url: URL;
let processes: DataSource;

beforeAll(async () => {
  database = await startDatabase();
  url = new URL(database.url);
  url.username = `processes_${url.pathname.slice(-6)}`;
  url.password = 'for-tests';
  const account = `'${url.username}'@'127.0.0.1'`;
  await database.db.query(`CREATE USER ${account} IDENTIFIED BY 'for-tests'`);
  // As an image of MariaDB gives it to the account that it makes.
  await database.db.query(`GRANT ALL ON \`${url.pathname.slice(1)}\`.* TO ${account}`);
  office = await makeOffice(database.db, '000.00.07.H99', 'Phường Mẫu');
  await ensureBook(database.db.manager, office.id, 2026, 1);
});
afterAll(async () => {
  await processes.destroy();
  await database.stop();
});

test('with one account for both nothing is granted', async () => {
  expect(await grantToProcesses(database.db, database.url)).toBe(false);
});

test('the processes wait until the migration has given them their rights', async () => {
  const { db } = database;
  const account = `'${url.username}'@'127.0.0.1'`;
  await db.query(`REVOKE ALL ON \`${url.pathname.slice(1)}\`.* FROM ${account}`);
  const waited: string[] = [];
  processes = await connectDatabase(url.href, (reason) => {
    waited.push(reason);
    if (waited.length === 1) void grantToProcesses(db, url.href);
  });
  expect(waited[0]).toContain('run “saoy migrate”');
  // What it had beyond goes, and again is no harm.
  await db.query(`GRANT ALL ON \`${url.pathname.slice(1)}\`.* TO ${account}`);
  await db.query(`GRANT DELETE ON \`${url.pathname.slice(1)}\`.audit_event TO ${account}`);
  expect(await grantToProcesses(db, url.href)).toBe(true);
  await processes.destroy();
  processes = await createDataSource(url.href).initialize();
});

test('a dossier lives its whole life by the account of the processes', async () => {
  const dossier = await acceptDossier(processes, office, '2026-11-26T09:00:00+07:00');
  const move = (
    at: string,
    action: Parameters<typeof moveDossier>[3]['action'],
    more: object = {},
  ) => moveDossier(processes, dossier, `2026-11-26T${at}:00+07:00`, { action, ...more });
  await move('09:10', 'submit', { actorId: office.staff.officer });
  await move('09:20', 'sign', { actorId: office.staff.leader });
  await move('09:30', 'seal', { actorId: office.staff.clerk });
  await inTransaction(processes, async (inside) => {
    await assignNumber(inside, {
      ...{ dossierId: dossier.id, bookId: null, actorId: office.staff.clerk, actKey: 'number' },
      ...{ at: new Date('2026-11-26T09:30:00+07:00'), format: (number) => `${number}/ĐT` },
      publishedSizeOf: () => 0,
    });
  });
  await move('09:31', 'complete');
  await move('09:32', 'deliver');
  await voidNumber(processes.manager, dossier.id, 'Mẫu', new Date('2026-11-26T10:00:00+07:00'));
  expect((await checkAudit(processes)).flatMap(({ findings }) => findings)).toEqual([]);
  const books = await checkRegister(processes);
  expect(books.flatMap(({ findings }) => findings)).toEqual([]);
});

test.each([
  'UPDATE audit_event SET action = action',
  'DELETE FROM audit_event',
  'UPDATE register_entry SET note = note',
  'DELETE FROM register_entry',
  'UPDATE register_void SET reason = reason',
  'DELETE FROM register_void',
  'UPDATE register_leaf SET bookId = bookId',
  'DELETE FROM register_checkpoint',
  'DELETE FROM audit_head',
  'TRUNCATE TABLE audit_event',
  'DROP TRIGGER audit_event_no_update',
  'ALTER TABLE register_entry ADD COLUMN more int',
  'DROP TABLE audit_event',
  "INSERT INTO migrations (timestamp, name) VALUES (1, 'x')",
])('it is refused “%s”', async (statement) => {
  await expect(processes.query(statement)).rejects.toThrow(/command denied/);
});

test('it may write to every other table, and to each column that a process changes', async () => {
  const grants = await database.db.query<{ name: string; rights: string }[]>(
    `SELECT TABLE_NAME AS name, GROUP_CONCAT(PRIVILEGE_TYPE ORDER BY PRIVILEGE_TYPE) AS rights
     FROM information_schema.TABLE_PRIVILEGES
     WHERE TABLE_SCHEMA = DATABASE() AND GRANTEE = ? GROUP BY TABLE_NAME`,
    [`'${url.username}'@'127.0.0.1'`],
  );
  const whole = 'DELETE,INSERT,SELECT,UPDATE';
  const narrow = Object.fromEntries(
    grants.filter(({ rights }) => rights !== whole).map(({ name, rights }) => [name, rights]),
  );
  const { audit_head: head, migrations, ...grown } = narrow;
  expect([head, migrations]).toEqual(['INSERT,SELECT,UPDATE', 'SELECT']);
  expect(Object.keys(grown)).toEqual(
    expect.arrayContaining(['audit_event', 'register_entry', 'register_void']),
  );
  expect(new Set(Object.values(grown))).toEqual(new Set(['INSERT,SELECT']));
  const tables = await database.db.query<unknown[]>(
    `SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'`,
  );
  expect(grants.length).toBe(tables.length);
});

test('an event names the session of who acts in it, and of nobody else', async () => {
  const facts = {
    ...{ officeId: office.id, dossierId: null, action: 'look-up', details: {}, at: new Date() },
  };
  const [mine, theirs] = [office.staff.officer, office.staff.leader];
  const session = { session: '00000000-0000-4000-8000-000000000001', person: mine };
  await runInSession(session, () =>
    inTransaction(processes, async (inside) => {
      await recordAudit(inside, { ...facts, actorId: mine, actKey: 'session:1' });
      await recordAudit(inside, { ...facts, actorId: theirs, actKey: 'session:2' });
      await recordAudit(inside, { ...facts, actorId: null, actKey: 'session:3' });
    }),
  );
  const rows = await processes.query<{ inSession: string | null }[]>(
    "SELECT inSession FROM audit_event WHERE actKey LIKE 'session:%' ORDER BY sequence",
  );
  expect(rows.map(({ inSession }) => inSession)).toEqual([session.session, null, null]);
  expect((await checkAudit(processes)).flatMap(({ findings }) => findings)).toEqual([]);
});
