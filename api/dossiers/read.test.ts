import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { z } from '@hono/zod-openapi';
import { AuditEvent } from '../../db/audit/entity';
import { Dossier as DossierRow, Remark } from '../../db/dossiers/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { type TestOffice, makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { Dossier, countsSchema, dossierListSchema } from './contract';
import type { App } from '../http/env';

type List = z.infer<typeof dossierListSchema>;

let database: TestDatabase;
let here: TestOffice;
let there: TestOffice;
let app: App;
let officer: ApiClient;
let leader: ApiClient;
const made: Record<string, DossierRow> = {};
// A Monday without a holiday, 14:00 in Hanoi.
const clock = { now: Date.parse('2026-11-23T14:00:00+07:00') };

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  here = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  there = await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  app = createApp(testDeps(db, tmpdir(), clock));
  officer = await new ApiClient(app).signIn('officer.mau-01');
  leader = await new ApiClient(app).signIn('leader.mau-01');

  made.early = await acceptDossier(db, here, '2026-11-23T08:00:00+07:00');
  made.late = await acceptDossier(db, here, '2026-11-20T08:00:00+07:00', {
    requester: { requesterName: 'Trần Văn Mẫu', requesterIdentifier: '001200000001' },
  });
  made.fresh = await acceptDossier(db, here, '2026-11-23T13:50:00+07:00', {
    documentType: 'Bằng 100% thử_nghiệm',
    requester: { requesterName: 'Công ty Ví Dụ', requesterIdentifier: '0100000001' },
  });
  made.signing = await acceptDossier(db, here, '2026-11-23T08:30:00+07:00');
  await moveDossier(db, made.signing, '2026-11-23T09:00:00+07:00', {
    action: 'submit',
    actorId: here.staff.officer,
  });
  made.ended = await acceptDossier(db, here, '2026-11-19T08:30:00+07:00');
  await moveDossier(db, made.ended, '2026-11-19T09:00:00+07:00', { action: 'cancel' });
  made.foreign = await acceptDossier(db, there, '2026-11-23T08:00:00+07:00');
}, 60_000);
afterAll(() => database.stop());

async function list(query: string, client = officer): Promise<List> {
  const asked = Object.fromEntries(new URLSearchParams(query));
  const answer =
    asked['q'] === undefined
      ? await client.get(`/api/dossiers?officeId=${here.id}&${query}`)
      : await client.send('POST', '/api/dossiers/search', { officeId: here.id, ...asked });
  expect(answer.status).toBe(200);
  return (await answer.json()) as List;
}
const ids = (answer: List) => answer.items.map(({ id }) => id);
const idsOf = (...names: string[]) => names.map((name) => made[name]!.id);

test('open dossiers come by time left; another office’s never', async () => {
  const { items, total, serverTime } = await list('list=open');
  const paces = items.map(({ clock: running, legalDue }) => running?.pace ?? legalDue);
  expect(paces).toEqual([...paces].sort());
  expect(items.map(({ id }) => id).sort()).toEqual(
    idsOf('early', 'late', 'fresh', 'signing').sort(),
  );
  expect(items[0]).toMatchObject({ id: made.late!.id, requesterName: 'Trần Văn Mẫu' });
  expect([total, serverTime]).toEqual([4, '2026-11-23T07:00:00.000Z']);
});

test('of equal time left the first to arrive comes first', async () => {
  const { db } = database;
  const codes: string[] = [];
  const equal = await makeOffice(db, 'mau-03', 'UBND Phường Ba');
  for (let count = 0; count < 6; count += 1) {
    codes.push((await acceptDossier(db, equal, '2026-11-23T09:00:00+07:00')).code);
  }
  const reader = await new ApiClient(app).signIn('officer.mau-03');
  const answer = await reader.get(`/api/dossiers?officeId=${equal.id}&list=create`);
  const { items } = (await answer.json()) as List;
  expect(items.map(({ code }) => code)).toEqual(codes);
});

test('each work list shows its stage', async () => {
  expect(ids(await list('list=sign'))).toEqual(idsOf('signing'));
  expect(ids(await list('list=seal'))).toEqual([]);
  expect(ids(await list('list=returned'))).toEqual([]);
  expect(ids(await list('list=create')).sort()).toEqual(idsOf('early', 'late', 'fresh').sort());
});

