import { describe, expect, test } from '@jest/globals';
import { parseDate, parseInstant } from './parse-time';

const utc = (text: string) => Date.parse(text);

describe('a date', () => {
  test('is its day number', () => {
    expect(parseDate('1970-01-01')).toBe(0);
    expect(parseDate('2026-11-23')).toBe(Date.parse('2026-11-23T00:00:00Z') / 86_400_000);
  });

  test('that is none is refused, and no more of it told than forty letters', () => {
    const long = `2026-11-23${'0'.repeat(80)}`;
    expect(() => parseDate(long)).toThrow(
      expect.objectContaining({ code: 'date-invalid', params: { date: long.slice(0, 40) } }),
    );
    expect(() => parseDate('2026-02-29')).toThrow('date-invalid');
  });
});

describe('an instant', () => {
  const ten = utc('2026-11-16T10:20:30.450Z');

  test.each([
    ['2026-11-16T10:20:30.450Z', ten],
    ['2026-11-16t10:20:30.450z', ten],
    ['2026-11-16 10:20:30.45Z', ten],
    ['  2026-11-16T10:20:30.45000000Z  ', ten],
    ['2026-11-16T17:20:30.450+07:00', ten],
    ['2026-11-16T17:20:30.450+0700', ten],
    ['2026-11-16T04:50:30.450-05:30', ten],
    ['2026-11-17T10:19:30.450+23:59', ten],
    ['2026-11-16T10:20:30Z', ten - 450],
    ['2026-11-16T10:20Z', ten - 30_450],
    ['2026-11-16T10:20:30.4Z', ten - 50],
    ['2026-11-16T10:20:30.045Z', ten - 405],
    ['2026-11-16T23:59:59.999Z', utc('2026-11-16T23:59:59.999Z')],
    ['2026-11-16T00:00:00+00:00', utc('2026-11-16T00:00:00Z')],
  ])('%s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  test.each([
    ['of an hour that there is not', '2026-11-16T24:00:00Z'],
    ['of a minute that there is not', '2026-11-16T10:60:00Z'],
    ['of a second that there is not', '2026-11-16T10:20:60Z'],
    ['of a day that there is not', '2026-02-29T10:00:00Z'],
    ['finer than a millisecond', '2026-11-16T10:20:30.0001Z'],
    ['a point without digits', '2026-11-16T10:20:30.Z'],
    ['an offset of a day', '2026-11-16T10:20:30+24:00'],
    ['an offset of sixty minutes', '2026-11-16T10:20:30+07:60'],
    ['something before it', 'x2026-11-16T10:20:30Z'],
    ['something after it', '2026-11-16T10:20:30Zx'],
    ['another letter between', '2026-11-16x10:20:30Z'],
    ['a date alone', '2026-11-16'],
    ['nothing', ''],
  ])('%s is refused', (_what, text) => {
    expect(() => parseInstant(text)).toThrow(
      expect.objectContaining({ code: 'instant-invalid', params: { instant: text } }),
    );
  });

  test('without an offset is refused: none is guessed', () => {
    expect(() => parseInstant('2026-11-16T10:20:30')).toThrow(
      expect.objectContaining({
        code: 'instant-without-zone',
        params: { instant: '2026-11-16T10:20:30' },
      }),
    );
    expect(() => parseInstant('2026-11-16T25:20:30')).toThrow('instant-invalid');
  });

  test('that is none is told no further than forty letters', () => {
    const long = 'x'.repeat(80);
    expect(() => parseInstant(long)).toThrow(
      expect.objectContaining({ params: { instant: long.slice(0, 40) } }),
    );
  });
});
