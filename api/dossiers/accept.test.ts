import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { Dossier } from '../../db/dossiers/entity';
import { IdempotencyRecord } from '../../db/idempotency/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { type TestOffice, makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { Dossier as View } from './contract';

let database: TestDatabase;
let office: TestOffice;
let officer: ApiClient;

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  const now = Date.parse('2026-11-23T09:00:00+07:00');
  officer = await new ApiClient(createApp(testDeps(database.db, tmpdir(), { now }))).signIn(
    'officer.mau-01',
  );
}, 60_000);
afterAll(() => database.stop());

const accept = (key: string) =>
  officer.send(
    'POST',
    '/api/dossiers',
    {
      officeId: office.id,
      requester: { kind: 'no-account', fullName: 'Nguyễn Văn Thử', email: 'thu@thu-mau.invalid' },
      ...{ documentType: 'Giấy khai sinh', originalPages: 1, copies: 1 },
    },
    { 'idempotency-key': key },
  );

test('an acceptance whose answer was lost, and is not kept any more, is the same dossier when it comes again', async () => {
  const key = randomUUID();
  const first = (await (await accept(key)).json()) as View;
  await database.db.manager.clear(IdempotencyRecord);
  const again = await accept(key);
  expect(again.status).toBe(201);
  expect(await again.json()).toMatchObject({ id: first.id, code: first.code });
  expect(await database.db.manager.count(Dossier)).toBe(1);
  expect(await said(await accept(randomUUID()))).toBe('201');
  expect(await database.db.manager.count(Dossier)).toBe(2);
});
