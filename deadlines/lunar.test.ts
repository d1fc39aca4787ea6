import { describe, expect, test } from '@jest/globals';
import { lunarDate } from './lunar';
import { formatDate } from '../time/time';

/** First day of Tết as published; years marked * are a day before the Chinese calendar. */
const published: Record<number, string> = {
  2007: '2007-02-17', // *
  2010: '2010-02-14',
  2014: '2014-01-31',
  2015: '2015-02-19',
  2016: '2016-02-08',
  2017: '2017-01-28',
  2018: '2018-02-16',
  2019: '2019-02-05',
  2020: '2020-01-25',
  2021: '2021-02-12',
  2022: '2022-02-01',
  2023: '2023-01-22',
  2024: '2024-02-10',
  2025: '2025-01-29',
  2026: '2026-02-17',
  2027: '2027-02-06',
  2028: '2028-01-26',
  2029: '2029-02-13',
  2030: '2030-02-02', // *
  2031: '2031-01-23',
  2032: '2032-02-11',
  2033: '2033-01-31',
  2034: '2034-02-19',
  2035: '2035-02-08',
  2053: '2053-02-18', // *
};

describe('the lunar calendar at UTC+7', () => {
  test.each(Object.entries(published))('Tết of %s is %s', (year, date) => {
    expect(formatDate(lunarDate(Number(year), 1, 1))).toBe(date);
  });

  test.each([
    [2022, '2022-04-10'],
    [2023, '2023-04-29'], // after a leap second month
    [2024, '2024-04-18'],
    [2025, '2025-04-07'],
    [2026, '2026-04-26'],
    [2027, '2027-04-16'],
  ])('Giỗ Tổ (10/3) of %s is %s', (year, date) => {
    expect(formatDate(lunarDate(year, 3, 10))).toBe(date);
  });

  test('months follow each other by 29 or 30 days, or two of them round a leap month', () => {
    for (let year = 2007; year < 2100; year++) {
      let before = lunarDate(year, 1, 1);
      for (let month = 2; month <= 12; month++) {
        const start = lunarDate(year, month, 1);
        expect([29, 30, 58, 59, 60]).toContain(start - before);
        before = start;
      }
    }
  });
});
