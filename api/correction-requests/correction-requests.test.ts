import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { createWatchCorrection } from '../../activities/correction-requests/watch-correction';
import { AuditEvent } from '../../db/audit/entity';
import { recordCopyVersion } from '../../db/copies/record-copy-version';
import { CorrectionRequest } from '../../db/correction-requests/entity';
import type { Dossier } from '../../db/dossiers/entity';
import { Notice } from '../../db/notices/entity';
import { assignNumber } from '../../db/registers/assign-number';
import { ensureBook } from '../../db/registers/make-book';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { makeOffice, makePerson, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { ApiDeps } from '../http/deps';
import type { Correction, OfficeCorrection } from './correction-contract';

let database: TestDatabase;
let office: TestOffice;
let deps: ApiDeps;
let citizenId: string;
const clock = { now: Date.parse('2026-11-25T09:00:00+07:00') };
const as: Record<'officer' | 'clerk' | 'leader' | 'stranger' | 'citizen' | 'other', ApiClient> =
  {} as never;

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  office = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  const citizen = {
    username: '001200000001',
    kind: 'citizen',
    identifier: '001200000001',
  } as const;
  citizenId = await makePerson(db, citizen);
  await makePerson(db, { username: '001200000002', kind: 'citizen', identifier: '001200000002' });
  deps = testDeps(db, tmpdir(), clock);
  const app = createApp(deps);
  for (const [name, username] of [
    ['officer', 'officer.mau-01'],
    ['clerk', 'clerk.mau-01'],
    ['leader', 'leader.mau-01'],
    ['stranger', 'officer.mau-02'],
    ['citizen', '001200000001'],
    ['other', '001200000002'],
  ] as const) {
    as[name] = await new ApiClient(app).signIn(username);
  }
}, 60_000);
afterAll(() => database.stop());
beforeEach(() => {
  clock.now = Date.parse('2026-11-25T09:00:00+07:00');
});

const key = () => ({ 'idempotency-key': `key-${randomInt(1e12)}` });
const wanted = { kind: 'name', words: 'Họ tên đúng là Trần Văn Thử.' };

let made = 0;
async function deliver(): Promise<Dossier> {
  const { db } = database;
  made += 1;
  const at = '2026-11-20T09:00:00+07:00';
  const requester = { requester: { requesterId: citizenId } };
  const dossier = await acceptDossier(db, office, at, requester);
  await ensureBook(db.manager, office.id, 2026, 1);
  await assignNumber(db.manager, {
    ...{ publishedSizeOf: () => 0, dossierId: dossier.id, bookId: null },
    ...{ actorId: office.staff.clerk, actKey: `seal:${made}`, at: new Date(at) },
    format: (number: number) => `${number}/ĐT`,
  });
  for (const action of ['submit', 'sign', 'seal', 'complete', 'deliver'] as const) {
    if (action === 'complete') {
      await recordCopyVersion(db.manager, {
        ...{ dossierId: dossier.id, hash: String(made).padStart(64, '0'), at: new Date(at) },
        stampEndsAt: new Date('2040-01-01T00:00:00Z'),
      });
    }
    await moveDossier(db, dossier, at, { action });
  }
  return dossier;
}

const ask = (client: ApiClient, id: string, body: object = wanted) =>
  client.send('POST', `/api/my/copies/${id}/correction-requests`, body, key());
const asked = async (id: string) => (await (await ask(as.citizen, id)).json()) as Correction;
const answer = (client: ApiClient, id: string, body: object) =>
  client.send('POST', `/api/offices/${office.id}/correction-requests/${id}/answer`, body, key());
const listed = async (client: ApiClient, state = 'open') => {
  const path = `/api/offices/${office.id}/correction-requests?state=${state}`;
  return ((await (await client.get(path)).json()) as { items: OfficeCorrection[] }).items;
};
const told = (template: Notice['template'], subjectId: string) =>
  database.db.manager.findBy(Notice, { template, subjectId });