test('all dossiers come newest first, ended ones too', async () => {
  expect(ids(await list('list=all'))).toEqual(idsOf('fresh', 'signing', 'early', 'late', 'ended'));
});

test.each(['open', 'all'])('pages of one through “%s” show each dossier once', async (name) => {
  const whole = ids(await list(`list=${name}`));
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: List = await list(`list=${name}&limit=1${cursor && `&cursor=${cursor}`}`);
    seen.push(...ids(page));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(whole);
});

test.each([
  ['q=ví dụ&subject=enterprise', ['fresh']],
  ['subject=citizen', ['late']],
  ['subject=no-account', ['signing', 'early', 'ended']],
  ['q=001200000001', ['late']],
  ['q=0012000', []],
  ['q=%25', []],
  ['q=_', []],
  ['from=2026-11-20&to=2026-11-22', ['late']],
  ['to=2026-11-19', ['ended']],
])('“%s” finds what it says', async (query, names) => {
  expect(ids(await list(`list=all&${query}`))).toEqual(idsOf(...names));
});

test.each(['/api/dossiers', '/api/dossiers/export.xlsx'])(
  'words are refused in the address of %s, and say where they belong',
  async (path) => {
    const answer = await officer.get(`${path}?officeId=${here.id}&list=all&q=mau`);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      code: 'input-invalid',
      detail: expect.stringContaining('POST'),
    });
  },
);

test('a search is for whoever may see the list, of their own office', async () => {
  const body = { officeId: there.id, list: 'all', q: 'mau' };
  for (const path of ['/api/dossiers/search', '/api/dossiers/export.xlsx']) {
    expect((await said(await officer.send('POST', path, body))).slice(0, 3)).toBe('404');
  }
  const sought = { officeId: here.id, list: 'all', q: 'khong-co-ai-nhu-the' };
  const file = await officer.send('POST', '/api/dossiers/export.xlsx', sought);
  expect(file.status).toBe(200);
  const [log] = await database.db.manager.find(AuditEvent, {
    where: { officeId: here.id, action: 'list-exported' },
    order: { at: 'DESC' },
    take: 1,
  });
  expect(log?.details).toMatchObject({ list: 'all', rows: 0 });
});

test('a requester’s numbers are masked in lists, and shown by an act in the dossier’s own log', async () => {
  const { items } = await list('list=all&q=001200000001');
  expect(items).toMatchObject([{ requesterIdentifier: '••••••••0001' }]);
  const path = `/api/dossiers/${items[0]?.id}`;
  expect(await (await officer.send('POST', `${path}/requester`)).json()).toMatchObject({
    identifier: '001200000001',
  });
  expect(await said(await leader.send('POST', `${path}/requester`))).toBe('403 right-missing');
  const dossierId = String(items[0]?.id);
  const log = await database.db.manager.findBy(AuditEvent, { dossierId, action: 'reveal' });
  expect(log).toHaveLength(1);
  expect(log[0]?.inSession).toMatch(/^[0-9a-f-]{36}$/);
});

test('a dossier is found by its code', async () => {
  const { code } = made.signing!;
  expect(ids(await list(`list=all&q=${code}`))).toEqual(idsOf('signing'));
  expect(ids(await list(`list=all&q=${code.toLowerCase()}`))).toEqual(idsOf('signing'));
});

