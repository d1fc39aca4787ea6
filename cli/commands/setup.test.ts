import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { verify } from '@node-rs/argon2';
import { migrate } from '../../db/migrate';
import { createDataSource } from '../../db/data-source';
import { Office } from '../../db/offices/entity';
import { OfficeRight, type Person } from '../../db/people/entity';
import { findAccount } from '../../db/people/find-person';
import { Book } from '../../db/registers/entity';
import { AuditEvent } from '../../db/audit/entity';
import { auditHash } from '../../db/audit/record-audit';
import { rights } from '../../domain/process';
import { sharedDatabase } from '../../test/stack/shared';
import { run as runPerson } from './person';
import { run as runSetup } from './setup';
import type { DataSource } from 'typeorm';

const first = [
  ...['--office', '000.00.98.H99', '--name', 'UBND Phường Mẫu', '--parent', 'UBND Thành phố Mẫu'],
  ...['--prefix', 'G22.98', '--administrator', 'quan-tri', '--full-name', 'Người Quản Trị Mẫu'],
  '--json',
];
const officer = ['create', '--office', '000.00.98.H99', '--username', 'can-bo', '--json'].concat([
  ...['--full-name', 'Người Tiếp Nhận Mẫu', '--right', 'create', '--right', 'supervise'],
]);

let db: DataSource;
let said: string;
beforeAll(async () => {
  const url = await sharedDatabase();
  process.env.DATABASE_URL = url;
  await migrate(url);
  db = await createDataSource(url).initialize();
}, 60_000);
afterAll(() => db.destroy());
beforeEach(() => {
  said = '';
  jest.spyOn(console, 'log').mockImplementation((line: string) => (said += line));
});
afterEach(() => {
  jest.restoreAllMocks();
});

test('an account needs its office first', async () => {
  await expect(runPerson(officer)).rejects.toThrow('There is no office “000.00.98.H99”.');
  await expect(runSetup(['--office', 'mau', ...first.slice(2)])).rejects.toThrow('no code');
  await expect(runSetup(first.slice(2))).rejects.toThrow('Usage');
  expect(await db.manager.count(Office)).toBe(0);
});

test('the first office comes with its books, its chain and an administrator who can sign in', async () => {
  expect(await runSetup(first)).toBe(0);
  const { username, password, ...rest } = JSON.parse(said) as Record<string, string>;
  expect(rest).toEqual({ made: true, office: '000.00.98.H99' });
  const person = (await findAccount(db, String(username))) as Person;
  expect(await verify(person.passwordHash, String(password))).toBe(true);
  const office = await db.manager.findOneByOrFail(Office, { code: '000.00.98.H99' });
  expect(office).toMatchObject({ policyId: 'hanoi-1287-2024', calendarId: 'vn' });
  expect(office).toMatchObject({ parentId: null, path: office.id, kind: 'province' });
  expect(person).toMatchObject({ state: 'active', mustChangePassword: true });
  expect(await db.manager.findBy(OfficeRight, { personId: person.id })).toMatchObject([
    { officeId: office.id, right: 'administer', passesOn: rights, untilAt: null, grantedBy: null },
  ]);
  expect(await db.manager.countBy(Book, { officeId: office.id })).toBe(2);
  const events = await db.manager.find(AuditEvent, { order: { sequence: 'ASC' } });
  expect(events.map(({ action }) => action)).toEqual([
    'office-made',
    'person-made',
    'right-granted',
  ]);
  for (const event of events) expect(event.hash).toBe(auditHash(event));
});

test('a second office is not made this way, and nothing of it stays', async () => {
  const second = first.map((word) => word.replace('98', '97').replace('quan-tri', 'quan-tri-2'));
  expect(await runSetup(second)).toBe(1);
  expect(JSON.parse(said)).toEqual({ made: false, office: '000.00.98.H99' });
  expect(await db.manager.count(Office)).toBe(1);
  expect(await findAccount(db, 'quan-tri-2')).toBeNull();
});

test('an account of staff has the rights that were named, and a name is given once', async () => {
  expect(await runPerson(officer)).toBe(0);
  const person = (await findAccount(db, 'can-bo')) as Person;
  const held = await db.manager.findBy(OfficeRight, { personId: person.id });
  expect(held.map(({ right }) => right).sort()).toEqual(['create', 'supervise']);
  said = '';
  expect(await runPerson(officer)).toBe(1);
  expect(JSON.parse(said)).toEqual({ made: false, username: 'can-bo' });
  await expect(runPerson([...officer, '--right', 'everything'])).rejects.toThrow('Usage');
});
