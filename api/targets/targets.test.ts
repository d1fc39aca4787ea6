import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { type TestOffice, makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { TargetsView } from './contract';

let database: TestDatabase;
let above: TestOffice;
let here: TestOffice;
let elsewhere: TestOffice;
let supervisor: ApiClient;
let own: ApiClient;
const clock = { now: Date.parse('2026-11-23T16:00:00+07:00') };
const folder = mkdtempSync(join(tmpdir(), 'saoy-targets-'));

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  above = await makeOffice(db, 'mau-00', 'UBND Thành phố Mẫu', { kind: 'province' });
  here = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu', { parent: above, codePrefix: 'G22.98' });
  elsewhere = await makeOffice(db, 'mau-02', 'UBND Phường Khác', { codePrefix: 'G22.97' });
  const app = createApp(testDeps(db, folder, clock));
  supervisor = await new ApiClient(app).signIn('supervisor.mau-00');
  own = await new ApiClient(app).signIn('supervisor.mau-01');
}, 60_000);
afterAll(async () => {
  await database.stop();
  rmSync(folder, { recursive: true });
});

const read = async (client: ApiClient, office: TestOffice) =>
  (await (
    await client.get(`/api/targets?officeId=${office.id}&period=2026-Q4`)
  ).json()) as TargetsView;
const set = (client: ApiClient, from: TestOffice, targets: object[], key: string = randomUUID()) =>
  client.send(
    'POST',
    '/api/targets',
    { officeId: from.id, period: '2026-Q4', basis: '12/KH-UBND', targets },
    { 'idempotency-key': key },
  );

test('a target is set for the offices right below, and another number leaves the one before as history', async () => {
  const key = randomUUID();
  const targets = [
    { officeId: above.id, number: 1_000 },
    { officeId: here.id, number: 300 },
  ];
  expect(await said(await set(supervisor, above, targets, key))).toBe('204');
  // The same request again sets nothing more.
  expect(await said(await set(supervisor, above, targets, key))).toBe('204');
  clock.now += 60_000;
  expect(await said(await set(supervisor, above, [{ officeId: here.id, number: 400 }]))).toBe(
    '204',
  );
  const view = await read(supervisor, above);
  expect(view.offices).toMatchObject([
    { officeId: above.id, maySet: true, number: 1_000, reached: 0 },
    { officeId: here.id, maySet: true, number: 400, history: [{ number: 300 }, { number: 400 }] },
  ]);
  const [log] = await database.db.query<{ n: string }[]>(
    `SELECT COUNT(*) AS n FROM audit_event WHERE action = 'target-set'`,
  );
  expect(Number(log?.n)).toBe(3);
});

test('an office sees what it was set, and may not set its own', async () => {
  expect((await read(own, here)).offices).toMatchObject([{ number: 400, maySet: false }]);
  const refused = await set(own, here, [{ officeId: here.id, number: 1 }]);
  expect(await said(refused)).toBe('422 target-office-unknown');
  expect(await said(await set(own, above, [{ officeId: here.id, number: 1 }]))).toBe(
    '404 office-unknown',
  );
});

test('a stranger’s office, the same office twice and a period that is none are refused', async () => {
  const stranger = await set(supervisor, above, [{ officeId: elsewhere.id, number: 1 }]);
  expect(await said(stranger)).toBe('422 target-office-unknown');
  const one = { officeId: here.id, number: 1 };
  expect(await said(await set(supervisor, above, [one, one]))).toBe('422 target-office-unknown');
  const period = await supervisor.get(`/api/targets?officeId=${above.id}&period=2026-Q5`);
  expect(await said(period)).toBe('422 input-invalid');
});
