import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { OwnSigningMethod } from '../../db/signing/entity';
import { askLeader } from '../../test/fixtures/ask-signature';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createAskSignature } from './ask-signature';
import type { ActivityDeps } from '../deps';

/** A request that nobody answered ends when it is next looked for, and says where nobody answered. */
let database: TestDatabase;
let office: TestOffice;
const at = new Date('2026-11-23T02:00:00Z');
const expiresAt = new Date(at.getTime() + 300_000);

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, '000.00.04.H99', 'Phường Mẫu');
});
afterAll(() => database.stop());

test.each([
  ['agent', 'signing-expired'],
  ['consent', 'consent-expired'],
] as [OwnSigningMethod, string][])('asked by %s, it ends with %s', async (method, code) => {
  const { id: dossierId } = await acceptDossier(database.db, office, '2026-11-23T01:00:00Z');
  const act = { dossierId, step: 'sign' as const, actKey: `sign:${randomUUID()}` };
  const asked = { method, dossierId, attempt: act.actKey, askedAt: at, expiresAt };
  await askLeader(database.db, office, asked);
  const lookAt = (now: Date) =>
    createAskSignature({
      db: database.db,
      now: () => now,
    } as unknown as ActivityDeps).lookForAnswer({ ...act, at: now.getTime() });
  const open = { status: 'open', expiresAt: expiresAt.getTime() };
  expect(await lookAt(new Date(expiresAt.getTime() - 1))).toEqual(open);
  expect(await lookAt(expiresAt)).toEqual({ status: 'failed', code, params: {} });
});