describe('a name', () => {
  let reader: ApiClient;
  let office: TestOffice;
  let sought: Dossier;
  beforeAll(async () => {
    office = await makeOffice(database.db, 'mau-04', 'UBND Phường Bốn');
    reader = await new ApiClient(app).signIn('officer.mau-04');
    const requester = { requesterName: 'Đỗ Thị Đào', requesterEmail: 'tim@example.vn' };
    const made = await acceptDossier(database.db, office, '2026-11-23T08:00:00+07:00', {
      requester,
    });
    sought = (await (await reader.get(`/api/dossiers/${made.id}`)).json()) as Dossier;
    await acceptDossier(database.db, office, '2026-11-23T08:00:00+07:00');
  });
  const find = async (q: string) => {
    const body = { officeId: office.id, list: 'all', q };
    return ids((await (await reader.send('POST', '/api/dossiers/search', body)).json()) as List);
  };

  test.each([
    ['without accents', 'do thi dao'],
    ['as it is written', 'Đỗ Thị Đào'],
    ['in capitals', 'ĐỖ THỊ'],
    ['decomposed', 'Đỗ Thị'.normalize('NFD')],
    ['with a blank that does not break', 'Đỗ\u00a0Thị'],
    ['with more blanks', ' do   thi '],
    ['in another order', 'dao do'],
    ['by part of a word', 'da'],
    ['with a whole address', 'dao TIM@Example.vn'],
  ])('is found %s', async (_, q) => {
    expect(await find(q)).toEqual([sought.id]);
  });

  test.each(['do thi dao hai', 'daodo', '李', 'Đỗ%', 'đ_o', 'do\\'])(
    'is not found by “%s”',
    async (q) => {
      expect(await find(q)).toEqual([]);
    },
  );

  test('is found as it was corrected', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const requester = { kind: 'no-account', fullName: 'Phạm  Văn Bưởi', email: 'x@example.vn' };
    const body = { requester, documentType: 'Bằng', originalPages: 1, copies: 1 };
    const path = `/api/dossiers/${sought.id}/correct`;
    expect((await reader.send('POST', path, body, key)).status).toBe(200);
    expect(await find('pham buoi')).toEqual([sought.id]);
    expect(await find('do thi dao')).toEqual([]);
  });
});

test.each([
  ['cursor=abc', 'cursor'],
  ['cursor=WyJ4Il0', 'cursor'],
  ['limit=0', 'limit'],
  ['limit=201', 'limit'],
  ['list=mine', 'list'],
  ['from=2026-02-30', 'from'],
  ['subject=robot', 'subject'],
])('“%s” is refused by the name of its field', async (query, field) => {
  const answer = await officer.get(`/api/dossiers?officeId=${here.id}&${query}`);
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ code: 'input-invalid', params: { field } });
});

test('counts say what the lists hold, and who is near and late', async () => {
  const answer = await leader.get(`/api/dossiers/counts?officeId=${here.id}`);
  const counts = (await answer.json()) as z.infer<typeof countsSchema>;
  expect(counts).toMatchObject({ create: 3, returned: 0, sign: 1, seal: 0, open: 4 });
  // Accepted on Friday and not yet submitted; signing was given two hours at nine.
  expect(counts.late).toBe(3);
  expect(counts.near).toBe(0);
});

test('a person of the office reads a dossier, with what they may do', async () => {
  const answer = await officer.get(`/api/dossiers/${made.early!.id}`);
  const dossier = (await answer.json()) as Dossier;
  expect(dossier).toMatchObject({
    id: made.early!.id,
    officeId: here.id,
    stage: 'accepted',
    scan: null,
    hasCopy: false,
    delivery: null,
    refusal: null,
    fee: { total: 4000 },
    publicUrl: `https://saoy.example/x/${made.early!.publicToken}`,
    clock: { step: 'create' },
    actions: [
      ...['submit', 'refuse', 'cancel', 'withdraw', 'scan', 'correct', 'extend', 'release'],
      'assign',
    ],
  });
  const signing = await leader.get(`/api/dossiers/${made.signing!.id}`);
  expect(((await signing.json()) as Dossier).actions).toEqual([
    ...['sign', 'return', 'refuse', 'claim', 'assign'],
  ]);
  const asOfficer = await officer.get(`/api/dossiers/${made.signing!.id}`);
  expect(((await asOfficer.json()) as Dossier).actions).toEqual([
    ...['refuse', 'withdraw', 'extend', 'assign'],
  ]);
});

