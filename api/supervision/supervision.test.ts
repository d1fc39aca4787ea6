import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { type CellValue, Workbook } from 'exceljs';
import type { Dossier as DossierRow } from '../../db/dossiers/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { type TestOffice, makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { Board } from './contract';
import type { App } from '../http/env';

let database: TestDatabase;
let here: TestOffice;
let there: TestOffice;
let app: App;
let supervisor: ApiClient;
const made: Record<string, DossierRow> = {};
const clock = { now: Date.parse('2026-11-23T16:00:00+07:00') };
const at = (time: string) => `2026-11-23T${time}:00+07:00`;

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  here = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  there = await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  app = createApp(testDeps(db, tmpdir(), clock));
  supervisor = await new ApiClient(app).signIn('supervisor.mau-01');

  made.open = await acceptDossier(db, here, at('15:30'));
  made.late = await acceptDossier(db, here, '2026-11-19T08:00:00+07:00');
  made.signing = await acceptDossier(db, here, at('15:35'), {
    documentType: '=HYPERLINK("http://x.example")',
  });
  await moveDossier(db, made.signing, at('15:50'), { action: 'submit' });
  made.back = await acceptDossier(db, here, at('08:00'));
  await moveDossier(db, made.back, at('09:00'), { action: 'submit' });
  await moveDossier(db, made.back, at('09:30'), { action: 'return' });
  await moveDossier(db, made.back, at('10:00'), { action: 'submit' });
  made.done = await acceptDossier(db, here, at('08:00'));
  await moveDossier(db, made.done, at('08:30'), { action: 'submit' });
  await moveDossier(db, made.done, at('09:00'), { action: 'sign' });
  await moveDossier(db, made.done, at('11:30'), { action: 'seal' });
  await moveDossier(db, made.done, at('11:30'), { action: 'complete' });
  await moveDossier(db, made.done, at('11:31'), {
    action: 'deliver',
    changes: { deliveredAt: new Date(at('11:31')) },
  });
  made.refused = await acceptDossier(db, here, at('10:00'));
  await moveDossier(db, made.refused, at('10:10'), { action: 'refuse' });
  await acceptDossier(db, there, at('08:00'));
}, 60_000);
afterAll(() => database.stop());

test('the board shows the open dossiers by time left, with marks, holders and the day’s counts', async () => {
  const answer = await supervisor.get(`/api/supervision/board?officeId=${here.id}`);
  const board = (await answer.json()) as Board;
  expect(board.asOf).toBe('2026-11-23T09:00:00.000Z');
  expect(board.today).toEqual({
    dueToday: 1,
    accepted: 5,
    delivered: 1,
    returned: 1,
    refused: 1,
    near: 0,
    late: 2,
    onTimeRatio: 1,
  });
  expect(board.open.map(({ id, mark }) => [id, mark])).toEqual([
    [made.late!.id, 'late'],
    [made.back!.id, 'late'],
    expect.anything(),
    expect.anything(),
  ]);
  const signing = board.open.find(({ id }) => id === made.signing!.id);
  expect(signing).toMatchObject({ mark: 'ok', holder: 'Nguyễn Thị Ví Dụ' });
});

const report = (query: string) =>
  supervisor.get(`/api/supervision/compliance.xlsx?officeId=${here.id}&${query}`);
const period = 'from=2026-11-16&to=2026-11-23';

async function readSheets(answer: Response): Promise<Record<string, CellValue[][]>> {
  expect(answer.status).toBe(200);
  const workbook = new Workbook();
  await workbook.xlsx.load(await answer.arrayBuffer());
  return Object.fromEntries(
    workbook.worksheets.map((sheet) => [
      sheet.name,
      sheet.getSheetValues().flatMap((row) => (Array.isArray(row) ? [row.slice(1)] : [])),
    ]),
  );
}

test('the compliance report counts the steps that were done, per step and day', async () => {
  const sheets = await readSheets(await report(period));
  const [title, office, days, asOf, , ...rows] = sheets['Theo bước và ngày']!;
  expect([title, office, days, asOf].map((line) => line?.[0])).toEqual([
    'Báo cáo thời gian thực hiện các bước chứng thực bản sao điện tử',
    'UBND Phường Mẫu',
    'Từ ngày 16/11/2026 đến ngày 23/11/2026',
    'Số liệu tính đến 16:00 ngày 23/11/2026',
  ]);
  // Created: 15, 30 and, in two rounds, 60 + 30 minutes. The seal took two and a half hours.
  expect(rows).toEqual([
    ['23/11/2026', 'Tạo bản sao (bước 2)', 3, 0, 30, 90],
    ['23/11/2026', 'Ký bản sao (bước 3)', 1, 0, 30, 30],
    ['23/11/2026', 'Cấp số và đóng dấu (bước 4)', 1, 1, 150, 150],
  ]);
});

test('the second sheet holds every dossier, and no text becomes a formula', async () => {
  const rows = (await readSheets(await report(period)))['Hồ sơ']!.slice(5);
  expect(rows.map(([code]) => code).sort()).toEqual(
    ['open', 'late', 'signing', 'back', 'done', 'refused'].map((name) => made[name]!.code).sort(),
  );
  const signing = rows.find(([code]) => code === made.signing!.code);
  expect(signing?.[1]).toBe(`'=HYPERLINK("http://x.example")`);
  const late = rows.find(([code]) => code === made.late!.code);
  expect(late?.slice(-2)).toEqual(['Đang giải quyết', 'Trễ']);
});

test('as of an earlier instant the report says what it would have said then', async () => {
  const asOf = encodeURIComponent(at('09:15'));
  const sheets = await readSheets(await report(`${period}&asOf=${asOf}`));
  expect(sheets['Theo bước và ngày']!.slice(5)).toEqual([
    ['23/11/2026', 'Tạo bản sao (bước 2)', 2, 0, 45, 60],
    ['23/11/2026', 'Ký bản sao (bước 3)', 1, 0, 30, 30],
  ]);
  expect(sheets['Hồ sơ']).toHaveLength(5 + 3);
});

test.each(['from=2026-11-23&to=2026-11-22', 'from=2026-01-01&to=2026-11-23', 'from=2026-11-23'])(
  'no report for %s',
  async (query) => {
    expect(await said(await report(query))).toBe('422 input-invalid');
  },
);

test.each(['board?', `compliance.xlsx?${period}&`])('%s is for supervisors', async (path) => {
  const read = (client: ApiClient, office: TestOffice) =>
    client.get(`/api/supervision/${path}officeId=${office.id}`);
  expect(await said(await read(supervisor, here))).toBe('200');
  expect(await said(await read(supervisor, there))).toBe('404 office-unknown');
  for (const role of ['officer', 'leader', 'clerk']) {
    const other = await new ApiClient(app).signIn(`${role}.mau-01`);
    expect(await said(await read(other, here))).toBe('403 right-missing');
  }
  expect(await said(await read(new ApiClient(app), here))).toBe('401 sign-in-needed');
});
