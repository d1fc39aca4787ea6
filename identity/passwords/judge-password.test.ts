import { expect, test } from '@jest/globals';
import { judgePassword } from './judge-password';
import { randomPassword } from './random-password';

const who = { username: 'nguyen-thi-vi-du', fullName: 'Nguyễn Thị Ví Dụ' };

test.each([
  ['ngắn quá', 'short'],
  ['elevenchars', 'short'],
  ['password1234', 'common'],
  ['Passw0rd!2026', 'common'],
  ['Mật-khẩu-2026!', 'common'],
  ['123456789012', 'common'],
  ['aaaaaaaaaaaaaaa', 'common'],
  ['abcdefghijklmnop', 'common'],
  ['anhyeuem123456', 'common'],
  ['Admin@Admin@1234', 'common'],
  // Leaked as they are, or with digits and signs around them.
  ['motherfucker', 'common'],
  ['leavemealone', 'common'],
  ['qazwsxedcrfv', 'common'],
  ['--JustinBieber2026!!', 'common'],
  ['1234 contortionist', 'common'],
  ['contortionist của làng', null],
  ['nguyễn thị ví dụ 1', 'own'],
  ['nguyen-thi-vi-du-2026', 'own'],
  ['mật khẩu để thử một lần', null],
  ['cây tre trăm đốt ở làng', null],
  ['Tr0ng-dam-gi-dep', null],
])('%s: %s', (password, expected) => {
  expect(judgePassword(password, who)).toBe(expected);
});

test('what is made for people is taken', () => {
  for (let made = 0; made < 200; made += 1) {
    expect(judgePassword(randomPassword(), who)).toBeNull();
  }
});
