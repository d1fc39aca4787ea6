import { describe, expect, test } from '@jest/globals';
import {
  PdfDict,
  PdfName,
  PdfRef,
  PdfStream,
  PdfString,
  StructureFault,
  type PdfValue,
} from './objects';
import { isSpace, ObjectReader, readIndirectObject } from './read-object';

/** The tokens of a PDF (ISO 32000-2, 7.2 and 7.3), each as it may be written and as it may not. */

const asBytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const readerOf = (text: string, inFile = true) => new ObjectReader(asBytes(text), 0, inFile);
const read = (text: string) => readerOf(text).readValue();
const refused = (act: () => unknown, words: string, code = 'structure-broken') => {
  expect(act).toThrow(StructureFault);
  expect(act).toThrow(new RegExp(`^${code} at \\d+: ${words}`));
};
const nested = (open: string, inside: string, close: string, times: number) =>
  open.repeat(times) + inside + close.repeat(times);

describe('a number', () => {
  test.each([
    ['0', 0],
    ['12', 12],
    ['+12', 12],
    ['-12', -12],
    ['1.', 1],
    ['.5', 0.5],
    ['.55', 0.55],
    ['12.25', 12.25],
    ['12.', 12],
    ['-.5', -0.5],
    ['+1.25', 1.25],
    [`1.${'0'.repeat(62)}`, 1],
    [' \t\r\n\0\f7', 7],
    ['%a remark\n7', 7],
    ['%a remark\r7', 7],
    ['7%a remark', 7],
    ['7/Name', 7],
    ['7 8 9', 7],
    ['7 8 Rx', 7],
    ['7 (x)', 7],
    ['-7 0 R', -7],
    ['7. 0 R', 7],
    ['7.5 0 R', 7.5],
    ['7 0.5 R', 7],
    ['+7 0 R', 7],
    ['7 0. R', 7],
    ['12345678901 0 R', 12_345_678_901],
    ['7 12345678901 R', 7],
  ])('%j', (text, value) => expect(read(text)).toBe(value));

  test.each([
    '-',
    '+',
    '.',
    '1-',
    '--1',
    '1.2.3',
    '1e5',
    '12x',
    '0x1f',
    `1.${'0'.repeat(63)}`,
    '-x',
    '7 0R',
  ])('%j is none', (text) => refused(() => read(text), 'not a number'));

  test('is left where the next thing begins', () => {
    for (const [text, at] of [
      ['7 8 9', 1],
      ['7 8', 1],
      ['7 (8)', 1],
      ['7.5 8', 3],
      ['7]', 1],
    ] as const) {
      const reader = readerOf(text);
      reader.readValue();
      expect([text, reader.offset]).toEqual([text, at]);
    }
  });
});

test('a reference', () => {
  for (const text of ['7 0 R', '7\n0\tR', '7 %x\n 0 %y\n R', '7 0 R]'])
    expect(read(text)).toEqual(new PdfRef(7, 0));
  expect(read('9999999999 65535 R')).toEqual(new PdfRef(9_999_999_999, 65_535));
  const reader = readerOf('[7 0 R 8 1 R]');
  expect(reader.readValue()).toEqual([new PdfRef(7, 0), new PdfRef(8, 1)]);
  expect(reader.offset).toBe(13);
});

describe('a word', () => {
  test.each([
    ['true', true],
    ['false', false],
    ['null', null],
    ['null%', null],
    ['true]', true],
  ])('%s', (text, value) => expect(read(text)).toBe(value));
  test.each(['truex', 'True', 'nul', 'R', 'obj', ']', '>', '>>', ')', '{', 'true1'])(
    '%s is none',
    (text) => refused(() => read(text), 'an unknown token'),
  );
  test.each(['', '  ', '%only a remark', '%x\n'])('%j ends before one', (text) =>
    refused(() => read(text), 'the file ends inside an object'),
  );
});

describe('a name', () => {
  test.each([
    ['/A', 'A'],
    ['/', ''],
    ['/A;_-*B', 'A;_-*B'],
    ['/A#20B', 'A B'],
    ['/#41#4a#4A', 'AJJ'],
    ['/A/B', 'A'],
    ['/A(B)', 'A'],
    ['/A<B>', 'A'],
    ['/A>B', 'A'],
    ['/A[B]', 'A'],
    ['/A]B', 'A'],
    ['/A{B}', 'A'],
    ['/A}B', 'A'],
    ['/A%B', 'A'],
    ['/A)B', 'A'],
    ['/A\0B', 'A'],
    ['/A\fB', 'A'],
    ['/\xe9', '\xe9'],
    ['/#ff#00', '\xff\0'],
    ['/#09#19#0a#f9', '\t\x19\n\xf9'],
  ])('%j', (text, name) => expect(read(text)).toEqual(new PdfName(name)));
  test.each(['/A#', '/A#4', '/A#4g', '/A#g4', '/#:0', '/#/0', '/#@0', '/#G0', '/#`0'])(
    '%s has a broken escape',
    (text) => refused(() => read(text), 'a broken escape in a name'),
  );
});

