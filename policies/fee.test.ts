import { describe, expect, test } from '@jest/globals';
import { attestationStatement } from './attestation-statement';
import { computeFee, formatDong } from './fee';
import { loadRules } from './load-rules';
import { formatRegisterNumber } from './register-number';

const { defaultPolicy: policy } = loadRules();

describe('the fee (domain B.4)', () => {
  test.each([
    [1, 2000],
    [2, 4000],
    [3, 5000],
    [10, 12_000],
    [197, 199_000],
    [198, 200_000],
    [199, 200_000],
    [500, 200_000],
  ])('%i pages cost %i đồng a copy', (pages, amount) => {
    expect(computeFee(policy, pages, 1)).toMatchObject({ perCopy: amount, total: amount });
    expect(computeFee(policy, pages, 7).total).toBe(7 * amount);
  });

  test('shows its sum and where it is written', () => {
    const fee = computeFee(policy, 5, 2);
    expect(fee.parts).toEqual([
      { pages: 2, rate: 2000, amount: 4000 },
      { pages: 3, rate: 1000, amount: 3000 },
    ]);
    expect(fee.because).toEqual([
      {
        rule: 'Phí chứng thực: 2 × 2.000 + 3 × 1.000 = 7.000 ₫ mỗi bản.',
        citation: 'QĐ 1287/QĐ-UBND mục 3.6; TT 226/2016/TT-BTC Đ4',
      },
    ]);
    expect(computeFee(policy, 500, 1).because.at(-1)?.rule).toBe('Tối đa 200.000 ₫ mỗi bản.');
  });

  test('charges each page at the rate of its own place, and names no rate without a page', () => {
    const fee = { ...policy.fee, capPerCopy: 1_000_000 };
    fee.perPage = [
      { fromPage: 1, amount: 500 },
      { fromPage: 2, amount: 300 },
      { fromPage: 5, amount: 100 },
    ];
    const partsOf = (pages: number) =>
      computeFee({ fee }, pages, 1).parts.map(({ pages: count, rate }) => [count, rate]);
    expect(partsOf(1)).toEqual([[1, 500]]);
    expect(partsOf(4)).toEqual([
      [1, 500],
      [3, 300],
    ]);
    expect(partsOf(6)).toEqual([
      [1, 500],
      [3, 300],
      [2, 100],
    ]);
    expect(computeFee({ fee }, 6, 1).because).toHaveLength(1);
  });

  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1.000'],
    [12_000, '12.000'],
    [1_234_567, '1.234.567'],
  ])('%i đồng is written %s', (amount, text) => {
    expect(formatDong(amount)).toBe(text);
  });

  test.each([
    [0, 1],
    [1, 0],
    [-1, 1],
    [1.5, 1],
    [Number.NaN, 1],
    [1, Number.POSITIVE_INFINITY],
  ])('%d pages and %d copies are refused', (pages, copies) => {
    expect(() => computeFee(policy, pages, copies)).toThrow('fee-pages-invalid');
  });
});

test('the register number has the policy’s width and suffix, and grows past it', () => {
  expect([1, 10, 999, 1000].map((n) => formatRegisterNumber(policy, n))).toEqual([
    '001/ĐT',
    '010/ĐT',
    '999/ĐT',
    '1000/ĐT',
  ]);
});

test('the attestation has its words; the leader certifies the first line, the rest is filled in later', () => {
  expect(policy.attestation.text.trim()).toBe(
    'Chứng thực bản sao đúng với bản chính\nSố chứng thực: {number} quyển số: {book} – SCT/BS\nNgày {day} tháng {month} năm {year}',
  );
  expect(attestationStatement(policy)).toBe('Chứng thực bản sao đúng với bản chính');
});
