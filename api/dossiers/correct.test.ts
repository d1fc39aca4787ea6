import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dossier as DossierRecord, Remark, Visit } from '../../db/dossiers/entity';
import { AuditEvent } from '../../db/audit/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { type TestOffice, makeOffice, makePerson } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { Dossier } from './contract';
import type { App } from '../http/env';

let database: TestDatabase;
let here: TestOffice;
let folder: string;
let app: App;
const acceptedAt = '2026-11-23T09:00:00+07:00';
const clock = { now: Date.parse('2026-11-23T10:00:00+07:00') };
const as: Record<'officer' | 'leader' | 'clerk' | 'supervisor' | 'citizen', ApiClient> =
  {} as never;

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  folder = await mkdtemp(join(tmpdir(), 'saoy-correct-'));
  here = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  app = createApp(testDeps(db, folder, clock));
  await makePerson(db, {
    username: '001200000001',
    kind: 'citizen',
    identifier: '001200000001',
    fullName: 'Nguyễn Văn Một',
  });
  for (const role of ['officer', 'leader', 'clerk', 'supervisor'] as const) {
    as[role] = await new ApiClient(app).signIn(`${role}.mau-01`);
  }
  as.citizen = await new ApiClient(app).signIn('001200000001');
}, 60_000);
afterAll(async () => {
  await database.stop();
  await rm(folder, { recursive: true });
});

const body = { documentType: 'Bằng tốt nghiệp', originalPages: 12, copies: 1 };
const correct = (
  client: ApiClient,
  { id }: { id: string },
  changes: object = {},
  key: string = randomUUID(),
) =>
  client.send(
    'POST',
    `/api/dossiers/${id}/correct`,
    { ...body, ...changes },
    { 'idempotency-key': key },
  );
const eventsOf = (dossierId: string) =>
  database.db.manager.findBy(AuditEvent, { dossierId, action: 'correct' });

test('a returned dossier is put right wholly, its fee with it, and both versions are kept', async () => {
  const dossier = await acceptDossier(database.db, here, acceptedAt);
  await moveDossier(database.db, dossier, '2026-11-23T09:10:00+07:00', { action: 'submit' });
  await moveDossier(database.db, dossier, '2026-11-23T09:20:00+07:00', { action: 'return' });
  const requester = { kind: 'no-account', fullName: 'Trần Thị Hai', email: 'hai@example.vn' };
  const key = randomUUID();
  const answer = await correct(as.officer, dossier, { requester }, key);
  expect(await answer.json()).toMatchObject({
    stage: 'returned',
    requesterName: 'Trần Thị Hai',
    requesterEmail: 'h•••@example.vn',
    documentType: 'Bằng tốt nghiệp',
    originalPages: 12,
    fee: { total: 14_000, line: '2 × 2.000 + 10 × 1.000 = 14.000 ₫' },
  });
  expect(await said(await correct(as.officer, dossier, { requester }, key))).toBe('200');
  const [event, ...more] = await eventsOf(dossier.id);
  expect(more).toEqual([]);
  expect(event!.details).toMatchObject({
    ...{ pagesBefore: 2, pages: 12, copiesBefore: 1, copies: 1 },
    ...{ feeBefore: 4000, fee: 14_000 },
  });
  const remark = await database.db.manager.findOneByOrFail(Remark, {
    id: String(event!.details.remarkId),
  });
  expect(event!.details.wordsHash).toBe(createHash('sha256').update(remark.text).digest('hex'));
  const timeline = await (await as.officer.get(`/api/dossiers/${dossier.id}/timeline`)).json();
  const texts = (timeline as { items: { text: string }[] }).items.map(({ text }) => text);
  expect(texts).toContain(
    'Sửa thông tin tiếp nhận: Người yêu cầu: Nguyễn Thị Ví Dụ → Trần Thị Hai; ' +
      'Email: v•••@example.vn → h•••@example.vn; Loại giấy tờ: Giấy khai sinh → Bằng tốt nghiệp; ' +
      'Số trang: 2 → 12; Phí: 2 × 2.000 = 4.000 ₫ → 2 × 2.000 + 10 × 1.000 = 14.000 ₫',
  );
});

test('what differs in nothing leaves no trace', async () => {
  const dossier = await acceptDossier(database.db, here, acceptedAt);
  const same = { documentType: 'Giấy khai sinh', originalPages: 2 };
  expect(await said(await correct(as.officer, dossier, same))).toBe('200');
  expect(await eventsOf(dossier.id)).toEqual([]);
});

test('another requester takes one dossier of a visit away, under a receipt of its own', async () => {
  const first = await acceptDossier(database.db, here, acceptedAt);
  const second = await acceptDossier(database.db, here, acceptedAt, {
    visit: { id: first.visitId },
    actKey: 'accept:second',
  });
  const requester = { kind: 'account', identifier: '001200000001' };
  const answer = await correct(as.officer, second, { requester });
  const corrected = (await answer.json()) as Dossier;
  expect(corrected).toMatchObject({ requesterName: 'Nguyễn Văn Một' });
  const { manager } = database.db;
  const kept = await manager.findOneByOrFail(Visit, { id: first.visitId });
  expect(kept.requesterName).toBe('Nguyễn Thị Ví Dụ');
  expect(corrected.visitId).not.toBe(first.visitId);
  expect(corrected.receiptNumber).not.toBe(kept.receiptNumber);
});

test('once it is submitted nothing of it is changed any more', async () => {
  const dossier = await acceptDossier(database.db, here, acceptedAt);
  await moveDossier(database.db, dossier, '2026-11-23T09:10:00+07:00', { action: 'submit' });
  expect(await said(await correct(as.officer, dossier))).toBe('409 dossier-out-of-turn');
  const unchanged = await database.db.manager.findOneByOrFail(DossierRecord, { id: dossier.id });
  expect(unchanged.originalPages).toBe(2);
});

test.each([
  ['an unknown account', { requester: { kind: 'account', identifier: '001200000009' } }],
  ['no page', { originalPages: 0 }],
  ['no type', { documentType: ' ' }],
])('%s is refused', async (_name, changes) => {
  const dossier = await acceptDossier(database.db, here, acceptedAt);
  expect(await said(await correct(as.officer, dossier, changes))).toMatch(
    /^(404 requester-unknown|422 input-invalid)$/,
  );
  expect(await eventsOf(dossier.id)).toEqual([]);
});

test('the officer of its office may, nobody else', async () => {
  const dossier = await acceptDossier(database.db, here, acceptedAt);
  for (const role of ['leader', 'clerk', 'supervisor'] as const) {
    expect(await said(await correct(as[role], dossier))).toBe('403 right-missing');
  }
  const elsewhere = await new ApiClient(app).signIn('officer.mau-02');
  expect(await said(await correct(elsewhere, dossier))).toBe('404 dossier-unknown');
  expect(await said(await correct(as.citizen, dossier))).toBe('404 dossier-unknown');
  expect(await said(await correct(new ApiClient(app), dossier))).toBe('401 sign-in-needed');
  expect(await said(await correct(as.officer, dossier))).toBe('200');
});
