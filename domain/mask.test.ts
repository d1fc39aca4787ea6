import { expect, test } from '@jest/globals';
import { maskEmail, maskNumber, maskUsername, maskWithin } from './mask';

test.each([
  ['001299000123', '••••••••0123'],
  ['0912340123', '••••••0123'],
  ['123456789', '•••••6789'],
  ['12345678', '••••••••'],
  ['', ''],
])('of the number “%s” “%s” is shown', (number, shown) => {
  expect(maskNumber(number)).toBe(shown);
});

test.each([
  ['mau@example.vn', 'm•••@example.vn'],
  ['"a@b"@example.vn', '"•••@example.vn'],
  ['@example.vn', '•••'],
])('of the address “%s” “%s” is shown', (address, shown) => {
  expect(maskEmail(address)).toBe(shown);
});

test('a user name is masked where it is an identifier', () => {
  expect(maskUsername('001299000123')).toBe('••••••••0123');
  expect(maskUsername('can-bo.mau-01')).toBe('can-bo.mau-01');
});

test('numbers and addresses are masked within words, and nothing else is', () => {
  expect(maskWithin('CMND/CCCD/MST: 001299000123 → không; Email: a@mau.vn → b@mau.vn')).toBe(
    'CMND/CCCD/MST: ••••••••0123 → không; Email: a•••@mau.vn → b•••@mau.vn',
  );
  expect(maskWithin('550 5.1.1 <mau@example.vn>: unknown')).toBe(
    '550 5.1.1 <m•••@example.vn>: unknown',
  );
  expect(maskWithin('Số 001/2026, 24000 ₫')).toBe('Số 001/2026, 24000 ₫');
});
