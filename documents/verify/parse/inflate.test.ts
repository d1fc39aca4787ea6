import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { decodeStream } from './inflate';
import { PdfDict, PdfName, PdfStream, PdfString, StructureFault, type PdfValue } from './objects';

/** The one filter that sections and object streams may have, with what may stand before it. */

const flate = new PdfName('FlateDecode');
const parmsOf = (entries: Record<string, PdfValue>) =>
  new PdfDict(new Map(Object.entries(entries)));
const streamOf = (raw: Uint8Array, entries: Record<string, PdfValue>) =>
  new PdfStream(parmsOf(entries), raw);
const packed = (plain: Uint8Array, entries: Record<string, PdfValue> = {}) =>
  streamOf(deflateSync(plain), { Filter: flate, ...entries });
const decode = (stream: PdfStream, bytesLeft = 1_000_000) => [
  ...decodeStream(stream, { bytesLeft }, 7),
];
const refused = (stream: PdfStream, code: string, words: string, bytesLeft?: number) => {
  const read = () => decode(stream, bytesLeft);
  expect(read).toThrow(StructureFault);
  expect(read).toThrow(`${code} at 7: ${words}`);
};
const some = Buffer.from('Bản sao điện tử');

describe('a stream', () => {
  test('without a filter is as it stands', () => {
    expect(decode(streamOf(some, {}))).toEqual([...some]);
    expect(decode(streamOf(some, {}), 0)).toEqual([...some]);
  });

  test.each<[string, Record<string, PdfValue>]>([
    ['under its filter', {}],
    ['in a list of one', { Filter: [flate] }],
    ['with parameters that are none', { DecodeParms: null }],
    ['with parameters that say nothing', { DecodeParms: parmsOf({}) }],
    ['with such a list', { Filter: [flate], DecodeParms: [parmsOf({ Predictor: 1 })] }],
  ])('%s', (_name, entries) => expect(decode(packed(some, entries))).toEqual([...some]));

  test.each<[string, PdfValue]>([
    ['another', new PdfName('LZWDecode')],
    ['two', [flate, flate]],
    ['none in a list', []],
    ['what is no name', new PdfString(Buffer.from('FlateDecode'), 0, 0, false)],
    ['nothing', null],
  ])('of %s is refused', (_name, filter) => {
    refused(packed(some, { Filter: filter }), 'structure-broken', 'an unexpected filter');
  });

  test('that does not inflate is refused', () => {
    const raw = deflateSync(some);
    const cut = raw.subarray(0, raw.length - 6);
    for (const bytes of [some, cut, Buffer.from([0x78])])
      refused(streamOf(bytes, { Filter: flate }), 'structure-broken', 'a stream does not inflate');
  });

  test('that is long comes whole and in order, in as many pieces as it takes', () => {
    // It packs badly, so that more than one piece is pushed and more than one comes.
    const plain = Uint8Array.from(
      { length: 100_000 },
      (_, i) => Math.imul(i ^ (i >> 5), 2_654_435_761) >>> 24,
    );
    expect(deflateSync(plain).length).toBeGreaterThan(2 * 16_384);
    expect(decode(packed(plain))).toEqual([...plain]);
  });

  test('that fills its pieces to the last byte comes whole', () => {
    const plain = Buffer.alloc(16_384 - 11, 7);
    const raw = deflateSync(plain, { level: 0 });
    expect(raw).toHaveLength(16_384);
    expect(decode(streamOf(raw, { Filter: flate }))).toEqual([...plain]);
    const cut = streamOf(Buffer.concat([raw.subarray(0, 16_380)]), { Filter: flate });
    refused(cut, 'structure-broken', 'a stream does not inflate');
  });

  test('takes from what is left for the file, to the last byte', () => {
    const budget = { bytesLeft: 1000 };
    decodeStream(packed(Buffer.alloc(400)), budget, 7);
    expect(budget.bytesLeft).toBe(600);
    decodeStream(packed(Buffer.alloc(600)), budget, 7);
    expect(budget.bytesLeft).toBe(0);
    refused(packed(Buffer.alloc(1)), 'structure-too-large', 'streams inflate without end', 0);
  });
});

