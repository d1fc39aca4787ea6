import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { createMakeReport } from '../../activities/reports/make-report';
import type { ReportFigures } from '../../domain/reports';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { type TestOffice, makeOffice } from '../../test/fixtures/house';
import { rememberStarts } from '../../test/fixtures/remembered-starts';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { ReportView } from './contract';

let database: TestDatabase;
let above: TestOffice;
let here: TestOffice;
let supervisor: ApiClient;
let asked: ReportView;
const started: { reportId: string }[] = [];
const clock = { now: Date.parse('2026-11-23T16:00:00+07:00') };
const folder = mkdtempSync(join(tmpdir(), 'saoy-reports-'));

/** The API, with a Temporal that remembers what it was asked to start. */
function makeApp(isReachable = true) {
  const deps = testDeps(database.db, folder, clock);
  return createApp(isReachable ? { ...deps, temporal: rememberStarts(started) } : deps);
}

/** As the worker does. */
async function work(): Promise<void> {
  const { db, store, rules } = testDeps(database.db, folder, clock);
  const publicUrl = 'https://saoy.example.vn';
  const makeReport = createMakeReport({
    ...{ db, store, rules, publicUrl, now: () => new Date(clock.now) },
  });
  for (const input of started.splice(0)) await makeReport(input);
}

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  above = await makeOffice(db, 'mau-00', 'UBND Thành phố Mẫu', { kind: 'province' });
  here = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu', { parent: above, codePrefix: 'G22.98' });
  await makeOffice(db, 'mau-02', 'UBND Phường Khác', { codePrefix: 'G22.97' });
  const at = (time: string) => `2026-11-23T${time}:00+07:00`;
  // Accepted before the office opens, and submitted at once: its first clock begins later.
  const soon = await acceptDossier(db, here, at('07:00'), { documentType: '=HYPERLINK("x")' });
  await moveDossier(db, soon, at('07:10'), { action: 'submit', actorId: here.staff.officer });
  const late = await acceptDossier(db, here, '2026-11-20T08:00:00+07:00');
  await moveDossier(db, late, '2026-11-20T09:00:00+07:00', { action: 'submit' });
  await moveDossier(db, late, '2026-11-20T09:30:00+07:00', { action: 'return' });
  supervisor = await new ApiClient(makeApp()).signIn('supervisor.mau-00');
}, 60_000);
afterAll(async () => {
  await database.stop();
  rmSync(folder, { recursive: true });
});

const period = { from: '2026-11-01', to: '2026-11-30' };
const ask = (client: ApiClient, body: object) => client.send('POST', '/api/reports', body);

test('a report of a branch is asked for, made by the worker, and read as page, workbook and PDF', async () => {
  const answer = await ask(supervisor, { officeId: above.id, branch: true, ...period });
  expect(answer.status).toBe(202);
  asked = (await answer.json()) as ReportView;
  expect(asked).toMatchObject({ ...period, branch: true, doneAt: null, dataCode: null });
  const path = `/api/reports/${asked.id}`;
  const query = `?officeId=${above.id}`;
  expect(await said(await supervisor.get(`${path}/xlsx${query}`))).toBe('409 report-not-ready');
  await work();
  const whole = (await (await supervisor.get(path + query)).json()) as {
    report: ReportView;
    figures: ReportFigures;
  };
  expect(whole.report).toMatchObject({ progress: 2, failure: null });
  expect(whole.report.dataCode).toMatch(/^[0-9a-f]{16}$/);
  expect(whole.figures.total).toMatchObject({ received: 2, openInTime: 1, openLate: 1 });
  // What was sent back is to be created again; what was submitted before opening time is done.
  expect(whole.figures.steps[0]).toMatchObject({ step: 'create', done: 1, early: 1 });
  // What was said of one dossier alone may speak of its requester.
  expect(whole.figures.returned).toMatchObject([
    { text: expect.stringContaining('khác'), count: 1 },
  ]);
  expect(whole.figures.lateBy).toMatchObject([{ id: 'returned', count: 1 }]);
  const pdf = await (await supervisor.get(`${path}/pdf${query}`)).arrayBuffer();
  expect((await PDFDocument.load(pdf)).getPageCount()).toBeGreaterThan(0);
});

