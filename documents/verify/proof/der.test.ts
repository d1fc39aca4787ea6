import { describe, expect, test } from '@jest/globals';
import { oid, write } from '../../evidence/der';
import {
  asciiOf,
  bitStringOf,
  booleanOf,
  childrenOf,
  DerFault,
  DerSequence,
  hasBit,
  hexOf,
  integerOf,
  oidOf,
  readDer,
  readElement,
  smallInteger,
  tag,
  timeOf,
  tryRead,
} from './der';

/** The one way that DER has for each thing, and the ways of BER and of nobody that are refused. */

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const one = (hex: string) => readDer(bytes(hex));
const zeros = (count: number) => '00'.repeat(count);
/** Refused in these words: a `TypeError` one line later would not tell that it was seen. */
const refused = (read: () => unknown, words: string | RegExp) => {
  expect(read).toThrow(DerFault);
  expect(read).toThrow(words);
};

describe('an element', () => {
  test.each([
    ['0500', 0x05, ''],
    ['0401ff', 0x04, 'ff'],
    [`047f${zeros(127)}`, 0x04, zeros(127)],
    [`048180${zeros(128)}`, 0x04, zeros(128)],
    [`0481ff${zeros(255)}`, 0x04, zeros(255)],
    [`04820100${zeros(256)}`, 0x04, zeros(256)],
    [`0483010000${zeros(65_536)}`, 0x04, zeros(65_536)],
    ['9e00', 0x9e, ''],
  ])('%.20s… is read', (hex, kind, body) => {
    const element = one(hex);
    expect(element.tag).toBe(kind);
    expect(hexOf(element.raw)).toBe(hex);
    expect(hexOf(element.body)).toBe(body);
  });

  test.each([
    ['', 'cut off'],
    ['04', 'cut off'],
    ['040201', 'cut off'],
    [`048401000000${zeros(9)}`, 'cut off'],
    ['1f0100', 'a long tag'],
    ['bf8100', 'a long tag'],
    ['3080050000', 'an indefinite or endless length'],
    ['0485000000000100', 'an indefinite or endless length'],
    [`04850100000000${zeros(9)}`, 'an indefinite or endless length'],
    ['04ff00', 'an indefinite or endless length'],
    ['0481', 'not the short form'],
    ['048201', 'not the short form'],
    ['04810100', 'not the short form'],
    [`04817f${zeros(127)}`, 'not the short form'],
    [`04820080${zeros(128)}`, 'not the short form'],
    [`048200ff${zeros(255)}`, 'not the short form'],
    [`048300ffff${zeros(65_535)}`, 'not the short form'],
    ['0401ff00', 'bytes follow'],
  ])('%.20s… is none: %s', (hex, words) => refused(() => one(hex), words));

  test('is read from where it stands', () => {
    const element = readElement(bytes('ffff0401ab05'), 2);
    expect([hexOf(element.raw), hexOf(element.body)]).toEqual(['0401ab', 'ab']);
  });

  test('has the tag that is expected', () => {
    expect(readDer(bytes('0500'), 0x05).tag).toBe(0x05);
    refused(() => readDer(bytes('0500'), 0x30), 'expected tag 48, found 5');
  });
});

describe('the parts of an element', () => {
  test('are those of one that is made of parts', () => {
    expect(childrenOf(one('30050500040101')).map(({ raw }) => hexOf(raw))).toEqual([
      '0500',
      '040101',
    ]);
    expect(childrenOf(one('3000'))).toEqual([]);
    expect(childrenOf(one('a0020500'), 0xa0)).toHaveLength(1);
    refused(() => childrenOf(one('30020500'), 0x31), 'expected tag 49, found 48');
    refused(() => childrenOf(one('04020500')), 'has no parts');
    refused(() => childrenOf(one('80020500')), 'has no parts');
    refused(() => childrenOf(one('3003040201')), 'cut off');
  });

  test('are taken one after the other', () => {
    const parts = new DerSequence(one('300705000401010200'));
    expect(parts.takeIf(0x04)).toBeUndefined();
    expect(parts.takeIf(0x05)?.tag).toBe(0x05);
    refused(() => parts.end(), 'left over');
    expect(parts.take(0x04).tag).toBe(0x04);
    expect(parts.take().tag).toBe(0x02);
    parts.end();
    expect(parts.takeIf(0x04)).toBeUndefined();
    refused(() => parts.take(), 'expected tag any, found nothing');
  });

  test('are of the kind that is expected, under its own tag', () => {
    refused(() => new DerSequence(one('30020500')).take(0x04), 'expected tag 4, found 5');
    refused(() => new DerSequence(one('3000')).take(0x04), 'expected tag 4, found nothing');
    refused(() => new DerSequence(one('31020500')), 'expected tag 48, found 49');
    expect(new DerSequence(one('a1020500'), 0xa1).take().tag).toBe(0x05);
  });
});

describe('an object identifier', () => {
  test.each([
    '0.0',
    '0.39',
    '1.0',
    '1.39',
    '2.0',
    '2.5.29.15',
    '2.40.3',
    '2.999.1',
    '1.2.840.113549.1.1.11',
    `1.3.${2 ** 45 - 1}`,
  ])('%s', (dotted) => expect(oidOf(readDer(oid(dotted)))).toBe(dotted));

  test.each([
    ['0403550403', 'expected an OID'],
    ['0600', 'expected an OID'],
    ['060355048f', 'an OID is cut off'],
    [`06092a${'ff'.repeat(7)}7f`, 'an OID is too long'],
    [`060a2a${'ff'.repeat(8)}7f`, 'an OID is too long'],
  ])('%s is none: %s', (hex, words) => refused(() => oidOf(one(hex)), words));
});

