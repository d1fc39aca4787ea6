import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { TryCounterRow } from '../../db/tries/entity';
import { prune } from '../../db/prune';
import { SaoyError } from '../../domain/problem';
import { testDeps } from '../../test/fixtures/api-client';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { TryLimit } from './try-limit';

let database: TestDatabase;
const clock = { now: Date.parse('2026-11-23T02:00:00Z') };
/** Each is a process of its own, as far as the database can tell. */
const limit = (pauseMs = 1) =>
  new TryLimit(testDeps(database.db, tmpdir(), clock), 'sign-in-throttled', pauseMs);

beforeAll(async () => {
  database = await startDatabase();
}, 60_000);
afterAll(() => database.stop());
beforeEach(() => database.db.manager.clear(TryCounterRow));

const wrong = () => Promise.reject(new SaoyError('sign-in-failed'));
const isWrong = (error: unknown) => error instanceof SaoyError && error.code === 'sign-in-failed';
const codeOf = (tried: Promise<unknown>) =>
  tried.then(
    () => 'right',
    (error: unknown) => (error as SaoyError).code,
  );

test('an address with sixty failures goes on slowly: one at a time, and few of them waiting', async () => {
  const tries = limit();
  const from = (account: string) =>
    codeOf(tries.run({ account, address: '203.0.113.9' }, wrong, isWrong));
  for (let time = 0; time < 60; time += 1) await from(`nobody ${time}`);
  const codes = await Promise.all(Array.from({ length: 12 }, (_, time) => from(`other ${time}`)));
  expect(codes.filter((code) => code === 'sign-in-failed')).toHaveLength(9);
  expect(codes.filter((code) => code === 'sign-in-throttled')).toHaveLength(3);
});

test('addresses of one IPv6 customer count as one', async () => {
  const tries = limit();
  const codes: string[] = [];
  for (let time = 1; time <= 6; time += 1) {
    const trier = { account: 'a', address: `2001:db8::${time}` };
    codes.push(await codeOf(tries.run(trier, wrong, isWrong)));
  }
  expect(codes.at(-1)).toBe('sign-in-throttled');
});

test('a try that came to no verdict counts for nothing', async () => {
  const tries = limit();
  const trier = { account: 'a', address: '203.0.113.9' };
  const away = () => Promise.reject(new SaoyError('database-unavailable'));
  for (let time = 0; time < 9; time += 1) {
    expect(await codeOf(tries.run(trier, away, isWrong))).toBe('database-unavailable');
  }
});

test('a success forgets the failures before it, not those still on their way', async () => {
  const tries = limit();
  const trier = { account: 'a', address: '203.0.113.9' };
  let fail = () => {};
  const slow = new Promise<never>((_, reject) => {
    fail = () => reject(new SaoyError('sign-in-failed'));
  });
  for (let time = 0; time < 3; time += 1) await codeOf(tries.run(trier, wrong, isWrong));
  const late = codeOf(tries.run(trier, () => slow, isWrong));
  expect(await codeOf(tries.run(trier, () => Promise.resolve(1), isWrong))).toBe('right');
  fail();
  expect(await late).toBe('sign-in-failed');
  for (let time = 0; time < 4; time += 1) {
    expect(await codeOf(tries.run(trier, wrong, isWrong))).toBe('sign-in-failed');
  }
  expect(await codeOf(tries.run(trier, wrong, isWrong))).toBe('sign-in-throttled');
});

test('after a quarter of an hour it begins anew, and says how long that is', async () => {
  const tries = limit();
  const trier = { account: 'a', address: '203.0.113.9' };
  for (let time = 0; time < 5; time += 1) await codeOf(tries.run(trier, wrong, isWrong));
  clock.now += 60_000;
  const refused = tries.run(trier, () => Promise.resolve(1), isWrong);
  await expect(refused).rejects.toMatchObject({ params: { retryAfterSeconds: 840 } });
  clock.now += 840_000;
  expect(await codeOf(tries.run(trier, () => Promise.resolve(1), isWrong))).toBe('right');
});

test('processes count together: of tries made at once at three of them five are made', async () => {
  const processes = [limit(), limit(), limit()];
  let made = 0;
  const slowly = async () => {
    made += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
    throw new SaoyError('sign-in-failed');
  };
  const trier = { account: 'a', address: '203.0.113.9' };
  const codes = await Promise.all(
    Array.from({ length: 30 }, (_, time) =>
      codeOf(processes[time % 3]!.run(trier, slowly, isWrong)),
    ),
  );
  expect(made).toBe(5);
  expect(codes.filter((code) => code === 'sign-in-throttled')).toHaveLength(25);
});

test('processes slow one network down together', async () => {
  const processes = [limit(), limit()];
  const from = (time: number) =>
    codeOf(
      processes[time % 2]!.run({ account: `${time}`, address: '203.0.113.9' }, wrong, isWrong),
    );
  for (let time = 0; time < 60; time += 1) await from(time);
  const codes = await Promise.all(Array.from({ length: 12 }, (_, time) => from(100 + time)));
  expect(codes.filter((code) => code === 'sign-in-throttled')).toHaveLength(3);
});

test('right passwords sent at once to two processes all pass', async () => {
  const processes = [limit(), limit()];
  const trier = { account: 'a', address: '203.0.113.9' };
  const right = () => new Promise<number>((resolve) => setTimeout(() => resolve(1), 5));
  const codes = await Promise.all(
    Array.from({ length: 30 }, (_, time) =>
      codeOf(processes[time % 2]!.run(trier, right, isWrong)),
    ),
  );
  expect(new Set(codes)).toEqual(new Set(['right']));
});

test('tries of a process that died before their outcome was known are failures after a minute', async () => {
  const trier = { account: 'a', address: '203.0.113.9' };
  const died = limit();
  for (let time = 0; time < 5; time += 1)
    void died.run(trier, () => new Promise<never>(() => undefined), isWrong);
  for (let counted = 0; counted < 5;) {
    const rows = await database.db.manager.find(TryCounterRow);
    counted = Math.max(0, ...rows.map(({ tries }) => tries.length));
  }
  clock.now += 60_000;
  expect(await codeOf(limit().run(trier, () => Promise.resolve(1), isWrong))).toBe(
    'sign-in-throttled',
  );
});

test('nothing of it is kept longer than it counts, and no name or address stands in it', async () => {
  const trier = { account: '012345678907', address: '203.0.113.9' };
  await codeOf(limit().run(trier, wrong, isWrong));
  const rows = await database.db.manager.find(TryCounterRow);
  expect(rows).toHaveLength(3);
  expect(JSON.stringify(rows)).not.toMatch(/012345678907|203\.0\.113/);
  await prune(database.db.manager, new Date(clock.now + 900_001));
  expect(await database.db.manager.count(TryCounterRow)).toBe(0);
});
