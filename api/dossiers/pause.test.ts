import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { App } from '../http/env';

let database: TestDatabase;
let app: App;
let path: string;

beforeAll(async () => {
  database = await startDatabase();
  const office = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  const clock = { now: Date.parse('2026-11-26T10:00:00+07:00') };
  app = createApp(testDeps(database.db, tmpdir(), clock));
  const { id } = await acceptDossier(database.db, office, '2026-11-26T09:00:00+07:00');
  path = `/api/dossiers/${id}`;
}, 60_000);
afterAll(() => database.stop());

async function ask(who: string, act: string, body: object): Promise<string> {
  const person = await new ApiClient(app).signIn(`${who}.mau-01`);
  const key = { 'idempotency-key': randomUUID() };
  return said(await person.send('POST', `${path}/${act}`, body, key));
}

test('no clock is paused for a reason that the policy does not name', async () => {
  const body = { ground: 'awaiting-answer', reason: 'Chờ trả lời xác minh.' };
  expect(await ask('officer', 'pause', body)).toBe('422 pause-ground-unknown');
  expect(await ask('officer', 'pause', { ground: 'awaiting-answer' })).toBe('422 input-invalid');
});

test('only who creates copies or supervises may pause and resume', async () => {
  for (const act of ['pause', 'resume']) {
    expect(await ask('leader', act, {})).toBe('403 right-missing');
    // Allowed, and then there is no engine in this test.
    if (act === 'resume') expect(await ask('supervisor', act, {})).toMatch(/process-unavailable$/);
  }
});
