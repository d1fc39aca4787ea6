import { expect, test } from '@jest/globals';
import { SaoyError } from '../../domain/problem';
import { TryLimit } from './try-limit';

const clock = { now: 0 };
const limit = (pauseMs = 1) => new TryLimit(() => clock.now, 'sign-in-throttled', pauseMs);
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
