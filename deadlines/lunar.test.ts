import { describe, expect, test } from '@jest/globals';
import { lunarDate, newMoonAt, newMoonDaysAfterEpoch, sunLongitude } from './lunar';
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

/** To the minute, after the Astronomical Applications Department of the U.S. Naval Observatory. */
const newMoons = `
  2020-01-24T21:42 2020-02-23T15:32 2020-03-24T09:28 2020-04-23T02:26 2020-05-22T17:39 2020-06-21T06:41
  2020-07-20T17:33 2020-08-19T02:42 2020-09-17T11:00 2020-10-16T19:31 2020-11-15T05:07 2020-12-14T16:16
  2030-01-04T02:49 2030-02-02T16:07 2030-03-04T06:34 2030-04-02T22:02 2030-05-02T14:12 2030-06-01T06:21
  2030-06-30T21:34 2030-07-30T11:11 2030-08-28T23:07 2030-09-27T09:54 2030-10-26T20:17 2030-11-25T06:46
  2030-12-24T17:32`
  .trim()
  .split(/\s+/)
  .map((minute) => Date.parse(`${minute}Z`));

describe('the sky', () => {
  test('has its new moons where the Naval Observatory has them, to the minute', () => {
    const monthMs = 29.530588861 * 86_400_000;
    const off = newMoons.map((instant) => {
      const moon = Math.round((instant - Date.UTC(2000, 0, 6, 18, 14)) / monthMs);
      return (newMoonAt(moon) - instant) / 1000;
    });
    for (const seconds of off) expect(Math.abs(seconds)).toBeLessThan(60);
    const square = off.reduce((sum, seconds) => sum + seconds ** 2, 0) / off.length;
    // Rounding to a minute alone gives 17.
    expect(Math.sqrt(square)).toBeLessThan(21);
  });

  test('is as Meeus works it out in his examples', () => {
    // 49.a, the new moon of February 1977; 25.a, the sun on 13 October 1992 at 0 h dynamical time.
    expect(newMoonDaysAfterEpoch(-283)).toBeCloseTo(2_443_192.651_18 - 2_451_545, 5);
    expect(sunLongitude(Date.UTC(1992, 9, 13) - 59_000)).toBeCloseTo(199.908_95, 4);
  });
});
