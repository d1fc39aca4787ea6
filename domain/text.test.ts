import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldText, readLine, readLines } from './text';

const bounds = { min: 1, max: 200 };
const ascii = [[0x20, 0x7e]] as const;

describe('one line', () => {
  test.each([
    ['  Đỗ \u00a0 Thị\u3000Đào\t', 'Đỗ Thị Đào'],
    ['Đỗ Thị Đào'.normalize('NFD'), 'Đỗ Thị Đào'],
    ['Giấy khai sinh\r\n', 'Giấy khai sinh'],
    ['Bằng (bản “A”, số 1/2020)', 'Bằng (bản “A”, số 1/2020)'],
  ])('%j is kept as “%s”', (raw, text) => {
    expect(readLine(raw, bounds)).toEqual({ text });
  });

  test.each([
    ['a tab', 'Giấy\tkhai sinh', 'ký tự điều khiển (U+0009)'],
    ['NUL', 'a\u0000', 'ký tự điều khiển (U+0000)'],
    ['DEL', 'a\u007fb', 'ký tự điều khiển (U+007F)'],
    ['a line feed', 'a\nb', 'một dòng'],
    ['CR LF and a link', 'A\r\n\r\nTruy cập http://…', 'một dòng'],
    ['a next line', 'a\u0085b', 'một dòng'],
    ['a line separator', 'a\u2028b', 'một dòng'],
    ['a paragraph separator', 'a\u2029b', 'một dòng'],
    ['zero-width spaces alone', '\u200b\u200b', 'ký tự ẩn (U+200B)'],
    ['a joiner inside', 'Ngu\u200dyễn', 'ký tự ẩn (U+200D)'],
    ['a right-to-left override', 'Bằng \u202eđỏ', 'ký tự ẩn (U+202E)'],
    ['a bidi isolate', 'Bằng \u2066đỏ', 'ký tự ẩn (U+2066)'],
    ['a byte order mark', '\ufeffA', 'ký tự ẩn (U+FEFF)'],
    ['a soft hyphen', 'a\u00adb', 'ký tự ẩn (U+00AD)'],
    ['a tag', 'a\u{e0041}', 'ký tự ẩn (U+E0041)'],
    ['a Hangul filler', '\u3164', 'ký tự ẩn (U+3164)'],
    ['a variation selector', 'a\ufe0f', 'ký tự ẩn (U+FE0F)'],
    ['half a surrogate pair', 'a\ud83d', 'không đọc được (U+D83D)'],
    ['what was not readable', 'a\ufffd', 'không đọc được (U+FFFD)'],
    ['a private letter', '\ue000', 'không đọc được (U+E000)'],
    ['an unassigned one', 'a\u0378', 'không đọc được (U+0378)'],
    ['a noncharacter', 'a\uffff', 'không đọc được (U+FFFF)'],
    ['blanks', ' \u00a0 ', 'chưa có nội dung'],
    ['marks without a letter', '\u0301\u0301', 'chưa có chữ nào đọc được'],
    ['braille blanks', '\u2800\u2800', 'chưa có chữ nào đọc được'],
  ])('%s is refused', (_what, raw, fault) => {
    expect(readLine(raw, bounds)).toEqual({ fault: expect.stringContaining(fault) });
  });

  test('is bound after it is normalised, in letters and not in halves of pairs', () => {
    expect(readLine('ế'.normalize('NFD').repeat(200), bounds)).toEqual({ text: 'ế'.repeat(200) });
    expect(readLine('\u0958'.repeat(200), bounds)).toEqual({
      fault: 'dài quá 200 ký tự (đang có 400)',
    });
    expect(readLine('🎓'.repeat(200), bounds)).toEqual({ text: '🎓'.repeat(200) });
    expect(readLine('ab', { min: 3, max: 9 })).toEqual({ fault: 'cần ít nhất 3 ký tự' });
    expect(readLine('abc', { min: 3, max: 3 })).toEqual({ text: 'abc' });
  });

  test('what is printed has letters that can be printed, both ends included', () => {
    expect(readLine('A ~', bounds, ascii)).toEqual({ text: 'A ~' });
    expect(readLine('A李', bounds, ascii)).toEqual({
      fault: expect.stringContaining('“李” (U+674E)'),
    });
  });

  test('comes out the same when it is read again, and holds nothing that is refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const once = readLine(raw, bounds);
        if (!('text' in once)) return;
        expect(readLine(once.text, bounds)).toEqual(once);
        expect(once.text).not.toMatch(/\p{C}|\p{Zl}|\p{Zp}|^ | $| {2}/u);
      }),
    );
  });

  test('64 KiB of blanks are read at once', () => {
    const startedAt = performance.now();
    readLine(`a${' \t'.repeat(32_000)}b`, bounds);
    readLines(`${' '.repeat(64_000)}b`, bounds);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

test('many lines keep their breaks, whatever wrote them, and lose blanks at their ends', () => {
  expect(readLines(' a\tb \r\nc\u2028d\u00a0 \n\n e\n', bounds)).toEqual({
    text: 'a b\nc\nd\n\n e',
  });
  expect(readLines('', { min: 0, max: 9 })).toEqual({ text: '' });
  expect(readLines('a\n\u202eb', bounds)).toEqual({
    fault: expect.stringContaining('U+202E'),
  });
});

test.each([
  ['ĐỖ  Thị\u00a0Đào', 'do thi dao'],
  ['Đỗ Thị Đào'.normalize('NFD'), 'do thi dao'],
  [' Nguyễn Văn Ví Dụ ', 'nguyen van vi du'],
  ['001/ĐT', '001/dt'],
])('“%s” is sought as “%s”', (text, folded) => {
  expect(foldText(text)).toBe(folded);
});

test('what is printed lies in one of the font’s ranges, ends included, and not between two', () => {
  const printable = [
    [0x20, 0x7e],
    [0xc0, 0x1b0],
  ] as const;
  const foreign = (text: string) => 'fault' in readLine(text, bounds, printable);
  expect(['~a', 'Àa', 'ưa', 'Đinh'].map(foreign)).toEqual([false, false, false, false]);
  expect(['a\u00a1', 'a\u00bf', 'a\u01b1', 'аb'].map(foreign)).toEqual([true, true, true, true]);
});
