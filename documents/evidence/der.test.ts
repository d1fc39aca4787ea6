import { describe, expect, test } from '@jest/globals';
import {
  integer,
  oid,
  readInside,
  readOid,
  readPiece,
  readPieces,
  readTime,
  sequence,
  setOf,
  tagged,
  tags,
  write,
} from './der';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (piece: Uint8Array) => Buffer.from(piece).toString('hex');

describe('a piece', () => {
  test.each([
    ['0403010203', 4, '010203'],
    ['04030102030405', 4, '010203'],
    ['0500', 5, ''],
    ['1e00', 0x1e, ''],
    [`04817f${'00'.repeat(127)}`, 4, '00'.repeat(127)],
    [`048180${'00'.repeat(128)}`, 4, '00'.repeat(128)],
    [`04820100${'00'.repeat(256)}`, 4, '00'.repeat(256)],
    [`0484000000010a`, 4, '0a'],
  ])('%s', (text, tag, content) => {
    const piece = readPiece(bytes(text));
    expect({ tag: piece.tag, content: hex(piece.content) }).toEqual({ tag, content });
    expect(text.startsWith(hex(piece.raw))).toBe(true);
    expect(hex(piece.raw).endsWith(content)).toBe(true);
  });

  test.each([
    ['', 'ends early'],
    ['04', 'ends early'],
    ['040201', 'ends early'],
    ['04820002', 'ends early'],
    ['1f0100', 'tag too high'],
    ['bf0100', 'tag too high'],
    ['0480', 'length not definite'],
    ['04850000000001ff', 'length not definite'],
    ['04ff', 'length not definite'],
  ])('%s is none: %s', (text, reason) => {
    expect(() => readPiece(bytes(text))).toThrow(`DER ${reason}`);
  });

  test('is read from where it stands, with all beside it', () => {
    expect(hex(readPiece(bytes('ffff040107'), 2).raw)).toBe('040107');
    expect(readPieces(bytes('0401070500020103')).map(({ raw }) => hex(raw))).toEqual([
      '040107',
      '0500',
      '020103',
    ]);
    expect(readPieces(bytes(''))).toEqual([]);
    expect(() => readPieces(bytes('04010705'))).toThrow('DER ends early');
    expect(readInside(readPiece(bytes('3003020103')), 0x30).map(({ raw }) => hex(raw))).toEqual([
      '020103',
    ]);
    expect(() => readInside(readPiece(bytes('3003020103')), 0x31)).toThrow(
      'DER tag 48 where 49 must be',
    );
    expect(() => readInside(undefined, 0x30)).toThrow('DER tag undefined where 48 must be');
  });
});

describe('what is read', () => {
  test.each([
    ['0603550403', '2.5.4.3'],
    ['06022a03', '1.2.3'],
    ['060100', '0.0'],
    ['060127', '0.39'],
    ['060128', '1.0'],
    ['06014f', '1.39'],
    ['060150', '2.0'],
    ['0603883703', '2.999.3'],
    ['06092a864886f70d010101', '1.2.840.113549.1.1.1'],
  ])('an object identifier %s', (text, dotted) => {
    expect(readOid(readPiece(bytes(text)))).toBe(dotted);
    if (dotted !== '0.0') expect(hex(oid(dotted))).toBe(text);
  });

  test('no other piece is an object identifier', () => {
    expect(() => readOid(readPiece(bytes('0403550403')))).toThrow('object identifier missing');
    expect(() => readOid(undefined)).toThrow('object identifier missing');
  });

  const time = (tag: number, text: string) => readTime(readPiece(write(tag, Buffer.from(text))));

  test('a time in either form, to the millisecond', () => {
    expect(time(tags.utcTime, '500102030405Z')).toBe(Date.UTC(1950, 0, 2, 3, 4, 5));
    expect(time(tags.utcTime, '491231235959Z')).toBe(Date.UTC(2049, 11, 31, 23, 59, 59));
    expect(time(tags.utcTime, '000101000000Z')).toBe(Date.UTC(2000, 0, 1));
    expect(time(tags.generalizedTime, '19500102030405Z')).toBe(Date.UTC(1950, 0, 2, 3, 4, 5));
    expect(time(tags.generalizedTime, '20261121103000.25Z')).toBe(
      Date.UTC(2026, 10, 21, 10, 30, 0, 250),
    );
    expect(time(tags.generalizedTime, '20261121103000.123987Z')).toBe(
      Date.UTC(2026, 10, 21, 10, 30, 0, 123),
    );
  });

  test.each([
    [tags.utcTime, '20261121103000Z'],
    [tags.utcTime, '261121103000'],
    [tags.utcTime, '261121103000+0700'],
    [tags.utcTime, 'x261121103000Z'],
    [tags.utcTime, '261121103000Zx'],
    [tags.utcTime, '2611211030Z'],
    [tags.generalizedTime, '261121103000Z'],
    [tags.generalizedTime, '20261121103000'],
    [tags.generalizedTime, '20261121103000.Z'],
    [tags.generalizedTime, 'x20261121103000Z'],
    [tags.generalizedTime, '20261121103000Zx'],
    [tags.generalizedTime, '20260230000000Z'],
    [tags.generalizedTime, '20261301000000Z'],
    [tags.generalizedTime, '20260101240000Z'],
    [tags.generalizedTime, '20260101006000Z'],
    [tags.utcTime, '260101000060Z'],
  ])('no time: %i %s', (tag, text) => {
    expect(() => time(tag, text)).toThrow('DER time not readable');
    expect(() => readTime(undefined)).toThrow('DER time not readable');
  });
});

describe('what is written', () => {
  test.each([
    [0, '020100'],
    [1, '020101'],
    [127, '02017f'],
    [128, '02020080'],
    [256, '02020100'],
    [0x1000, '02021000'],
    [0x123456, '0203123456'],
  ])('the number %i', (value, text) => {
    expect(hex(integer(value))).toBe(text);
  });

  test.each([
    ['00', '020100'],
    ['0000', '020100'],
    ['007f', '02017f'],
    ['0080', '02020080'],
    ['0000ff', '020200ff'],
    ['80', '02020080'],
    ['0102', '02020102'],
  ])('the bytes %s as a number', (from, text) => {
    expect(hex(integer(bytes(from)))).toBe(text);
  });

  test('lengths as short as they may be', () => {
    expect(hex(write(4, Buffer.alloc(127)).subarray(0, 2))).toBe('047f');
    expect(hex(write(4, Buffer.alloc(128)).subarray(0, 3))).toBe('048180');
    expect(hex(write(4, Buffer.alloc(255)).subarray(0, 3))).toBe('0481ff');
    expect(hex(write(4, Buffer.alloc(256)).subarray(0, 4))).toBe('04820100');
    expect(hex(write(4, Buffer.alloc(65_536)).subarray(0, 5))).toBe('0483010000');
    expect(hex(write(4, bytes('01'), bytes('0203')))).toBe('0403010203');
  });

  test('a set in the order of its bytes, a sequence as it is given', () => {
    expect(hex(setOf(integer(3), integer(1), integer(2)))).toBe('3109020101020102020103');
    expect(hex(sequence(integer(3), integer(1)))).toBe('3006020103020101');
    expect([tagged(0), tagged(3)]).toEqual([0xa0, 0xa3]);
  });
});
