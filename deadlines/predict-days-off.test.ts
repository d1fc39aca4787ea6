import { describe, expect, test } from '@jest/globals';
import { type PredictionRules, predictDaysOff } from './predict-days-off';

const rules: PredictionRules = {
  fixed: [
    { month: 1, day: 1, name: 'Tết Dương lịch', citation: 'a' },
    { month: 5, day: 1, name: 'Lao động', citation: 'b' },
  ],
  lunar: [{ month: 3, day: 10, name: 'Giỗ Tổ', citation: 'c' }],
  nationalDay: {
    ...{ month: 9, day: 2, name: 'Quốc khánh', citation: 'd' },
    splits: [
      { before: 1, after: 0 },
      { before: 0, after: 1 },
    ],
  },
  lunarNewYear: {
    ...{ name: 'Tết', citation: 'e' },
    splits: [
      { before: 1, after: 3 },
      { before: 2, after: 2 },
    ],
  },
  substituteCitation: 'bù',
};
const weekend = new Set([0, 6]);
const datesOf = (year: number, rest = weekend) =>
  predictDaysOff(year, rules, rest).map(({ date, kind }) =>
    kind === 'substitute' ? `${date}*` : date,
  );

describe('the days off that the law alone gives', () => {
  test('bear their names, their sources and the mark of a forecast', () => {
    const days = predictDaysOff(2028, rules, weekend);
    expect(days[0]).toEqual({
      ...{ date: '2028-01-01', kind: 'holiday', name: 'Tết Dương lịch (dự kiến)' },
      ...{ citation: 'a', predicted: true },
    });
    // A Saturday: the Monday after it.
    expect(days[1]).toEqual({
      ...{ date: '2028-01-03', kind: 'substitute', name: 'nghỉ bù Tết Dương lịch (dự kiến)' },
      ...{ citation: 'bù', predicted: true },
    });
  });

  test.each([
    // Tết on a Tuesday: the first split reaches from Monday over the weekend.
    [2026, ['2026-01-01', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20']],
    // A Saturday: of two splits with nine days each the first; both rest days are made up for.
    [
      2027,
      [
        '2027-01-01',
        '2027-02-05',
        '2027-02-06',
        '2027-02-07',
        '2027-02-08',
        '2027-02-09',
        '2027-02-10*',
        '2027-02-11*',
      ],
    ],
  ])('Tết of %i', (year, dates) => {
    expect(datesOf(year).filter((date) => date < `${year}-03`)).toEqual(dates);
  });

  test.each([
    // A Wednesday: either split gives two days, the first is taken.
    [2026, ['2026-09-01', '2026-09-02']],
    // A Thursday: with the Friday it reaches the weekend.
    [2027, ['2027-09-02', '2027-09-03']],
    // A Saturday: with the Friday, and the Monday for itself.
    [2028, ['2028-09-01', '2028-09-02', '2028-09-04*']],
    // A Monday: alone with the Tuesday, or with the Sunday and the Tuesday for it: as long, the first.
    [2030, ['2030-09-01', '2030-09-02', '2030-09-03*']],
  ])('National Day of %i', (year, dates) => {
    expect(datesOf(year).filter((date) => date.slice(5, 7) === '09')).toEqual(dates);
  });

  test('are in order, and two feasts on rest days beside each other give two days', () => {
    for (let year = 2026; year < 2036; year++) {
      const dates = predictDaysOff(year, rules, weekend).map(({ date }) => date);
      expect(dates).toEqual(dates.toSorted());
      expect(new Set(dates).size).toBe(dates.length);
    }
  });

  test('make up for feasts in their order, whichever list they stand in', () => {
    const fixed = [
      { month: 5, day: 1, name: 'Lao động', citation: 'b' },
      { month: 4, day: 30, name: 'Chiến thắng', citation: 'a' },
    ];
    // Giỗ Tổ on Saturday 29 April 2023, Victory Day on the Sunday, Labour Day on the Monday.
    const days = predictDaysOff(2023, { ...rules, fixed }, weekend)
      .filter(({ date }) => date >= '2023-04' && date < '2023-06')
      .map(({ date, name }) => `${date} ${name.replace(' (dự kiến)', '')}`);
    expect(days).toEqual([
      '2023-04-29 Giỗ Tổ',
      '2023-04-30 Chiến thắng',
      '2023-05-01 Lao động',
      '2023-05-02 nghỉ bù Giỗ Tổ',
      '2023-05-03 nghỉ bù Chiến thắng',
    ]);
  });

  test('go by the rest days of the office', () => {
    const sundays = datesOf(2028, new Set([0]));
    expect(sundays.slice(0, 2)).toEqual(['2028-01-01', '2028-01-25']);
    expect(datesOf(2028, new Set()).some((date) => date.endsWith('*'))).toBe(false);
  });

  test('end where an office works on no day at all', () => {
    expect(datesOf(2028, new Set([0, 1, 2, 3, 4, 5, 6]))).toEqual(datesOf(2028, new Set()));
  });
});
