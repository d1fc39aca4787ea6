import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { newTotpSecret, stepOfCode, totpUri } from './totp';

/** "12345678901234567890" of RFC 6238, Appendix B. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at %d s the code of RFC 6238 is taken', (seconds, code) => {
  expect(stepOfCode(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
});

test('a code of the neighbouring step is taken as that step, one further away is not', () => {
  const code = '081804';
  const at = 1_111_111_109_000;
  const step = Math.floor(at / 30_000);
  expect(stepOfCode(secret, code, at + 30_000)).toBe(step);
  expect(stepOfCode(secret, code, at - 30_000)).toBe(step);
  expect(stepOfCode(secret, code, at + 60_000)).toBeUndefined();
  expect(stepOfCode(secret, code, at - 60_000)).toBeUndefined();
});

test.each(['', '08180', '0818040', '081805', 'abcdef', '08180４'])('“%s” is no code', (code) => {
  expect(stepOfCode(secret, code, 1_111_111_109_000)).toBeUndefined();
});

test('a new secret has 160 bits, is new each time, and an own computation finds its code', () => {
  const fresh = newTotpSecret();
  expect(fresh).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(fresh);
  const at = Date.parse('2026-11-23T02:00:00Z');
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(at / 30_000));
  const bits = [...fresh]
    .map((letter) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
    )
    .join('');
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const number = mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff;
  const code = String(number % 1_000_000).padStart(6, '0');
  expect(stepOfCode(fresh, code, at)).toBe(at / 30_000);
});

test('the address for a QR code names us and the account', () => {
  const uri = new URL(totpUri(secret, 'Sao Y', 'leader.mau-01'));
  expect(uri.protocol).toBe('otpauth:');
  expect(decodeURIComponent(uri.pathname)).toContain('Sao Y:leader.mau-01');
  expect(uri.searchParams.get('secret')).toBe(secret);
});