describe('a string', () => {
  const text = (value: unknown) => {
    expect(value).toBeInstanceOf(PdfString);
    return Buffer.from((value as PdfString).bytes).toString('latin1');
  };

  test.each([
    ['()', ''],
    ['(a)', 'a'],
    ['(a(b(c))d)', 'a(b(c))d'],
    ['(a%b)', 'a%b'],
    [String.raw`(\n\r\t\b\f)`, '\n\r\t\b\f'],
    [String.raw`(\(\)\\)`, '()\\'],
    [String.raw`(\x\9)`, 'x9'],
    [String.raw`(\0)`, '\0'],
    [String.raw`(\101\1012\61\7)`, 'AA21\x07'],
    [String.raw`(\400\777\378)`, '\0\xff\x1f8'],
    [String.raw`(\1a\18)`, '\x01a\x018'],
    ['(a\\\nb\\\r\nc\\\rd)', 'abcd'],
    ['(a\nb\r\nc\rd)', 'a\nb\nc\nd'],
  ])('%j', (written, wanted) => {
    const reader = readerOf(`${written} `);
    const value = reader.readValue() as PdfString;
    expect(text(value)).toBe(wanted);
    expect(value.hex).toBe(false);
    expect([value.start, value.end]).toEqual([0, written.length]);
    expect(reader.offset).toBe(written.length);
  });

  test.each([
    ['<>', ''],
    ['<41>', 'A'],
    ['<4A4a>', 'JJ'],
    ['<4 1\n4\t2>', 'AB'],
    ['<414>', 'A@'],
    ['<09aFAf>', '\t\xaf\xaf'],
  ])('%j', (written, wanted) => {
    const reader = readerOf(`${written} `);
    const value = reader.readValue() as PdfString;
    expect(text(value)).toBe(wanted);
    expect(value.hex).toBe(true);
    expect([value.start, value.end, reader.offset]).toEqual([0, written.length, written.length]);
  });

  test('of an object stream has no place in the file', () => {
    const inside = readerOf('[(a) <41>]', false).readValue();
    expect(inside).toEqual([
      new PdfString(asBytes('a'), -1, -1, false),
      new PdfString(asBytes('A'), -1, -1, true),
    ]);
  });

  test.each(['(', '(a', '(a(b)', '(a\\', String.raw`(a\)`])('%j does not end', (written) =>
    refused(() => read(written), 'a string does not end'),
  );
  test('of hex does not end, or holds something else', () => {
    refused(() => read('<41'), 'a hex string does not end');
    for (const written of ['<4g>', '<%41>', '<4:>', '<4/>', '<4@>', '<4G>', '<4`>'])
      refused(() => read(written), 'a hex string holds something else');
  });
});

describe('a list and a dictionary', () => {
  const dict = (entries: Record<string, unknown>) =>
    new PdfDict(new Map(Object.entries(entries)) as PdfDict['entries']);

  test('hold values of all kinds', () => {
    expect(read('[1/A[2]<</B 3>>]')).toEqual([1, new PdfName('A'), [2], dict({ B: 3 })]);
    expect(read('[]')).toEqual([]);
    expect(read('[ %x\n ]')).toEqual([]);
    expect(read('<<>>')).toEqual(dict({}));
    expect(read('<< /A 1/B/C /D null /E 7 0 R>>')).toEqual(
      dict({ A: 1, B: new PdfName('C'), D: null, E: new PdfRef(7, 0) }),
    );
    const reader = readerOf('<< /A [ 1 ] >>x');
    reader.readValue();
    expect(reader.offset).toBe(14);
  });

  test('say each thing once', () => {
    refused(() => read('<< /A 1 /A 1 >>'), 'a key is given twice', 'structure-duplicate-key');
    refused(() => read('<< /A 1 /#41 2 >>'), 'a key is given twice', 'structure-duplicate-key');
  });

  test.each([
    ['<< 1 2 >>', 'expected a key'],
    ['<< /A 1 (x) 2 >>', 'expected a key'],
    ['<< /A 1 > >', 'expected a key'],
    ['<< /A 1 >', 'expected a key'],
    ['<< /A 1 x>>', 'expected a key'],
    ['<< /A', 'the file ends'],
    ['<< /A >>', 'an unknown token'],
    ['[1 2', 'the file ends'],
    ['[1 2 >>', 'an unknown token'],
  ])('%s is none: %s', (text, words) => refused(() => read(text), words));

  test('stand in one another 64 deep, again and again', () => {
    expect(() => read(nested('[', '1', ']', 64))).not.toThrow();
    expect(() => read(nested('<</A', ' 1', '>>', 64))).not.toThrow();
    refused(() => read(nested('[', '1', ']', 65)), 'values are nested too deeply');
    refused(() => read(nested('<</A', ' 1', '>>', 65)), 'values are nested too deeply');
    expect(read(`[${'[] '.repeat(100)}]`)).toHaveLength(100);
  });
});

