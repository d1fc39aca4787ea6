import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { type TestOffice, makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { Visit } from '../../db/dossiers/entity';
import { Letter } from '../../db/letters/entity';
import { createApp } from '../app';
import type { Problem } from '../http/contract';

let database: TestDatabase;
let here: TestOffice;
const as: Record<'officer' | 'leader' | 'supervisor', ApiClient> = {} as never;
const at = '2026-11-23T09:00:00+07:00';

beforeAll(async () => {
  database = await startDatabase();
  here = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  const app = createApp(testDeps(database.db, tmpdir(), { now: Date.parse(at) }));
  for (const role of ['officer', 'leader', 'supervisor'] as const) {
    as[role] = await new ApiClient(app).signIn(`${role}.mau-01`);
  }
}, 60_000);
afterAll(() => database.stop());

const keyed = () => ({ 'idempotency-key': randomUUID() });

function accept(part: { documentType?: string; fullName?: string }): Promise<Response> {
  const body = {
    officeId: here.id,
    requester: {
      kind: 'no-account',
      fullName: part.fullName ?? 'Nguyễn Văn Một',
      email: 'mot@example.vn',
    },
    documentType: part.documentType ?? 'Giấy khai sinh',
    originalPages: 1,
    copies: 1,
  };
  return as.officer.send('POST', '/api/dossiers', body, keyed());
}

test.each([
  ['an emoji', 'Bằng 🎓'],
  ['Chinese letters', 'Hộ chiếu 李明'],
  ['Arabic letters', 'محمد'],
  ['a tab', 'Giấy\tkhai sinh'],
  ['a line break', 'Giấy\nkhai sinh'],
  ['NUL', 'Giấy\u0000'],
  ['half a surrogate pair', 'Giấy \ud83d'],
  ['a right-to-left override', 'Giấy \u202e'],
  ['zero-width spaces alone', '\u200b\u200b'],
  ['a text that grows by NFC', '\u0958'.repeat(200)],
  ['nothing', '   '],
])(
  '%s is refused as name and as type, at the counter, with its field in Vietnamese',
  async (_, text) => {
    for (const [part, field] of [
      [{ documentType: text }, 'documentType'],
      [{ fullName: text }, 'requester.fullName'],
    ] as const) {
      const answer = await accept(part);
      const problem = (await answer.json()) as Problem;
      expect(problem).toMatchObject({ status: 422, code: 'input-invalid', params: { field } });
      expect(problem.detail).toMatch(/Sửa ô này rồi gửi lại/);
      expect(String(problem.params?.reason)).toMatch(
        /ký tự|không in được|một dòng|chưa có (nội dung|chữ)/,
      );
    }
  },
);

test('what is taken is kept composed and with single blanks', async () => {
  const answer = await accept({
    fullName: ' Đỗ\u00a0 Thị   Đào '.normalize('NFD'),
    documentType: ' Bằng  tốt nghiệp',
  });
  expect(answer.status).toBe(201);
  const { visitId, documentType } = (await answer.json()) as Record<string, string>;
  expect(documentType).toBe('Bằng tốt nghiệp');
  const visit = await database.db.manager.findOneByOrFail(Visit, { id: String(visitId) });
  expect(visit.requesterName).toBe('Đỗ Thị Đào');
});

test('no free text of any route takes a hidden letter', async () => {
  const { db } = database;
  const dossier = await acceptDossier(db, here, at);
  await moveDossier(db, dossier, at, { action: 'submit' });
  const { id } = dossier;
  const letterId = randomUUID();
  await db.manager.insert(Letter, {
    ...{ dossierId: id, kind: 'apology', due: new Date(at), id: letterId, officeId: here.id },
    ...{ previousDue: null, reason: 'Quá hạn.', draftedAt: new Date(at), body: null },
    ...{ editedBy: null, issuedAt: null, issuedBy: null },
  });
  const text = 'Chữ nhìn thấy và \u202e chữ ẩn ở giữa';
  const asked: [client: ApiClient, method: string, path: string, body: object, field: string][] = [
    [as.leader, 'POST', `/api/dossiers/${id}/return`, { reason: text }, 'reason'],
    [as.officer, 'POST', `/api/dossiers/${id}/withdraw`, { reason: text }, 'reason'],
    [as.officer, 'POST', `/api/dossiers/${id}/cancel`, { reason: text }, 'reason'],
    [
      as.leader,
      'POST',
      `/api/dossiers/${id}/refuse`,
      { ground: 'x', explanation: text },
      'explanation',
    ],
    [as.officer, 'POST', `/api/dossiers/${id}/pause`, { ground: 'x', reason: text }, 'reason'],
    [as.leader, 'POST', `/api/dossiers/${id}/revoke`, { reason: text, decision: '1/QĐ' }, 'reason'],
    [
      as.leader,
      'POST',
      `/api/dossiers/${id}/revoke`,
      { reason: 'Sai số', decision: text },
      'decision',
    ],
    [as.officer, 'POST', '/api/vault/references', { dossierId: id, label: text, days: 1 }, 'label'],
    [as.supervisor, 'PUT', `/api/letters/${letterId}`, { body: text }, 'body'],
    [
      as.officer,
      'POST',
      `/api/dossiers/${id}/correct`,
      { documentType: text, originalPages: 1, copies: 1 },
      'documentType',
    ],
  ];
  for (const [client, method, path, body, field] of asked) {
    const answer = await client.send(method, path, body, keyed());
    expect({ path, ...((await answer.json()) as object) }).toMatchObject({
      ...{ path, status: 422, code: 'input-invalid' },
      params: { field, reason: expect.stringContaining('U+202E') },
    });
  }
});

test.each([
  ['POST', '/api/dossiers', {}, 'officeId: chưa có'],
  ['POST', '/api/dossiers', { officeId: 1 }, 'officeId: phải là chữ'],
  ['POST', '/api/dossiers', { officeId: 'x' }, 'officeId: không phải mã số (UUID)'],
  [
    'POST',
    '/api/session',
    { username: 'a', password: 'x'.repeat(201) },
    'password: cần nhiều nhất 200 ký tự',
  ],
  ['POST', '/api/session', [], 'body: phải là một nhóm trường'],
  ['GET', '/api/dossiers?officeId=x&list=none', undefined, 'officeId: không phải mã số (UUID)'],
])('%s %s with %j is answered in Vietnamese', async (method, path, body, words) => {
  const answer = await as.officer.send(method, path, body, keyed());
  const { code, params } = (await answer.json()) as Problem;
  expect(code).toBe('input-invalid');
  expect(`${params?.field}: ${params?.reason}`).toBe(words);
});

test.each([
  'submit',
  'sign',
  'seal',
  'return',
  'refuse',
  'cancel',
  'extend',
  'pause',
  'resume',
  'withdraw',
])('%s answers a body that is broken, missing or not declared as JSON', async (action) => {
  const { id } = await acceptDossier(database.db, here, at);
  const path = `/api/dossiers/${id}/${action}`;
  // Nobody may do all of it: each is sent by one who may.
  const role = { sign: 'leader', refuse: 'leader', return: 'leader' }[action] ?? 'officer';
  const client = action === 'seal' ? await clerk() : as[role as 'leader' | 'officer'];
  const send = (type: string | undefined, body?: string) =>
    client.app.request(path, {
      method: 'POST',
      headers: { ...client.headers(), ...keyed(), ...(type ? { 'content-type': type } : {}) },
      ...(body === undefined ? {} : { body }),
    });
  expect(await said(await send('application/json', '{'))).toBe('422 input-invalid');
  expect(await said(await send('application/json', ''))).toBe('422 input-invalid');
  expect(await said(await send('application/json'))).toBe('422 input-invalid');
  expect(await said(await send(undefined))).toBe('422 input-invalid');
  expect(await said(await send('text/plain', '{"reason":"Đủ dài"}'))).toBe('415 body-not-json');
  expect(await said(await send('application/x-www-form-urlencoded', 'a=b'))).toBe(
    '415 body-not-json',
  );
  expect(await said(await send('application/json', '{"a":"\ud800"}'))).toMatch(/^[45]\d\d /);
});

test('what is sealed as no PIN can be is refused before it is kept', async () => {
  const { id } = await acceptDossier(database.db, here, at);
  const body = { encryptedPin: 'Mã PIN 李' };
  const answer = await as.leader.send('POST', `/api/dossiers/${id}/sign`, body, keyed());
  expect(await said(answer)).toBe('422 input-invalid');
});

async function clerk(): Promise<ApiClient> {
  return new ApiClient(as.officer.app).signIn('clerk.mau-01');
}
