import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { AuditEvent } from '../../db/audit/entity';
import { checkAudit } from '../../db/audit/check-audit';
import { Paper as PaperRow } from '../../db/papers/entity';
import type { Dossier } from '../../db/dossiers/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { readPdf } from '../../test/fixtures/read-pdf';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { App } from '../http/env';
import type { DossierPapers, Paper } from './contract';

const clock = { now: Date.parse('2026-11-27T15:32:10+07:00') };
let database: TestDatabase;
let office: TestOffice;
let app: App;
let officer: ApiClient;
let leader: ApiClient;
let first: Dossier;
let second: Dossier;

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  office = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  app = createApp(testDeps(db, tmpdir(), clock));
  officer = await new ApiClient(app).signIn('officer.mau-01');
  leader = await new ApiClient(app).signIn('leader.mau-01');
  first = await acceptDossier(db, office, '2026-11-27T09:00:00+07:00');
  second = await acceptDossier(db, office, '2026-11-27T09:00:00+07:00', {
    ...{ actKey: 'accept-2', visit: { id: first.visitId }, documentType: 'Bằng tốt nghiệp' },
    fee: { total: 9_000, line: '9.000 ₫', source: 'Mẫu' },
  });
}, 60_000);
afterAll(() => database.stop());

const pathOf = ({ id }: Dossier) => `/api/dossiers/${id}/papers`;
const keyed = () => ({ 'idempotency-key': randomUUID() });

async function papersOf(dossier: Dossier, who = officer): Promise<DossierPapers> {
  return (await (await who.get(pathOf(dossier))).json()) as DossierPapers;
}

async function issue(dossier: Dossier, body: object, who = officer): Promise<Paper> {
  const answer = await who.send('POST', pathOf(dossier), body);
  expect(await said(answer.clone())).toBe('200');
  return (await answer.json()) as Paper;
}

async function print({ id }: Paper, headers = keyed()): Promise<{ paper: Paper; text: string }> {
  const answer = await officer.send('POST', `/api/papers/${id}/prints`, undefined, headers);
  const paper = (await answer.json()) as Paper;
  const pdf = await officer.get(`/api/papers/${id}/prints/${paper.prints.at(-1)!.ordinal}`);
  return { paper, text: readPdf(new Uint8Array(await pdf.arrayBuffer())) };
}

test('one receipt for all originals of a visit, with the sum of their fees', async () => {
  const preview = await officer.send('POST', `${pathOf(first)}/preview`, { kind: 'receipt' });
  const looked = readPdf(new Uint8Array(await preview.arrayBuffer()));
  expect(looked).toContain('BẢN XEM TRƯỚC');
  expect(looked).not.toContain('Số: 1/2026/TNHS');
  expect(await database.db.manager.countBy(PaperRow, { officeId: office.id })).toBe(0);

  const receipt = await issue(first, { kind: 'receipt' });
  expect(receipt).toMatchObject({ numberText: '1/2026/TNHS', isOfVisit: true, prints: [] });
  const { text } = await print(receipt);
  for (const part of [first.code, second.code, 'Giấy khai sinh', 'Bằng tốt nghiệp', '13.000']) {
    expect(text).toContain(part);
  }
  expect(text).toContain('Số: 1/2026/TNHS');
  expect(text).not.toContain('BẢN IN LẠI');
  // Nothing of the requester's is spelt out.
  expect(text).not.toContain('vi.du@example.vn');
  // It stands on the page of each of them.
  expect((await papersOf(second)).items.map(({ id }) => id)).toEqual([receipt.id]);
});

test('the same words are the same paper; other words take the next number', async () => {
  const again = await issue(second, { kind: 'receipt' });
  expect(again.numberText).toBe('1/2026/TNHS');
  const asked = { kind: 'supplement', text: 'Bản dịch công chứng.' };
  expect((await issue(first, asked)).numberText).toBe('1/2026/BSHS');
  expect((await issue(first, { ...asked, text: 'Bản gốc trang 3.' })).numberText).toBe(
    '2/2026/BSHS',
  );
  expect((await issue(first, asked)).numberText).toBe('1/2026/BSHS');
});

