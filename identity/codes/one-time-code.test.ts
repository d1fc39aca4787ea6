import { expect, test } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { codeOf, maskEmail, maskNumber } from './one-time-code';

const key = randomBytes(32);

test('a code has its digits, is the same each time, and another under another key or id', () => {
  const ids = Array.from({ length: 500 }, () => randomUUID());
  const codes = ids.map((id) => codeOf(key, id, 6));
  expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
  expect(ids.map((id) => codeOf(key, id, 6))).toEqual(codes);
  const others = ids.map((id) => codeOf(randomBytes(32), id, 6));
  expect(others.filter((code, index) => code === codes[index]).length).toBeLessThan(3);
  expect(new Set(codes).size).toBeGreaterThan(495);
});

test('every digit stands everywhere about as often', () => {
  const codes = Array.from({ length: 20_000 }, () => codeOf(key, randomUUID(), 6));
  for (let place = 0; place < 6; place += 1) {
    const counts = new Map<string, number>();
    for (const code of codes) {
      const digit = code.charAt(place);
      counts.set(digit, (counts.get(digit) ?? 0) + 1);
    }
    // Five standard deviations of 2,000.
    for (const count of counts.values()) expect(Math.abs(count - 2_000)).toBeLessThan(213);
  }
});

test('a masked number or address tells its person which it is, and a stranger little', () => {
  expect(maskNumber('0900000017')).toBe('09••••••17');
  expect(maskEmail('nguyen.van.mau@thu-mau.invalid')).toBe('n•••@thu-mau.invalid');
});
