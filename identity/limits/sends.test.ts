import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { admitSend, sendWindowMs, type SendBound } from './sends';
import type { TryCounter } from './tries';

const pauseMs = 30_000;
const bounds: SendBound[] = [
  { key: 'person', max: 5, pauseMs },
  { key: 'network', max: 60, pauseMs: 0 },
];
const fresh = () =>
  new Map<string, TryCounter>(bounds.map(({ key }) => [key, { tries: [], slowUntil: 0 }]));

test('one, then none for half a minute, and five in an hour', () => {
  const counters = fresh();
  const send = (at: number) => admitSend(counters, bounds, { id: String(at), at });
  expect(send(0)).toBeNull();
  expect(send(pauseMs - 1)).toBe(1);
  for (let turn = 1; turn < 5; turn += 1) expect(send(turn * pauseMs)).toBeNull();
  expect(send(5 * pauseMs)).toBe(sendWindowMs - 5 * pauseMs);
  expect(send(sendWindowMs)).toBeNull();
});

test('what is refused counts under no key', () => {
  const counters = fresh();
  admitSend(counters, bounds, { id: 'a', at: 0 });
  admitSend(counters, bounds, { id: 'b', at: 1 });
  expect([...counters.values()].map(({ tries }) => tries.length)).toEqual([1, 1]);
});

test('whatever comes when: never more than the bound within any hour, never two within the pause', () => {
  const times = fc.array(fc.integer({ min: 0, max: 4 * sendWindowMs }), { maxLength: 80 });
  fc.assert(
    fc.property(times, (typed) => {
      const counters = fresh();
      const sent = typed
        .toSorted((one, other) => one - other)
        .filter((at) => admitSend(counters, bounds, { id: String(at), at }) === null);
      sent.forEach((at, index) => {
        const before = sent.slice(0, index + 1).filter((other) => other > at - sendWindowMs);
        expect(before.length).toBeLessThanOrEqual(5);
        if (index > 0) expect(at - Number(sent[index - 1])).toBeGreaterThanOrEqual(pauseMs);
      });
    }),
  );
});
