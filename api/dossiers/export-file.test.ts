import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { type CellValue as ExcelValue, Workbook } from 'exceljs';
import { PDFDocument } from 'pdf-lib';
import { AuditEvent } from '../../db/audit/entity';
import type { Dossier } from '../../db/dossiers/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { readPdf } from '../../test/fixtures/read-pdf';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { ComposedFile } from './compose-file';
import type { DossierProgress } from './progress-contract';

const clock = { now: Date.parse('2026-11-26T16:00:00+07:00') };
let database: TestDatabase;
let office: TestOffice;
let officer: ApiClient;
let supervisor: ApiClient;
let dossier: Dossier;

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  office = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  const app = createApp(testDeps(db, tmpdir(), clock));
  officer = await new ApiClient(app).signIn('officer.mau-01');
  supervisor = await new ApiClient(app).signIn('supervisor.mau-01');
  dossier = await acceptDossier(db, office, '2026-11-26T09:00:00+07:00');
  const { officer: creator, leader } = office.staff;
  await moveDossier(db, dossier, '2026-11-26T10:30:00+07:00', {
    action: 'submit',
    actorId: creator,
  });
  await moveDossier(db, dossier, '2026-11-26T15:00:00+07:00', { action: 'sign', actorId: leader });
}, 60_000);
afterAll(() => database.stop());

const path = (rest: string) => `/api/dossiers/${dossier.id}/${rest}`;

test('each step is told with its working minutes, its due, how it was met, and its article', async () => {
  const progress = (await (await officer.get(path('progress'))).json()) as DossierProgress;
  expect(progress.runs).toMatchObject([
    { step: 'create', round: 1, usedMinutes: 90, budgetMinutes: 240, verdict: 'early' },
    // Over noon: 10:30–12:00 and 13:30–15:00.
    { step: 'sign', usedMinutes: 180, budgetMinutes: 120, verdict: 'late' },
    { step: 'seal', usedMinutes: 60, endedAt: null, actorName: null, verdict: 'running' },
  ]);
  expect(progress).toMatchObject({ workedMinutes: 330, isLate: false, endedAt: null });
  expect(progress.runs[0]!.actorName).toBe('Nguyễn Thị Ví Dụ');
  for (const { citation } of progress.runs) expect(citation).toContain('1287');
  expect(progress.because.length).toBeGreaterThan(0);
});

test('the file says everything once, with hashes that others can compute', async () => {
  const answer = await supervisor.get(path('file.json'));
  const text = await answer.text();
  const file = JSON.parse(text) as ComposedFile;
  expect(file.contentHash).toBe(
    createHash('sha256').update(JSON.stringify(file.content)).digest('hex'),
  );
  const { events, people, dossier: about, clocks } = file.content;
  expect(about).toMatchObject({ code: dossier.code, documentType: 'Giấy khai sinh' });
  expect(events.map(({ action }) => action)).toEqual(['accept', 'submit', 'sign']);
  const kept = await database.db.manager.findBy(AuditEvent, { dossierId: dossier.id });
  for (const { sequence, hash } of events) {
    expect(kept.find((event) => event.sequence === sequence)?.hash).toBe(hash);
  }
  expect(people.map(({ roles }) => roles.join()).sort()).toEqual([
    ...['Người ký bản sao', 'Người tạo bản sao'],
  ]);
  expect(clocks.runs).toHaveLength(3);
  // As on its page, nothing that addresses a person is spelt out.
  expect(text).not.toContain('vi.du@example.vn');
});

test('the PDF reads as the data does, and has it attached; that it was taken is in the log', async () => {
  const answer = await supervisor.get(path('file.pdf'));
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const text = readPdf(bytes);
  for (const part of [
    ...[dossier.code, 'Thời hạn và căn cứ', 'Quá hạn', '180/120 phút', 'Người ký bản sao'],
    ...['Trình ký', 'Xuất toàn bộ hồ sơ cho thanh tra'],
  ]) {
    expect(text).toContain(part);
  }
  const [attached, ...others] = (await PDFDocument.load(bytes)).getAttachments();
  expect([attached?.name, others]).toEqual([`ho-so-${dossier.code}.json`, []]);
  const file = JSON.parse(Buffer.from(attached!.data).toString()) as ComposedFile;
  expect(text.replace(/\s/g, '')).toContain(file.contentHash);
  // The one before was taken too, and stands in this one.
  expect(file.content.events.at(-1)).toMatchObject({
    action: 'export-file',
    details: { format: 'json' },
  });
  const acts = await database.db.manager.findBy(AuditEvent, { action: 'export-file' });
  expect(acts.map(({ actorId }) => actorId)).toEqual(Array(2).fill(office.staff.supervisor));
});

test('nobody else takes a file along', async () => {
  const stranger = await new ApiClient(officer.app).signIn('supervisor.mau-02');
  for (const rest of ['file.pdf', 'file.json']) {
    expect(await said(await officer.get(path(rest)))).toBe('403 right-missing');
    expect(await said(await stranger.get(path(rest)))).toBe('404 dossier-unknown');
  }
});

test('the tracking book has a line for each dossier of its days, as PDF and as Excel', async () => {
  await acceptDossier(database.db, office, '2026-11-27T00:00:00+07:00');
  const book = `/api/offices/${office.id}/tracking-book`;
  const days = 'from=2026-11-26&to=2026-11-26';
  const pdf = await officer.get(`${book}.pdf?${days}`);
  const text = readPdf(new Uint8Array(await pdf.arrayBuffer()));
  for (const part of ['SỔ THEO DÕI HỒ SƠ', 'Mẫu số 07', 'UBND Phường Mẫu']) {
    expect(text).toContain(part);
  }
  expect(text.replace(/\s/g, '')).toContain(dossier.code);
  const sheet = await officer.get(`${book}.xlsx?${days}`);
  const workbook = new Workbook();
  await workbook.xlsx.load(await sheet.arrayBuffer());
  const rows: ExcelValue[][] = [];
  workbook.worksheets[0]!.eachRow((row) => {
    const cells = Array.from({ length: 13 }, (_, at) => row.getCell(at + 1).value);
    if (typeof cells[0] === 'number') rows.push(cells);
  });
  expect(rows).toHaveLength(1);
  expect(rows[0]![1]).toBe(dossier.code);
  // A date of the spreadsheet, as the clock in Vietnam showed it.
  expect(rows[0]![7]).toEqual(new Date('2026-11-26T09:00:00Z'));
  expect(await said(await officer.get(`${book}.pdf?from=2026-01-01&to=2026-06-01`))).toBe(
    '422 report-period-too-long',
  );
  expect(await said(await officer.get(`${book}.xlsx?from=2026-02-01&to=2026-01-01`))).toBe(
    '422 report-period-reversed',
  );
  const clerk = await new ApiClient(officer.app).signIn('clerk.mau-01');
  expect(await said(await clerk.get(`${book}.pdf?${days}`))).toBe('403 right-missing');
});
