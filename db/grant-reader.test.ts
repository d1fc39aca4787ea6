import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, type Connection } from 'mysql2/promise';
import { SampleReports, tableOf, totalOf } from '../test/fixtures/sample-reports';
import { grantToReader } from './grant-reader';

let here: SampleReports;
let reader: Connection;

beforeAll(async () => {
  here = await SampleReports.start(8);
  const { db, url } = here.database;
  const at = new URL(url);
  at.username = `reader_${at.pathname.slice(-6)}`;
  at.password = 'for-tests';
  await grantToReader(db, at.href);
  // Whatever it was given beside goes with the next migration.
  await db.query(`GRANT SELECT ON \`${at.pathname.slice(1)}\`.person TO '${at.username}'@'%'`);
  await grantToReader(db, at.href);
  reader = await createConnection({ uri: at.href.replace(/^mariadb:/, 'mysql:') });
}, 120_000);
afterAll(async () => {
  await reader.end();
  await here.stop();
});

const rowsOf = async (sql: string) => (await reader.query(sql))[0] as Record<string, unknown>[];

test('the account reads every view, and no table, and changes nothing', async () => {
  const found = await rowsOf(
    'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
  );
  const names = found.map(({ name }) => String(name)).sort();
  expect(names).toEqual([
    ...['report_act_day', 'report_dossier', 'report_fee_day', 'report_number', 'report_office'],
    ...['report_step', 'report_target'],
  ]);
  for (const name of names) await rowsOf(`SELECT * FROM ${name} LIMIT 1`);
  for (const statement of [
    'SELECT 1 FROM person',
    'SELECT 1 FROM dossier',
    'SELECT 1 FROM audit_event',
    'SELECT 1 FROM visit',
    `UPDATE report_office SET name = 'x'`,
    'DELETE FROM report_target',
    'CREATE TABLE mine (id int)',
    'CREATE VIEW mine AS SELECT * FROM person',
  ]) {
    await expect(reader.query(statement)).rejects.toMatchObject({
      code: expect.stringMatching(/DENIED/),
    });
  }
});

test('the page of documentation names each column of each view, and no other', async () => {
  const columns = await rowsOf(
    `SELECT TABLE_NAME AS view, COLUMN_NAME AS name FROM information_schema.COLUMNS
     WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION`,
  );
  const page = readFileSync(join(__dirname, '..', 'docs', 'report-views.md'), 'utf8');
  let view = '';
  const told = [...page.matchAll(/^\|\s+(?:`(report_\w+)`)?\s*\|\s*`(\w+)`\s*\|/gm)].map(
    ([, named, column]) => {
      view = named ?? view;
      return `${view}.${column}`;
    },
  );
  const sorted = columns.map((one) => `${String(one['view'])}.${String(one['name'])}`).sort();
  expect(told.sort()).toEqual(sorted);
});

test('no name, identifier, code of a paper or typed word comes out of them', async () => {
  const secrets = await here.database.db.query<{ word: string }[]>(
    `SELECT code AS word FROM dossier UNION SELECT publicToken FROM dossier UNION SELECT receiptNumber FROM visit
     UNION SELECT requesterName FROM visit UNION SELECT fullName FROM person UNION SELECT id FROM dossier`,
  );
  const words = new Set(secrets.map(({ word }) => word));
  expect(words.size).toBeGreaterThan(1_000);
  const views = ['report_dossier', 'report_step', 'report_number', 'report_fee_day'];
  for (const name of views) {
    const rows = await rowsOf(`SELECT * FROM ${name}`);
    expect(rows.length).toBeGreaterThan(10);
    const leaks = rows
      .flatMap((row) => Object.values(row))
      .filter((value) => words.has(String(value)));
    expect([name, leaks.slice(0, 3)]).toEqual([name, []]);
  }
});

test('the reports say what the views say', async () => {
  const asked = `>= '2026-10-01' AND %s < '2026-11-01'`;
  const within = (column: string) => `${column} ${asked.replace('%s', column)}`;
  const one = async (sql: string) => Number(Object.values((await rowsOf(sql))[0] ?? {})[0]);
  const fees = tableOf((await here.make({ kind: 'fees' })).contents, 'I. Theo cơ quan');
  const fee = (column: string) =>
    one(`SELECT SUM(${column}) FROM report_fee_day WHERE ${within('day')}`);
  expect(totalOf(fees, 'Phí (đồng)')).toBe(await fee('feeDong'));
  expect(totalOf(fees, 'Biên nhận')).toBe(await fee('receipts'));
  const compliance = tableOf((await here.make({ kind: 'compliance' })).contents, 'I. ');
  const kept = (mark: string) =>
    one(`SELECT COUNT(*) FROM report_dossier WHERE kept = '${mark}' AND ${within('deliveredAt')}`);
  expect(totalOf(compliance, 'Trước hạn')).toBe(await kept('early'));
  expect(totalOf(compliance, 'Đúng hạn')).toBe(await kept('on-time'));
  const breaches = tableOf((await here.make({ kind: 'breaches' })).contents, 'I. ');
  expect(totalOf(breaches, 'Theo luật')).toBe(
    await one(
      `SELECT SUM(acts) FROM report_act_day WHERE action = 'legal-breach' AND ${within('day')}`,
    ),
  );
}, 60_000);