test('a dossier that Sao Y cannot go on with says what it waits for, in the list and on its page', async () => {
  const { db } = database;
  const dossier = await acceptDossier(db, here, '2026-11-23T10:00:00+07:00');
  const waitingSince = new Date('2026-11-23T10:05:00+07:00');
  const waitingUntil = new Date('2026-11-23T10:35:00+07:00');
  const obstacle = { waitingFor: 'certificate-revoked', waitingParams: { revokedAt: '09:00' } };
  await db.manager.update(
    DossierRow,
    { id: dossier.id },
    { ...obstacle, waitingSince, waitingUntil },
  );
  const waiting = {
    ...{ code: 'certificate-revoked', call: 'signer' },
    ...{ since: waitingSince.toISOString(), nextTryAt: waitingUntil.toISOString() },
    // What it is, when it is tried again, whom to call.
    text: expect.stringMatching(/từ 09:00.*lần tới lúc 10:35 ngày 23\/11\/2026\. Gọi người ký/),
  };
  const answer = await officer.get(`/api/dossiers/${dossier.id}`);
  const told = (await answer.json()) as Dossier;
  expect(told.waiting).toEqual(waiting);
  // It is busy with that: what would answer so is not offered.
  expect(told.actions).toEqual([
    ...['refuse', 'cancel', 'withdraw', 'extend', 'release', 'assign'],
  ]);
  const { items } = await list(`list=all&q=${dossier.code}`);
  expect(items[0]).toMatchObject({ id: dossier.id, waiting });
  await db.manager.update(DossierRow, { id: dossier.id }, { waitingFor: null, waitingUntil: null });
});

test('a returned dossier says why, in the list, on its page and in its timeline', async () => {
  const { db } = database;
  const dossier = await acceptDossier(db, here, '2026-11-23T10:00:00+07:00');
  await moveDossier(db, dossier, '2026-11-23T10:10:00+07:00', { action: 'submit' });
  const remark = {
    id: '00000000-0000-4000-8000-000000000001',
    dossierId: dossier.id,
    actorId: here.staff.leader,
    text: 'Thiếu trang 2',
    at: new Date(),
  };
  await db.manager.insert(Remark, remark);
  await moveDossier(db, dossier, '2026-11-23T10:20:00+07:00', {
    action: 'return',
    actorId: here.staff.leader,
    changes: { lastRemarkId: remark.id },
    details: { remarkId: remark.id },
  });
  expect((await list('list=returned')).items[0]).toMatchObject({ returnReason: 'Thiếu trang 2' });
  const timeline = await officer.get(`/api/dossiers/${dossier.id}/timeline`);
  expect(await timeline.json()).toEqual({
    items: [
      {
        at: '2026-11-23T03:00:00.000Z',
        action: 'accept',
        text: 'Tiếp nhận',
        actorName: 'Nguyễn Thị Ví Dụ',
        stage: 'accepted',
      },
      {
        at: '2026-11-23T03:10:00.000Z',
        action: 'submit',
        text: 'Trình ký',
        actorName: null,
        stage: 'awaiting-signature',
      },
      {
        at: '2026-11-23T03:20:00.000Z',
        action: 'return',
        text: 'Trả lại: Thiếu trang 2',
        actorName: 'Nguyễn Thị Ví Dụ',
        stage: 'returned',
      },
    ],
  });
});

const readRoutes = (id: string) => [`/api/dossiers/${id}`, `/api/dossiers/${id}/timeline`];

test('another office’s dossier and one that does not exist are the same: 404', async () => {
  for (const id of [made.foreign!.id, '00000000-0000-4000-8000-00000000dead']) {
    for (const path of readRoutes(id)) {
      expect(await said(await officer.get(path))).toBe('404 dossier-unknown');
    }
  }
});

test('an office that is not mine is unknown to me', async () => {
  for (const path of ['/api/dossiers', '/api/dossiers/counts']) {
    const answer = await officer.get(`${path}?officeId=${there.id}`);
    expect(await said(answer)).toBe('404 office-unknown');
  }
});

test('nobody reads without signing in', async () => {
  const nobody = new ApiClient(app);
  for (const path of [
    ...readRoutes(made.early!.id),
    `/api/dossiers?officeId=${here.id}`,
    `/api/dossiers/counts?officeId=${here.id}`,
  ]) {
    expect(await said(await nobody.get(path))).toBe('401 sign-in-needed');
  }
});

test('an id that is none is refused', async () => {
  expect(await said(await officer.get('/api/dossiers/1'))).toBe('422 input-invalid');
});
