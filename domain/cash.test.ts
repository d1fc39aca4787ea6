import { expect, test } from '@jest/globals';
import { expectedCash, feeEnds, heldFee, owedFee } from './cash';
import { stages } from './process';

const fee = { total: 7_000 };

test.each(stages)('at %s: what is owed', (stage) => {
  const ends: readonly string[] = feeEnds;
  const isEnd = ends.includes(stage);
  const owed = (feeHeld: number | null) => owedFee({ stage, fee, feeHeld }, feeEnds);
  expect(owed(7_000)).toBe(isEnd ? -7_000 : 0);
  expect(Math.abs(owed(0))).toBe(isEnd ? 0 : 7_000);
  expect(owed(4_000)).toBe(isEnd ? -4_000 : 3_000);
  expect(owed(9_000)).toBe(isEnd ? -9_000 : -2_000);
  // Accepted before drawers were kept: as if it had been taken.
  expect(owed(null)).toBe(isEnd ? -7_000 : 0);
});

test('where the policy keeps the fee, nothing goes back, and nothing more is asked for', () => {
  for (const feeHeld of [0, 7_000, null]) {
    expect(owedFee({ stage: 'withdrawn', fee, feeHeld }, ['refused'])).toBe(0);
  }
  expect(owedFee({ stage: 'refused', fee, feeHeld: 7_000 }, ['refused'])).toBe(-7_000);
});

test('what is held is what was taken, or the fee where nobody wrote it down', () => {
  expect(heldFee({ fee, feeHeld: 0 })).toBe(0);
  expect(heldFee({ fee, feeHeld: null })).toBe(7_000);
});

test('a drawer must hold what it began with, and what went in and out', () => {
  expect(expectedCash({ opening: 50_000, taken: 21_000, returned: 7_000 })).toBe(64_000);
});
