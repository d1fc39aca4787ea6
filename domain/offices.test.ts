import { expect, test } from '@jest/globals';
import { isOneStopDesk } from './offices';

test.each([
  'Bộ phận Một cửa',
  'BỘ PHẬN MỘT CỬA Phường Mẫu',
  'bộ phận một cửa xã Mẫu',
  'UBND Phường Mẫu – Bộ  phận một cửa',
  'Bộ phận Một cửa'.normalize('NFD'),
])('%s is a one-stop desk', (name) => {
  expect(isOneStopDesk(name)).toBe(true);
});

test.each(['Bộ phận Tiếp nhận', 'Bo phan Mot cua', 'Một cửa', 'UBND Phường Mẫu', ''])(
  '“%s” is none',
  (name) => {
    expect(isOneStopDesk(name)).toBe(false);
  },
);
