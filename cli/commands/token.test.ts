import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { Token, TokenHolder } from '../../db/signing/entity';
import { AuditEvent } from '../../db/audit/entity';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { run } from './token';

let database: TestDatabase;
let office: TestOffice;
let said: string;

beforeAll(async () => {
  database = await startDatabase();
  process.env.DATABASE_URL = database.url;
  office = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  await database.db.manager.insert(Token, {
    label: 'lanh-dao',
    officeCode: office.code,
    purpose: 'leader',
    certificates: [],
    keyId: '01',
    trouble: null,
    pinTriesLeft: 0,
    pinState: 'locked',
    unlockedAt: null,
    seenAt: new Date(),
  });
}, 60_000);
afterAll(() => database.stop());
beforeEach(() => {
  said = '';
  jest.spyOn(console, 'log').mockImplementation((line: string) => (said += line));
});
afterEach(() => {
  jest.restoreAllMocks();
});

test('a token that was unlocked by its issuer is written down, with its place in the audit log', async () => {
  const { manager } = database.db;
  expect(await run(['unlocked', 'lanh-dao', '--json'])).toBe(1);
  expect(JSON.parse(said)).toMatchObject({ unlocked: false, code: 'token-still-locked' });
  expect(await manager.countBy(AuditEvent, { action: 'token-unlocked' })).toBe(0);
  await manager.update(Token, { label: 'lanh-dao' }, { pinState: 'fine' });
  said = '';
  expect(await run(['unlocked', 'lanh-dao', '--json'])).toBe(0);
  expect(JSON.parse(said)).toEqual({ token: 'lanh-dao', unlocked: true });
  expect((await manager.findOneByOrFail(Token, { label: 'lanh-dao' })).unlockedAt).not.toBeNull();
  expect(await manager.findBy(AuditEvent, { action: 'token-unlocked' })).toMatchObject([
    { actorId: null, details: { token: 'lanh-dao' } },
  ]);
});

test('a token that there is not is told, and a line that is not understood', async () => {
  expect(await run(['unlocked', 'nowhere'])).toBe(1);
  await expect(run(['locked', 'lanh-dao'])).rejects.toThrow('Usage');
  await expect(run(['unlocked'])).rejects.toThrow('Usage');
});

test('whose a token is can be said at the command line', async () => {
  expect(await run(['holder', 'lanh-dao', 'leader.mau-01', '--json'])).toBe(0);
  const { manager } = database.db;
  expect(await manager.find(TokenHolder)).toMatchObject([
    { label: 'lanh-dao', personId: office.staff.leader, declaredBy: null },
  ]);
  expect(await manager.findBy(AuditEvent, { action: 'token-holder' })).toMatchObject([
    {
      actorId: null,
      details: { token: 'lanh-dao', personId: office.staff.leader, personIdBefore: null },
    },
  ]);
  expect(await run(['holder', 'lanh-dao', 'nobody'])).toBe(1);
  expect(await run(['holder', 'nowhere', 'leader.mau-01'])).toBe(1);
  await expect(run(['holder', 'lanh-dao'])).rejects.toThrow('Usage');
});
