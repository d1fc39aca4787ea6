import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { AlertsView } from './contract';

let database: TestDatabase;
let office: TestOffice;
let other: TestOffice;
let supervisor: ApiClient;
let clerk: ApiClient;
let keys = 0;

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'cb-01', 'UBND Phường Mẫu');
  other = await makeOffice(database.db, 'cb-02', 'UBND Phường Khác');
  const clock = { now: Date.parse('2026-11-26T10:00:00+07:00') };
  const app = createApp(testDeps(database.db, await mkdtemp(join(tmpdir(), 'cb-')), clock));
  supervisor = await new ApiClient(app).signIn('supervisor.cb-01');
  clerk = await new ApiClient(app).signIn('clerk.cb-01');
}, 60_000);
afterAll(() => database.stop());

const queue = {
  ...{ kind: 'queue', isOn: true, threshold: 5, onPage: false, byMail: true, byWebhook: false },
};

function set(changes: object = {}, client = supervisor): Promise<Response> {
  const body = { officeId: office.id, ...queue, ...changes };
  const key = { 'idempotency-key': `alert-rule-${(keys += 1)}` };
  return client.send('POST', '/api/supervision/alert-rules', body, key);
}

async function read(): Promise<AlertsView> {
  const answer = await supervisor.get(`/api/supervision/alerts?officeId=${office.id}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as AlertsView;
}

test('rules hold as usual until one is set, with who set it', async () => {
  const { rules } = await read();
  expect(rules.map(({ kind, changed }) => [kind, changed])).toEqual([
    ...[
      ['near', null],
      ['breach', null],
      ['escalation', null],
    ],
    ...[
      ['odds', null],
      ['queue', null],
      ['certificate', null],
    ],
  ]);
  expect((await set()).status).toBe(204);
  expect((await read()).rules.find(({ kind }) => kind === 'queue')).toMatchObject({
    ...queue,
    changed: { by: expect.any(String), at: '2026-11-26T03:00:00.000Z' },
  });
});

test.each([
  ['no threshold', { threshold: null }],
  ['a threshold of nothing', { threshold: 0 }],
  ['a threshold where the kind has none', { kind: 'breach', threshold: 3 }],
  ['more than certain odds', { kind: 'odds', threshold: 100 }],
  ['a kind that is none', { kind: 'rain' }],
])('a rule with %s is refused', async (_what, changes) => {
  expect(await said(await set(changes))).toBe('422 input-invalid');
});

test('only who oversees the office reads and sets its rules', async () => {
  expect(await said(await set({}, clerk))).toBe('403 right-missing');
  expect(await said(await clerk.get(`/api/supervision/alerts?officeId=${office.id}`))).toBe(
    '403 right-missing',
  );
  expect((await set({ officeId: other.id })).status).toBe(404);
});