test('numbers of a kind follow each other where many are issued at once', async () => {
  const others = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      acceptDossier(database.db, office, `2026-11-27T10:${10 + index}:00+07:00`),
    ),
  );
  const made = await Promise.all(others.map((each) => issue(each, { kind: 'control-slip' })));
  const numbers = made.map(({ numberText }) => Number(numberText.split('/')[0]));
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
});

test('a reprint says on its face that it is one, and who printed what when is kept', async () => {
  const receipt = await issue(first, { kind: 'receipt' });
  const headers = keyed();
  const { paper, text } = await print(receipt, headers);
  expect(text).toContain('BẢN IN LẠI LẦN 2 – 15:32 27/11/2026 – người in: Nguyễn Thị Ví Dụ');
  // The same request again is the same print.
  expect((await print(receipt, headers)).paper.prints).toHaveLength(2);
  expect(paper.prints.map(({ ordinal }) => ordinal)).toEqual([1, 2]);
  const shown = (await papersOf(first)).items.find(({ id }) => id === receipt.id);
  expect(shown).toMatchObject({ issuedBy: 'Nguyễn Thị Ví Dụ', prints: paper.prints });
  const acts = await database.db.manager.findBy(AuditEvent, { dossierId: second.id });
  const ofPaper = acts.map(({ action }) => action).filter((each) => each.endsWith('-paper'));
  expect(ofPaper.sort()).toEqual(['issue-paper', 'print-paper', 'print-paper']);
  expect((await checkAudit(database.db)).flatMap(({ findings }) => findings)).toEqual([]);
  // Names stand encrypted.
  const [row] = await database.db.query<{ words: string }[]>('SELECT words FROM paper LIMIT 1');
  expect(row!.words).not.toContain('Ví Dụ');
});

test('what is offered follows the stage and the right; a refusal has the six grounds', async () => {
  const refused = await acceptDossier(database.db, office, '2026-11-27T11:00:00+07:00');
  expect((await papersOf(refused)).offered.map(({ kind }) => kind)).toEqual([
    ...['receipt', 'supplement', 'control-slip'],
  ]);
  expect(await said(await officer.send('POST', pathOf(refused), { kind: 'refusal' }))).toBe(
    '409 paper-not-offered',
  );
  await moveDossier(database.db, refused, '2026-11-27T11:10:00+07:00', {
    ...{ action: 'refuse', actorId: office.staff.officer, changes: { refusalGround: 'damaged' } },
  });
  expect((await papersOf(refused)).offered.map(({ kind }) => kind)).toEqual([
    ...['refusal', 'control-slip'],
  ]);
  const { text } = await print(await issue(refused, { kind: 'refusal' }));
  for (const part of ['tẩy xóa', 'cũ nát', 'đóng dấu mật', 'chiến tranh', 'lãnh sự', 'tự lập']) {
    expect(text).toContain(part);
  }
  expect(text).toContain('Quyền khiếu nại');
  expect(text).toContain('khoản 2 Điều 22 Nghị định số 23/2015/NĐ-CP');
});

test('who may not is refused, and a text that is asked for is missed', async () => {
  expect(await said(await leader.send('POST', pathOf(first), { kind: 'receipt' }))).toBe(
    '403 right-missing',
  );
  expect(await said(await officer.send('POST', pathOf(first), { kind: 'cancellation' }))).toBe(
    '403 right-missing',
  );
  expect(await said(await leader.send('POST', pathOf(first), { kind: 'cancellation' }))).toBe(
    '409 paper-not-offered',
  );
  expect(await said(await officer.send('POST', pathOf(first), { kind: 'supplement' }))).toBe(
    '422 input-invalid',
  );
  const { id } = await issue(first, { kind: 'receipt' });
  const stranger = await new ApiClient(app).signIn('officer.mau-02');
  const path = `/api/papers/${id}/prints`;
  expect(await said(await stranger.send('POST', path, undefined, keyed()))).toBe(
    '404 paper-unknown',
  );
  expect(await said(await stranger.get(`${path}/1`))).toBe('404 paper-unknown');
  expect(await said(await officer.get(`${path}/99`))).toBe('404 paper-unknown');
});
