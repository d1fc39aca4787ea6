import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PinTries } from './pin-tries';

let dir: string;
let tries: PinTries;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'saoy-tries-'));
  tries = new PinTries(join(dir, 'pin-tries.json'), 5);
});
afterEach(() => rmSync(dir, { recursive: true }));

/** A token that says so much of its PIN. */
const token = (flags: Partial<Record<'countLow' | 'finalTry' | 'locked', boolean>> = {}) => ({
  label: 'saoy-leader',
  serial: '0123456789abcdef',
  manufacturer: 'Mẫu',
  model: 'Mẫu',
  pin: { countLow: false, finalTry: false, locked: false, ...flags },
  maxSessions: undefined,
});

test('a token on its final try has one left, whatever the file says', () => {
  expect(tries.left(token({ finalTry: true, countLow: true }))).toBe(1);
  tries.begin(token());
  expect(tries.left(token({ finalTry: true }))).toBe(1);
  expect(tries.left(token())).toBe(4);
});

test('a token whose count is low has had a wrong PIN, and a locked one has none left', () => {
  expect(tries.left(token({ countLow: true }))).toBe(4);
  expect(tries.left(token({ locked: true }))).toBe(0);
});

test('a try without a verdict is taken back', () => {
  tries.begin(token()).undo();
  expect(tries.left(token())).toBe(5);
});

test.each(['countLow', 'finalTry', 'locked'] as const)(
  'a token that says %s itself is not taken for unlocked',
  (flag) => {
    for (let i = 0; i < 5; i += 1) tries.begin(token());
    expect(() => tries.begin(token())).toThrow(expect.objectContaining({ code: 'token-locked' }));
    expect(tries.acknowledgeUnlocked(token({ [flag]: true }))).toBe(false);
    expect(tries.left(token())).toBe(0);
    expect(tries.acknowledgeUnlocked(token())).toBe(true);
    expect(tries.left(token())).toBe(5);
  },
);

test('the folder of the count is made with the first try', () => {
  const fresh = new PinTries(join(dir, 'tokens', 'pin-tries.json'), 5);
  fresh.begin(token());
  expect(fresh.left(token())).toBe(4);
});

test('where no count can be kept the reason is that, before the token is asked', () => {
  mkdirSync(join(dir, `pin-tries.json.${process.pid}`));
  expect(() => tries.begin(token())).toThrow(
    expect.objectContaining({ code: 'pin-count-unusable', params: { reason: 'EISDIR' } }),
  );
  writeFileSync(join(dir, 'pin-tries.json'), '{"0123');
  expect(() => tries.begin(token())).toThrow(
    expect.objectContaining({ code: 'pin-count-unusable', params: { reason: 'damaged' } }),
  );
});
