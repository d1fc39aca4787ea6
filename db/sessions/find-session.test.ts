import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { giveRight, makeOffice, makePerson, type TestOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { Office } from '../offices/entity';
import { findSession } from './find-session';
import { recordSession } from './record-session';

let database: TestDatabase;
let here: TestOffice;
let personId: string;
const at = (time: string) => new Date(`2026-11-23T${time}+07:00`);
const tokenHash = 'a'.repeat(64);

beforeAll(async () => {
  database = await startDatabase();
  here = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  personId = await makePerson(database.db, { username: 'can-bo', kind: 'staff' });
  await recordSession(database.db.manager, {
    ...{ tokenHash, id: personId, personId, csrfToken: 'b', createdAt: at('07:00:00') },
    ...{ seenAt: at('07:00:00'), idleUntil: at('18:00:00'), confirmedAt: null },
    ...{ providerSubject: null, providerSession: null },
    ...{ browser: 'other', os: 'other', address: '203.0.113.*' },
    expiresAt: at('18:00:00'),
  });
}, 60_000);
afterAll(() => database.stop());

async function rightsAt(time: string): Promise<Record<string, string[]>> {
  const signedIn = await findSession(database.db, tokenHash, at(time));
  const offices = signedIn?.offices ?? [];
  return Object.fromEntries(offices.map(({ code, rights }) => [code, rights]));
}

test('a right is in force from its first instant until before its last', async () => {
  const { db } = database;
  const held = { personId, officeId: here.id, right: 'sign' as const };
  await giveRight(db, { ...held, fromAt: at('08:00:00'), untilAt: at('12:00:00') });
  expect(await rightsAt('07:59:59.999')).toEqual({});
  expect(await rightsAt('08:00:00')).toEqual({ 'mau-01': ['sign'] });
  expect(await rightsAt('11:59:59.999')).toEqual({ 'mau-01': ['sign'] });
  expect(await rightsAt('12:00:00')).toEqual({});
});

test('held twice it is one right, and what administrators pass on is put together', async () => {
  const { db } = database;
  const held = { personId, officeId: here.id, right: 'administer' as const };
  await giveRight(db, { ...held, passesOn: ['create'], untilAt: at('14:00:00') });
  await giveRight(db, { ...held, passesOn: ['create', 'sign'] });
  const signedIn = await findSession(db, tokenHash, at('13:00:00'));
  expect(signedIn?.offices).toMatchObject([
    { rights: ['administer'], passesOn: ['create', 'sign'], path: here.id },
  ]);
});

test('in an office that stands no more one has what one has in its successor, and nothing else', async () => {
  const { db } = database;
  const past = await makeOffice(db, 'mau-02', 'UBND Xã Cũ');
  await giveRight(db, { personId, officeId: here.id, right: 'create' });
  await db.manager.update(
    Office,
    { id: past.id },
    { validTo: '2026-01-01', successorId: here.id, actingId: here.id },
  );
  expect(await rightsAt('15:00:00')).toEqual({
    'mau-01': ['administer', 'create'],
    'mau-02': ['administer', 'create'],
  });
  const ofPast = await giveRight(db, { personId, officeId: past.id, right: 'seal' });
  expect(ofPast).toBeTruthy();
  expect((await rightsAt('15:00:00'))['mau-02']).not.toContain('seal');
});