describe('a number', () => {
  test.each([
    ['020100', 0],
    ['02017f', 127],
    ['02020080', 128],
    ['02020100', 256],
    ['020500ffffffff', 4_294_967_295],
    ['0a0102', 2],
  ])('%s', (hex, value) => expect(smallInteger(one(hex))).toBe(value));

  test.each([
    ['040100', 'expected an integer'],
    ['0200', 'expected an integer'],
    ['02020000', 'not in its short form'],
    ['0202007f', 'not in its short form'],
    ['0203000080', 'not in its short form'],
    ['0202ff80', 'not in its short form'],
    ['0206010000000000', 'expected a small integer'],
    ['02050100000000', 'expected a small integer'],
    ['020180', 'a negative integer'],
    ['0201ff', 'a negative integer'],
    ['0202ff7f', 'a negative integer'],
  ])('%s is none that is small: %s', (hex, words) => refused(() => smallInteger(one(hex)), words));

  test.each(['0201ff', '0202ff7f', '02020080', '0206010000000000'])('%s in its bytes', (hex) =>
    expect(hexOf(integerOf(one(hex)))).toBe(hex.slice(4)),
  );
});

test('true and false have one form each', () => {
  expect(booleanOf(one('0101ff'))).toBe(true);
  expect(booleanOf(one('010100'))).toBe(false);
  expect(booleanOf(one('8101ff'))).toBe(true);
  for (const hex of ['010101', '0101fe', '0100', '0102ffff', '01020000'])
    refused(() => booleanOf(one(hex)), 'neither true nor false');
});

describe('a time', () => {
  const time = (kind: number, text: string) =>
    timeOf(readDer(write(kind, Buffer.from(text, 'latin1'))));
  const at = (text: string) => Date.parse(text);

  test.each([
    [tag.utcTime, '500102030405Z', '1950-01-02T03:04:05Z'],
    [tag.utcTime, '991231235959Z', '1999-12-31T23:59:59Z'],
    [tag.utcTime, '000229000000Z', '2000-02-29T00:00:00Z'],
    [tag.utcTime, '491231235959Z', '2049-12-31T23:59:59Z'],
    [tag.generalizedTime, '19500102030405Z', '1950-01-02T03:04:05Z'],
    [tag.generalizedTime, '00500102030405Z', '0050-01-02T03:04:05Z'],
    [tag.generalizedTime, '20261121103000.5Z', '2026-11-21T10:30:00.500Z'],
    [tag.generalizedTime, '20261121103000.123987654Z', '2026-11-21T10:30:00.123Z'],
  ])('%i %s', (kind, text, instant) => expect(time(kind, text)).toBe(at(instant)));

  test.each([
    [tag.utcTime, '20261121103000Z'],
    [tag.utcTime, '261121103000'],
    [tag.utcTime, '2611211030Z'],
    [tag.utcTime, '261121103000+0700'],
    [tag.utcTime, 'x261121103000Z'],
    [tag.utcTime, '261121103000Zx'],
    [tag.generalizedTime, '261121103000Z'],
    [tag.generalizedTime, '20261121103000'],
    [tag.generalizedTime, '20261121103000.Z'],
    [tag.generalizedTime, '20261121103000.xZ'],
    [tag.generalizedTime, 'x20261121103000Z'],
    [tag.generalizedTime, '20261121103000Zx'],
    [0x16, '261121103000Z'],
    [0x16, '20261121103000Z'],
    [tag.octetString, '20261121103000Z'],
  ])('%i %s is none', (kind, text) => refused(() => time(kind, text), 'expected a time'));

  test.each(['20260230000000Z', '20261301000000Z', '20260100000000Z', '20260101240000Z'])(
    '%s never was',
    (text) => refused(() => time(tag.generalizedTime, text), 'does not exist'),
  );
  test.each(['260101006000Z', '260101000060Z'])('%s never was', (text) =>
    refused(() => time(tag.utcTime, text), 'does not exist'),
  );
});

test('a string of bits is one of whole octets', () => {
  expect(hexOf(bitStringOf(one('030300abcd')))).toBe('abcd');
  for (const hex of ['030301abcc', '0300', '040300abcd'])
    refused(() => bitStringOf(one(hex)), 'expected whole octets of bits');
});

test('a named bit is set where it stands', () => {
  const bits = one('0303078080');
  const set = Array.from({ length: 20 }, (_, bit) => bit).filter((bit) => hasBit(bits, bit));
  expect(set).toEqual([0, 8]);
  const last = one('03020001');
  expect([6, 7, 8].map((bit) => hasBit(last, bit))).toEqual([false, true, false]);
});

test('bytes as text', () => {
  expect(asciiOf(bytes('41ff'))).toBe('Aÿ');
  expect(hexOf(bytes('00a0ff'))).toBe('00a0ff');
});

test('what cannot be read is nothing; a fault of ours is none of the bytes', () => {
  expect(tryRead(() => 7)).toBe(7);
  expect(tryRead(() => one('04'))).toBeUndefined();
  expect(() =>
    tryRead(() => {
      throw new TypeError('ours');
    }),
  ).toThrow('ours');
});