test('a workbook keeps text from being read as a formula, shows no apostrophe, and prints on A4 across', async () => {
  const answer = await supervisor.get(`/api/reports/${asked.id}/xlsx?officeId=${above.id}`);
  expect(answer.headers.get('content-disposition')).toContain('bao-cao-1287-2026-11-01');
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const { Workbook } = await import('exceljs');
  const workbook = new Workbook();
  await workbook.xlsx.load(bytes.buffer);
  const sheet = workbook.getWorksheet('Từng hồ sơ')!;
  const typed = sheet.getColumn(3).values.filter((cell) => String(cell as string).startsWith('='));
  expect(typed).toEqual(['=HYPERLINK("x")']);
  expect(sheet.getColumn(7).values.at(-1)).toBeInstanceOf(Date);
  expect(sheet.views).toMatchObject([{ state: 'frozen', ySplit: 9 }]);
  // The sheet of dossiers is too wide for one page that can be read.
  const pagesWide = workbook.worksheets.map(({ pageSetup }) => pageSetup.fitToWidth);
  expect(pagesWide).toEqual([1, 1, 1, 1, 1, 2]);
  for (const { pageSetup } of workbook.worksheets) {
    expect(pageSetup).toMatchObject({ paperSize: 9, orientation: 'landscape' });
  }
  const { unzipSync, strFromU8 } = await import('fflate');
  const files = unzipSync(bytes);
  expect(strFromU8(files['xl/styles.xml']!)).toContain('quotePrefix="1" numFmtId="49"');
  expect(strFromU8(files['xl/worksheets/sheet6.xml']!)).not.toContain('<f>');
});

test('reports are listed where they were asked for, for who oversees the office', async () => {
  const list = async (client: ApiClient, office: TestOffice) =>
    client.get(`/api/reports?officeId=${office.id}`);
  const { reports } = (await (await list(supervisor, above)).json()) as { reports: ReportView[] };
  expect(reports.map(({ id }) => id)).toEqual([asked.id]);
  expect(await (await list(supervisor, here)).json()).toEqual({ reports: [] });
  // One office's supervisor does not see what was asked for above it.
  const own = await new ApiClient(makeApp()).signIn('supervisor.mau-01');
  const other = `/api/reports/${asked.id}?officeId=${here.id}`;
  expect(await said(await own.get(other))).toBe('404 report-unknown');
  expect(await said(await ask(own, { officeId: above.id, ...period }))).toBe('404 office-unknown');
  expect(await said(await ask(own, { officeId: here.id, ...period }))).toBe('202');
  const officer = await new ApiClient(makeApp()).signIn('officer.mau-01');
  expect(await said(await ask(officer, { officeId: here.id, ...period }))).toBe(
    '403 right-missing',
  );
});

test('a time that ends before it begins, or is too long, is refused with what to do', async () => {
  const at = (from: string, to: string) => ask(supervisor, { officeId: above.id, from, to });
  expect(await said(await at('2026-11-02', '2026-11-01'))).toBe('422 report-period-reversed');
  expect(await said(await at('2020-01-01', '2026-11-01'))).toBe('422 report-period-too-long');
  expect(await said(await at('2026-11-31', '2026-12-01'))).toBe('422 input-invalid');
});

test('where the process cannot be reached nothing is left behind', async () => {
  const alone = await new ApiClient(makeApp(false)).signIn('supervisor.mau-00');
  const before = await database.db.query<unknown[]>('SELECT id FROM report');
  expect(await said(await ask(alone, { officeId: above.id, ...period }))).toBe(
    '503 process-unavailable',
  );
  expect(await database.db.query<unknown[]>('SELECT id FROM report')).toEqual(before);
});
