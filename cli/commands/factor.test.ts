import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { AuditEvent } from '../../db/audit/entity';
import { SecondFactor } from '../../db/second-factors/entity';
import { confirmSecondFactor, recordBegun } from '../../db/second-factors/second-factors';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { run } from './factor';

let database: TestDatabase;
let office: TestOffice;
let said: string;
beforeAll(async () => {
  database = await startDatabase();
  process.env.DATABASE_URL = database.url;
  office = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
}, 60_000);
afterAll(() => database.stop());
beforeEach(() => {
  said = '';
  jest.spyOn(console, 'log').mockImplementation((line: string) => (said += line));
});
afterEach(() => {
  jest.restoreAllMocks();
});

test('a lost second factor is forgotten, and the office’s log says so', async () => {
  const { manager } = database.db;
  const personId = office.staff.leader;
  const at = new Date();
  await recordBegun(manager, { personId, secret: Buffer.alloc(48), createdAt: at });
  await confirmSecondFactor(manager, personId, at);
  const args = ['forget', '--username', 'leader.mau-01', '--json'];
  expect(await run(args)).toBe(0);
  expect(JSON.parse(said)).toEqual({ forgotten: true, username: 'leader.mau-01' });
  expect(await manager.countBy(SecondFactor, { personId })).toBe(0);
  const [event] = await manager.findBy(AuditEvent, { action: 'second-factor-forgotten' });
  expect(event).toMatchObject({ officeId: office.id, details: { personId } });
  expect(await run(args)).toBe(1);
});

test('who is to be helped has to be named', async () => {
  await expect(run(['forget'])).rejects.toThrow('Usage');
  await expect(run(['forget', '--username', 'nobody'])).rejects.toThrow('no account');
});
