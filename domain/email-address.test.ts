import { expect, test } from '@jest/globals';
import { readEmailAddress } from './email-address';

test.each([
  ['lan@mau.vn', 'lan@mau.vn'],
  ['  lan@Mau.VN ', 'lan@mau.vn'],
  ['Lan.Anh@mau.vn', 'Lan.Anh@mau.vn'],
  ['a+b@mau.vn', 'a+b@mau.vn'],
  ['a&b@mau.vn', 'a&b@mau.vn'],
  ["o'nguyen@mau.vn", "o'nguyen@mau.vn"],
  ['lan@bưuđiện.vn', 'lan@xn--buin-1ua66gr30m.vn'],
  ['lan@BƯUĐIỆN.VN', 'lan@xn--buin-1ua66gr30m.vn'],
  ['lan@bưuđiện.vn'.normalize('NFD'), 'lan@xn--buin-1ua66gr30m.vn'],
  ['lan@xn--bin-8ma.xn--p1ai', 'lan@xn--bin-8ma.xn--p1ai'],
  [`${'a'.repeat(64)}@mau.vn`, `${'a'.repeat(64)}@mau.vn`],
  ['a@b.vn', 'a@b.vn'],
  ['lan@mau.4u', 'lan@mau.4u'],
  ['lan@mau.u4', 'lan@mau.u4'],
  [`lan@${'abcdefg.'.repeat(24)}vn.x`, `lan@${'abcdefg.'.repeat(24)}vn.x`],
])('%s is written down as %s', (typed, address) => {
  expect(readEmailAddress(typed)).toEqual({ address });
});

test.each([
  ['', 'Nhập địa chỉ'],
  ['lan', 'có dạng'],
  ['lan@', 'có dạng'],
  ['@mau.vn', 'có dạng'],
  ['lan anh@mau.vn', 'khoảng trắng'],
  ['nguyễn@mau.vn', 'không dấu'],
  ['lan..anh@mau.vn', 'trước @'],
  ['.lan@mau.vn', 'trước @'],
  ['lan@anh@mau.vn', 'trước @'],
  ['"lan"@mau.vn', 'trước @'],
  ['lan,anh@mau.vn', 'trước @'],
  [`${'a'.repeat(65)}@mau.vn`, 'trước @'],
  ['lan@mau', 'sau @'],
  ['lan@mau.', 'sau @'],
  ['lan@mau..vn', 'sau @'],
  ['lan@-mau.vn', 'sau @'],
  ['lan@127.0.0.1', 'sau @'],
  ['lan@mau.84', 'sau @'],
  [`lan@${'abcdefg.'.repeat(24)}vn.xy`, 'quá dài'],
  ['lan@[127.0.0.1]', 'sau @'],
  ['lan@mau.vn/x', 'sau @'],
  ['lan@mau.vn:25', 'sau @'],
  ['lan@mau_vn.vn', 'sau @'],
  ['lan@%6dau.vn', 'sau @'],
  [`lan@${'a'.repeat(64)}.vn`, 'sau @'],
  [`lan@${'abcdefg.'.repeat(25)}vn`, 'quá dài'],
])('%s is refused: %s', (typed, words) => {
  expect(readEmailAddress(typed)).toEqual({ fault: expect.stringContaining(words) as unknown });
});