describe('a predictor', () => {
  const rows = (...bytes: number[][]) => Uint8Array.from(bytes.flat());
  const predicted = (parms: Record<string, PdfValue>, plain: Uint8Array) =>
    packed(plain, { DecodeParms: parmsOf(parms) });
  const png = { Predictor: 12, Columns: 3 };

  test.each<[string, number[][], number[]]>([
    ['none', [[0, 1, 2, 3]], [1, 2, 3]],
    ['the left one', [[1, 1, 2, 3]], [1, 3, 6]],
    ['the left one, over the end', [[1, 200, 100, 1]], [200, 44, 45]],
    [
      'the one above',
      [
        [0, 1, 2, 3],
        [2, 1, 1, 255],
      ],
      [1, 2, 3, 2, 3, 2],
    ],
    ['the one above, where there is none', [[2, 1, 2, 3]], [1, 2, 3]],
    [
      'the middle of both',
      [
        [0, 10, 20, 31],
        [3, 1, 2, 3],
      ],
      [10, 20, 31, 6, 15, 26],
    ],
    [
      'the nearest of three (Paeth)',
      [
        [0, 10, 20, 5],
        [4, 1, 2, 3],
        [4, 250, 9, 7],
      ],
      [10, 20, 5, 11, 22, 8, 5, 20, 15],
    ],
    ['such a one in the first row', [[4, 1, 2, 3]], [1, 3, 6]],
  ])('of %s is undone', (_name, given, wanted) => {
    expect(decode(predicted(png, rows(...given)))).toEqual(wanted);
  });

  test('chooses among three as PNG does, each way', () => {
    // left, up, and what stands left above: the nearest to left + up - both, the left one first.
    const cases: [left: number, up: number, upLeft: number, chosen: number][] = [
      [10, 20, 10, 20],
      [20, 10, 10, 20],
      [10, 20, 30, 10],
      [20, 10, 30, 10],
      [10, 10, 10, 10],
      [10, 30, 20, 20],
      [30, 10, 20, 20],
      [10, 20, 16, 16],
      [20, 20, 10, 20],
      [5, 9, 7, 7],
      [100, 50, 60, 100],
      [50, 100, 60, 100],
      [10, 12, 13, 10],
      [20, 5, 10, 20],
      [5, 20, 10, 20],
    ];
    for (const [left, up, upLeft, chosen] of cases) {
      const given = rows([0, upLeft, up], [4, left - upLeft, 0]);
      const found = decode(predicted({ Predictor: 15, Columns: 2 }, given));
      expect([left, up, upLeft, found[3]]).toEqual([left, up, upLeft, chosen]);
    }
  });

  test.each([
    ['of one column where none is said', { Predictor: 10 }, rows([0, 7], [1, 8]), [7, 8]],
    ['of one column', { Predictor: 10, Columns: 1 }, rows([2, 7], [2, 8]), [7, 15]],
    [
      'of 64 columns',
      { Predictor: 15, Columns: 64, Colors: 1, BitsPerComponent: 8 },
      rows([0, ...Array<number>(64).fill(3)]),
      Array<number>(64).fill(3),
    ],
    ['that is said to be none', { Predictor: 1, Columns: 99 }, rows([9, 9]), [9, 9]],
  ])('%s is undone', (_name, parms, given, wanted) => {
    expect(decode(predicted(parms, given))).toEqual(wanted);
  });

  test.each<[string, Record<string, PdfValue>, Uint8Array]>([
    ['of TIFF', { ...png, Predictor: 2 }, rows([0, 1, 2, 3])],
    ['of number nine', { ...png, Predictor: 9 }, rows([0, 1, 2, 3])],
    ['of two colours', { ...png, Colors: 2 }, rows([0, 1, 2, 3])],
    ['of four bits', { ...png, BitsPerComponent: 4 }, rows([0, 1, 2, 3])],
    ['of no columns', { ...png, Columns: 0 }, rows([0, 1, 2, 3])],
    ['of 65 columns', { ...png, Columns: 65 }, new Uint8Array(66)],
    ['of half a row', png, rows([0, 1, 2, 3], [0, 1])],
  ])('%s is refused', (_name, parms, given) => {
    refused(predicted(parms, given), 'structure-broken', 'an unexpected predictor');
  });

  test('whose row is of an unknown kind is refused', () => {
    refused(predicted(png, rows([5, 1, 2, 3])), 'structure-broken', 'an unknown predictor');
  });
});
