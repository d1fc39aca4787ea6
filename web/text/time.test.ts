import { describe, expect, test } from '@jest/globals';
import { dayFromText, dayToText } from './day';
import { dateTime, dueWords, durationWords, isoDate } from './time';

describe('instants at UTC+7', () => {
  test('are shown as dd/MM/yyyy HH:mm, across midnight, month and year', () => {
    expect(dateTime('2026-11-21T10:30:00Z')).toBe('21/11/2026 17:30');
    expect(dateTime('2026-12-31T17:00:00.000Z')).toBe('01/01/2027 00:00');
    expect(dateTime('2026-02-28T16:59:59.999Z')).toBe('28/02/2026 23:59');
    expect(isoDate('2026-11-20T18:00:00Z')).toBe('2026-11-21');
  });

  test('are due today, tomorrow or on a day that is named', () => {
    const now = Date.parse('2026-11-21T16:00:00Z');
    expect(dueWords('2026-11-21T16:30:00Z', now)).toBe('23:30 hôm nay');
    expect(dueWords('2026-11-21T17:30:00Z', now)).toBe('00:30 ngày mai');
    expect(dueWords('2026-12-01T10:30:00Z', now)).toBe('17:30 thứ Ba 01/12');
    expect(dueWords('2026-12-05T17:30:00Z', now)).toBe('00:30 Chủ nhật 06/12');
    expect(dueWords('2027-01-04T10:30:00Z', now)).toBe('17:30 thứ Hai 04/01/2027');
  });

  test('are apart by whole minutes in words', () => {
    expect(durationWords(59_999)).toBe('0 phút');
    expect(durationWords(25 * 60_000)).toBe('25 phút');
    expect(durationWords(125 * 60_000)).toBe('2 giờ 05 phút');
    expect(durationWords(120 * 60_000)).toBe('2 giờ');
    expect(durationWords(28 * 3_600_000)).toBe('1 ngày 4 giờ');
    expect(durationWords(-1)).toBe('0 phút');
  });
});

describe('a day as it is typed', () => {
  test.each([
    ['21/11/2026', '2026-11-21'],
    ['1-3-2026', '2026-03-01'],
    ['21112026', '2026-11-21'],
    ['29/02/2028', '2028-02-29'],
  ])('%s is %s', (text, day) => {
    expect(dayFromText(text)).toBe(day);
    expect(dayFromText(dayToText(day))).toBe(day);
  });

  test.each(['29/02/2026', '31/04/2026', '11/21/2026', '2026', 'hôm nay', ''])(
    '“%s” is no day',
    (text) => expect(dayFromText(text)).toBe(''),
  );
});