test('a citizen asks; the office has it with its due and is told; nobody else sees or answers it', async () => {
  const { id } = await deliver();
  const request = await asked(id);
  expect(request).toMatchObject({
    ...{ state: 'asked', ...wanted, outcome: null, answer: null },
    dueAt: new Date('2026-11-30T17:30:00+07:00').toISOString(),
  });
  expect(await listed(as.officer)).toMatchObject([{ id: request.id, words: wanted.words }]);
  expect(await listed(as.clerk)).toHaveLength(1);
  expect(await told('correction-asked', id)).toMatchObject([
    { channel: 'portal', recipientKind: 'right', recipient: 'create', officeId: office.id },
  ]);
  const path = `/api/offices/${office.id}/correction-requests`;
  expect(await said(await as.leader.get(path))).toBe('403 right-missing');
  expect(await said(await as.stranger.get(path))).toMatch(/^40[34]/);
  const body = { outcome: 'reissue', answer: 'Mời ông mang bản chính đến.' };
  expect(await said(await answer(as.clerk, request.id, body))).toBe('403 right-missing');
  expect(await said(await ask(as.other, id))).toBe('404 copy-unknown');
  const withdraw = `/api/my/correction-requests/${request.id}/withdraw`;
  expect(await said(await as.other.send('POST', withdraw, {}))).toBe(
    '404 correction-request-unknown',
  );
  // One at a time, in a sentence that says something.
  expect(await said(await ask(as.citizen, id))).toBe('409 correction-request-open');
  expect(await said(await ask(as.citizen, id, { ...wanted, words: ' ' }))).toBe(
    '422 input-invalid',
  );
  // What was typed stands encrypted.
  const [row] = await database.db.query<{ words: string }[]>(
    'SELECT words FROM correction_request WHERE id = ?',
    [request.id],
  );
  expect(row?.words).not.toContain('Trần');
});

test.each([
  ['reissue', 'accepted', 'accept-correction', 'correction-accepted'],
  [null, 'refused', 'refuse-correction', 'correction-refused'],
] as const)('answered with %s it is %s, audited, and its citizen hears', async (...row) => {
  const [outcome, state, action, template] = row;
  const { id } = await deliver();
  const request = await asked(id);
  const body = { outcome, answer: 'Đã đối chiếu với bản chính.' };
  expect(await said(await answer(as.officer, request.id, { ...body, answer: '' }))).toBe(
    '422 input-invalid',
  );
  const answered = await answer(as.officer, request.id, body);
  expect(await answered.json()).toMatchObject({ state, outcome, answer: body.answer });
  const mine = await (await as.citizen.get('/api/my/correction-requests')).json();
  expect(mine).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ state })]),
  });
  expect(JSON.stringify(mine)).not.toContain(office.staff.officer);
  const notices = await told(template, id);
  expect(notices.map(({ channel }) => channel).sort()).toEqual(['mail', 'portal']);
  const portal = await (await as.citizen.get('/api/my-notices')).text();
  expect(portal).toContain(`"template":"${template}"`);
  const event = { dossierId: id, action, actorId: office.staff.officer };
  expect(await database.db.manager.existsBy(AuditEvent, event)).toBe(true);
  const other = { outcome: outcome === null ? 'amendment' : null, answer: 'Nghĩ lại rồi.' };
  expect(await said(await answer(as.officer, request.id, other))).toBe(
    '409 correction-request-over',
  );
  expect((await listed(as.officer, 'ended')).map((one) => one.id)).toContain(request.id);
  // Another may be asked then.
  expect((await ask(as.citizen, id)).status).toBe(200);
});

test('taken back it is over for both', async () => {
  const { id } = await deliver();
  const request = await asked(id);
  const path = `/api/my/correction-requests/${request.id}/withdraw`;
  const back = await as.citizen.send('POST', path, {});
  expect(await back.json()).toMatchObject({ state: 'withdrawn' });
  expect((await as.citizen.send('POST', path, {})).status).toBe(200);
  const body = { outcome: null, answer: 'Không có căn cứ.' };
  expect(await said(await answer(as.officer, request.id, body))).toBe(
    '409 correction-request-over',
  );
});

test('near its end the counter is told, past it the supervisors too, each once; then nothing is awaited', async () => {
  const { id } = await deliver();
  const request = await asked(id);
  const clockwork = createWatchCorrection({ ...deps, now: () => new Date(clock.now) });
  const start = { requestId: request.id };
  const near = await clockwork.findNextAlarm(start);
  const span = Date.parse(request.dueAt) - Date.parse(request.askedAt);
  expect(near).toEqual({ alarm: 1, at: Date.parse(request.askedAt) + span * 0.75 });
  await clockwork.soundAlarm({ ...start, ...near! });
  await clockwork.soundAlarm({ ...start, ...near! });
  expect(await told('correction-near', id)).toMatchObject([{ recipient: 'create' }]);
  const late = await clockwork.findNextAlarm(start);
  expect(late).toEqual({ alarm: 2, at: Date.parse(request.dueAt) });
  await clockwork.soundAlarm({ ...start, ...late! });
  const heard = (await told('correction-late', id)).map(({ recipient }) => recipient);
  expect(heard.sort()).toEqual(['create', 'supervise']);
  expect(await clockwork.findNextAlarm(start)).toBeNull();
  // Its workflow was asked to begin, and once answered to look again.
  await answer(as.officer, request.id, { outcome: null, answer: 'Không có căn cứ.' });
  const { manager } = database.db;
  expect(await manager.countBy(Notice, { subjectId: request.id, template: 'changed' })).toBe(2);
  expect(await manager.findOneBy(CorrectionRequest, { id: request.id })).toMatchObject({
    state: 'refused',
  });
});
