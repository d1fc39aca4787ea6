import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice, makePerson } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { App } from '../http/env';

let database: TestDatabase;
let app: App;
const clock = { now: Date.parse('2026-11-27T08:00:00+07:00') };
const [mine, others] = ['001299000701', '001299000702'];

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  const office = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  for (const identifier of [mine, others]) {
    const facts = { username: identifier, identifier, phone: `09${identifier.slice(-8)}` };
    const requesterId = await makePerson(db, { ...facts, kind: 'citizen' });
    const requester = { requesterId, requesterIdentifier: identifier };
    await acceptDossier(db, office, '2026-11-26T09:00:00+07:00', {
      ...{ requester, actKey: identifier },
    });
  }
  app = createApp(testDeps(db, tmpdir(), clock));
}, 60_000);
afterAll(() => database.stop());

test('a person takes home what is kept of them, whole and readable, and of nobody else', async () => {
  const client = await new ApiClient(app).signIn(mine);
  const answer = await client.get('/api/my/data');
  expect(answer.headers.get('content-disposition')).toContain('du-lieu-cua-toi.json');
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({
    account: { username: mine, identifier: mine, phone: '0999000701', kind: 'citizen' },
    dossiers: [{ requesterIdentifier: mine, documentType: 'Giấy khai sinh' }],
    sessions: [{ browser: expect.any(String) }],
    signIns: [{ outcome: 'in' }],
  });
  expect(text).not.toContain(others);
  expect(text).not.toMatch(/argon2|tokenHash|csrf|passwordHash/i);
});

test('who works in an office sees their rights there', async () => {
  const client = await new ApiClient(app).signIn('officer.mau-01');
  const answer = await client.get('/api/my/data');
  expect(await answer.json()).toMatchObject({
    offices: [{ name: 'UBND Phường Mẫu' }],
    rights: [{ officeName: 'UBND Phường Mẫu', right: 'create', untilAt: null }],
    dossiers: [],
  });
});

test('nobody is given anything without being signed in', async () => {
  expect(await said(await new ApiClient(app).get('/api/my/data'))).toBe('401 sign-in-needed');
});