describe('an object', () => {
  const none = () => {
    throw new Error('nobody asked for a length');
  };
  const object = (text: string, lengthOf: (ref: PdfRef) => PdfValue = none) =>
    readIndirectObject(asBytes(text), 0, lengthOf);

  test('has number, generation, value and an end', () => {
    const text = '12 3 obj (x) endobj';
    const value = new PdfString(asBytes('x'), 9, 12, false);
    expect(object(`${text} more`)).toEqual({ num: 12, gen: 3, value, end: text.length });
    expect(object(' \r\n12 3 obj(x)endobj').num).toBe(12);
    expect(object('12 %x\n 3 %y\n obj %z\n 1 %\n endobj')).toMatchObject({ gen: 3, value: 1 });
    expect(object('9999999999 0 obj 1 endobj').num).toBe(9_999_999_999);
  });

  test.each([
    ['x 0 obj 1 endobj', 'expected an integer'],
    ['99999999999 0 obj 1 endobj', 'expected an integer'],
    ['-1 0 obj 1 endobj', 'expected an integer'],
    ['%x\n1 0 obj 1 endobj', 'expected an integer'],
    ['1 obj 1 endobj', 'expected an integer'],
    ['1 0 1 endobj', 'expected obj'],
    ['1 0 objx 1 endobj', 'expected obj'],
    ['1 0 obj 1', 'expected endobj'],
    ['1 0 obj 1 2 endobj', 'expected endobj'],
    ['1 0 obj 1 endobjx', 'expected endobj'],
    ['1 0 obj 1 endob', 'expected endobj'],
    ['1 0 obj endobj', 'an unknown token'],
    ['1 0 obj (x) stream\n\nendstream endobj', 'expected endobj'],
  ])('%j is none: %s', (text, words) => refused(() => object(text), words));

  const stream = (length: string, inside: string, line = '\n') =>
    `1 0 obj << /Length ${length} >> stream${line}${inside}endstream endobj`;

  test('may be a stream, as long as it says', () => {
    for (const [text, raw] of [
      [stream('3', 'abc\n'), 'abc'],
      [stream('3', 'abc'), 'abc'],
      [stream('3', 'abc\n', '\r\n'), 'abc'],
      [stream('0', ''), ''],
      [stream('0', '\n'), ''],
      [stream('9', 'endstream\n'), 'endstream'],
      [stream('4', '\nabc\r\n'), '\nabc'],
    ] as const) {
      const { value, end } = object(text);
      expect(value).toBeInstanceOf(PdfStream);
      expect(Buffer.from((value as PdfStream).raw).toString('latin1')).toBe(raw);
      expect(end).toBe(text.length);
    }
    const asked: PdfRef[] = [];
    const found = object(stream('7 2 R', 'abc\n'), (ref) => asked.push(ref) + 2);
    expect(found.value).toBeInstanceOf(PdfStream);
    expect(asked).toEqual([new PdfRef(7, 2)]);
  });

  test.each([
    [stream('2', 'abc\n'), 'expected endstream'],
    [stream('4', 'abcendstream'), 'expected endstream'],
    [stream('3', 'abc\n', '\r'), 'no line end after stream'],
    [stream('3', 'abc\n', ' \n'), 'no line end after stream'],
    [stream('-1', 'abc\n'), 'a stream has a wrong length'],
    [stream('999', 'abc\n'), 'a stream has a wrong length'],
    [stream('1.5', 'abc\n'), 'a stream has a wrong length'],
    [stream('(3)', 'abc\n'), 'a stream has a wrong length'],
    ['1 0 obj << >> stream\nabc\nendstream endobj', 'a stream has a wrong length'],
    ['1 0 obj << /Length 3 >> stream\nabc endobj', 'expected endstream'],
    ['1 0 obj << /Length 3 >> stream\nabc\nendstream', 'expected endobj'],
    ['1 0 obj << /Length 3 >> streams\nabc\nendstream endobj', 'expected endobj'],
  ])('%j is no stream: %s', (text, words) => refused(() => object(text), words));

  test('may fill the file to its last byte, no further', () => {
    const text = '1 0 obj << /Length 3 >> stream\nabc';
    refused(() => object(text), 'expected endstream');
    refused(() => object(text.slice(0, -1)), 'a stream has a wrong length');
  });
});

test('a keyword stands by itself', () => {
  for (const [text, at] of [
    ['xref ', true],
    ['xref', true],
    ['xref%', true],
    ['xrefs', false],
    ['xre', false],
    ['Xref', false],
  ] as const)
    expect([text, readerOf(text).atKeyword('xref')]).toEqual([text, at]);
});

test('an integer is of one to ten digits', () => {
  const reader = readerOf('0123456789x');
  expect([reader.readInteger(), reader.offset]).toEqual([123_456_789, 10]);
  for (const text of ['', 'x', '/', ':', '01234567890'])
    refused(() => readerOf(text).readInteger(), 'expected an integer');
});

test('there are six blanks', () => {
  const blanks = Array.from({ length: 256 }, (_, byte) => byte).filter(isSpace);
  expect(blanks).toEqual([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
  expect(isSpace(undefined)).toBe(false);
});
