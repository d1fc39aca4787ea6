import { expect, test } from '@jest/globals';
import { amountInWords } from './amount-in-words';

test.each([
  [0, 'Không'],
  [7_000, 'Bảy nghìn'],
  [10_000, 'Mười nghìn'],
  [15_000, 'Mười lăm nghìn'],
  [21_000, 'Hai mươi mốt nghìn'],
  [25_000, 'Hai mươi lăm nghìn'],
  [105_000, 'Một trăm lẻ năm nghìn'],
  [200_000, 'Hai trăm nghìn'],
  [1_015_000, 'Một triệu không trăm mười lăm nghìn'],
  [2_000_500, 'Hai triệu năm trăm'],
  [1_000_001, 'Một triệu không trăm lẻ một'],
  [3_000_000_000, 'Ba tỷ'],
])('%i đồng: %s', (amount, words) => {
  expect(amountInWords(amount)).toBe(words);
});

test('what is no amount is refused', () => {
  for (const amount of [-1, 0.5, 1e12, Number.NaN])
    expect(() => amountInWords(amount)).toThrow(RangeError);
});
