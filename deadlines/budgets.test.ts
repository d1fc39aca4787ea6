import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadRules } from '../policies/load-rules';
import { addHours, shareOf } from './budgets';
import { formatInstant } from '../time/time';
import { parseInstant } from './parse-time';

const rules = loadRules();
const policy = rules.getPolicy('hanoi-1287-2024');

test('a share is exact at any size, and rounded down', () => {
  const size = fc.nat(Number.MAX_SAFE_INTEGER);
  fc.assert(
    fc.property(size, size, size, (whole, part, more) => {
      const total = Math.max(part, more, 1);
      const exact = (BigInt(whole) * BigInt(part)) / BigInt(total);
      expect(BigInt(shareOf(whole, part, total))).toBe(exact);
    }),
  );
  expect(shareOf(7, 1, 2)).toBe(3);
});

test('hours that the policy means by the clock run through the night', () => {
  const at = parseInstant('2026-11-16T16:30:00+07:00');
  const end = (kind: typeof policy.hoursKind.kind) =>
    formatInstant(
      addHours(
        { ...policy, hoursKind: { ...policy.hoursKind, kind } },
        rules.calendarOf('vn'),
        at,
        4 * 3_600_000,
      ),
    );
  expect(end('working')).toBe('2026-11-17T11:00:00+07:00');
  expect(end('elapsed')).toBe('2026-11-16T20:30:00+07:00');
});
