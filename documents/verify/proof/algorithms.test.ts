import { constants, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { integer, nil, oid, sequence, write } from '../../evidence/der';
import { checkSignature, digest, hashOf, judgeKey, type HashName } from './algorithms';
import { DerFault, DerSequence, hexOf, readDer, tag } from './der';

/** What keys, hashes and signatures count for, with real ones of each kind. */

const data = Buffer.from('Bản sao đúng với bản chính');
const [rsaOid, pssOid, ecOid, ed25519Oid] = [
  '1.2.840.113549.1.1.1',
  '1.2.840.113549.1.1.10',
  '1.2.840.10045.2.1',
  '1.3.101.112',
];
const sha2 = { 'SHA-256': 1, 'SHA-384': 2, 'SHA-512': 3 } as const;
type Sha2 = keyof typeof sha2;
const hashOid = (hash: Sha2) => `2.16.840.1.101.3.4.2.${sha2[hash]}`;
const nameOf = (hash: Sha2) => hash.replace('-', '').toLowerCase();
const der = (bytes: Uint8Array) => readDer(Uint8Array.from(bytes));
const bits = (...parts: Uint8Array[]) => write(tag.bitString, Buffer.from([0]), ...parts);

const keys = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'P-521': generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  ed25519: generateKeyPairSync('ed25519'),
};
type Kind = keyof typeof keys;
const spkiOf = ({ publicKey }: { publicKey: KeyObject }) =>
  Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' }));
const spkis = Object.fromEntries(
  Object.entries(keys).map(([kind, pair]) => [kind, spkiOf(pair)]),
) as Record<Kind, Uint8Array>;

interface Asked {
  key: Kind | Uint8Array;
  algorithm: Uint8Array;
  hash?: HashName;
  signature: Uint8Array;
  data?: Uint8Array;
}
const check = ({ key, algorithm, hash, signature, ...rest }: Asked) =>
  checkSignature({
    spki: typeof key === 'string' ? spkis[key] : key,
    algorithm: der(algorithm),
    ...(hash ? { hash } : {}),
    data: rest.data ?? data,
    signature,
  });
const signed = (key: Kind, hash: Sha2) => sign(nameOf(hash), data, keys[key].privateKey);
const named = (type: string, ...parameters: Uint8Array[]) => sequence(oid(type), ...parameters);

describe('a signature', () => {
  const kinds: [string, Kind, Sha2, string][] = (
    ['SHA-256', 'SHA-384', 'SHA-512'] as const
  ).flatMap((hash, i): [string, Kind, Sha2, string][] => [
    [`RSA over ${hash}`, 'rsa', hash, `1.2.840.113549.1.1.${11 + i}`],
    ...(['P-256', 'P-384', 'P-521'] as const).map((curve): [string, Kind, Sha2, string] => [
      `${curve} over ${hash}`,
      curve,
      hash,
      `1.2.840.10045.4.3.${2 + i}`,
    ]),
  ]);

  test.each(kinds)('%s', async (_name, key, hash, algorithmOid) => {
    const signature = signed(key, hash);
    const algorithm = named(algorithmOid, nil());
    const asked = { key, algorithm, signature };
    expect(await check(asked)).toBe('right');
    expect(await check({ ...asked, hash })).toBe('right');
    expect(await check({ ...asked, data: Buffer.from('bản khác') })).toBe('wrong');
    const other = hash === 'SHA-256' ? 'SHA-512' : 'SHA-256';
    expect(await check({ ...asked, hash: other })).toBe('wrong');
    // The digest alone is named beside it.
    const bare = named(key === 'rsa' ? rsaOid : ecOid);
    expect(await check({ ...asked, algorithm: bare, hash })).toBe('right');
    expect(await check({ ...asked, algorithm: bare, hash: other })).toBe('wrong');
    expect(await check({ ...asked, algorithm: bare })).toBe('algorithm-unsupported');
  });

  test('Ed25519, whatever digest stands beside it', async () => {
    const signature = sign(null, data, keys.ed25519.privateKey);
    const asked: Asked = { key: 'ed25519', algorithm: named(ed25519Oid), signature };
    expect(await check(asked)).toBe('right');
    expect(await check({ ...asked, hash: 'SHA-256' })).toBe('right');
    expect(await check({ ...asked, hash: 'SHA-1' })).toBe('hash-weak');
    expect(await check({ ...asked, data: Buffer.from('x') })).toBe('wrong');
  });

  test.each<[string, string, HashName | undefined]>([
    ['RSA with SHA-1', '1.2.840.113549.1.1.5', undefined],
    ['RSA with MD5', '1.2.840.113549.1.1.4', undefined],
    ['ECDSA with SHA-1', '1.2.840.10045.4.1', undefined],
    ['RSA beside SHA-1', rsaOid, 'SHA-1'],
    ['RSA beside MD5', rsaOid, 'weak'],
    ['ECDSA beside MD5', ecOid, 'weak'],
  ])('%s is weak', async (_name, type, hash) => {
    const key = type.startsWith('1.2.840.113549') ? 'rsa' : 'P-256';
    const asked = { key, algorithm: named(type), signature: new Uint8Array(64) } as const;
    expect(await check({ ...asked, ...(hash ? { hash } : {}) })).toBe('hash-weak');
  });

  test.each<[string, Uint8Array]>([
    ['nobody knows', named('1.2.3.4')],
    ['is no identifier', sequence(integer(1))],
    ['is DSA', named('1.2.840.10040.4.3')],
  ])('whose algorithm %s', async (_name, algorithm) => {
    const signature = signed('rsa', 'SHA-256');
    expect(await check({ key: 'rsa', algorithm, hash: 'SHA-256', signature })).toBe(
      'algorithm-unsupported',
    );
  });

  test('by a key of another kind is wrong', async () => {
    const [byRsa, byCurve] = [signed('rsa', 'SHA-256'), signed('P-256', 'SHA-256')];
    const importing = jest.spyOn(crypto.subtle, 'importKey');
    const [rsa, ecdsa] = [named('1.2.840.113549.1.1.11'), named('1.2.840.10045.4.3.2')];
    expect(await check({ key: 'P-256', algorithm: rsa, signature: byCurve })).toBe('wrong');
    expect(await check({ key: 'rsa', algorithm: ecdsa, signature: byRsa })).toBe('wrong');
    expect(await check({ key: 'ed25519', algorithm: rsa, signature: byRsa })).toBe('wrong');
    expect(await check({ key: 'rsa', algorithm: named(ed25519Oid), signature: byRsa })).toBe(
      'wrong',
    );
    expect(importing).not.toHaveBeenCalled();
  });
});

describe('RSA-PSS', () => {
  const under = (number: number, ...parts: Uint8Array[]) => write(0xa0 + number, ...parts);
  const hashField = (hash: string) => under(0, sequence(oid(hash), nil()));
  const maskField = (hash: string, mask = '1.2.840.113549.1.1.8') =>
    under(1, sequence(oid(mask), sequence(oid(hash), nil())));
  const salt = (octets: number) => under(2, integer(octets));
  const pss = (...fields: Uint8Array[]) => named(pssOid, sequence(...fields));
  const made = (hash: Sha2, saltLength: number) =>
    sign(nameOf(hash), data, {
      key: keys.rsa.privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength,
    });
  const sha256 = hashOid('SHA-256');

  test.each(['SHA-256', 'SHA-384', 'SHA-512'] as const)('over %s', async (hash) => {
    const id = hashOid(hash);
    const algorithm = pss(hashField(id), maskField(id), salt(32));
    const asked: Asked = { key: 'rsa', algorithm, signature: made(hash, 32) };
    expect(await check(asked)).toBe('right');
    expect(await check({ ...asked, hash })).toBe('right');
    expect(await check({ ...asked, data: Buffer.from('x') })).toBe('wrong');
    expect(await check({ ...asked, signature: made(hash, 20) })).toBe('wrong');
    expect(await check({ ...asked, signature: signed('rsa', hash) })).toBe('wrong');
    expect(await check({ ...asked, hash: hash === 'SHA-256' ? 'SHA-512' : 'SHA-256' })).toBe(
      'wrong',
    );
    expect(await check({ ...asked, key: 'P-256' })).toBe('wrong');
  });

  test('has a salt of twenty octets where it does not say', async () => {
    const algorithm = pss(hashField(sha256), maskField(sha256));
    const asked: Asked = { key: 'rsa', algorithm, signature: made('SHA-256', 20) };
    expect(await check(asked)).toBe('right');
    expect(await check({ ...asked, signature: made('SHA-256', 32) })).toBe('wrong');
  });

  test.each<[string, string, Uint8Array]>([
    ['no parameters', 'algorithm-unsupported', named(pssOid)],
    ['parameters that are none', 'algorithm-unsupported', named(pssOid, nil())],
    ['no hash', 'hash-weak', pss(maskField(sha256), salt(32))],
    ['no mask', 'hash-weak', pss(hashField(sha256), salt(32))],
    ['nothing named', 'hash-weak', pss()],
    ['SHA-1', 'hash-weak', pss(hashField('1.3.14.3.2.26'), maskField('1.3.14.3.2.26'), salt(32))],
    [
      'two hashes',
      'algorithm-unsupported',
      pss(hashField(sha256), maskField(hashOid('SHA-512')), salt(32)),
    ],
    [
      'a hash that nobody knows',
      'algorithm-unsupported',
      pss(hashField('1.2.3'), maskField('1.2.3'), salt(32)),
    ],
    [
      'another mask',
      'algorithm-unsupported',
      pss(hashField(sha256), maskField(sha256, '1.2.3'), salt(32)),
    ],
    [
      'a salt that is no number',
      'algorithm-unsupported',
      pss(hashField(sha256), maskField(sha256), under(2, nil())),
    ],
  ])('with %s: %s', async (_name, found, algorithm) => {
    const signature = made('SHA-256', 32);
    expect(await check({ key: 'rsa', algorithm, signature })).toBe(found);
  });
});

describe('the two numbers of ECDSA', () => {
  const sample = () => {
    const parts = new DerSequence(der(signed('P-256', 'SHA-256')));
    return [parts.take(tag.integer).body, parts.take(tag.integer).body] as const;
  };
  const number = (...parts: Uint8Array[]) => write(tag.integer, ...parts);
  const ask = (signature: Uint8Array) =>
    check({ key: 'P-256', algorithm: named('1.2.840.10045.4.3.2'), signature });

  test('may be short', async () => {
    // About one in 128 has a number of fewer octets.
    for (let i = 0; i < 4000; i++) {
      const [r, s] = sample();
      if (r.length > 31 && s.length > 31) continue;
      expect(await ask(sequence(number(r), number(s)))).toBe('right');
      return;
    }
    throw new Error('no short number came');
  });

  test.each<[string, (r: Uint8Array, s: Uint8Array) => Uint8Array]>([
    ['one', (r) => sequence(number(r))],
    ['three', (r, s) => sequence(number(r), number(s), number(s))],
    ['none', () => sequence()],
    ['no sequence', (r, s) => Buffer.concat([r, s])],
    ['what is no number', (r, s) => sequence(number(r), write(tag.octetString, s))],
    ['a first one of nothing', (_r, s) => sequence(number(), number(s))],
    ['zero', (r) => sequence(number(r), integer(0))],
    ['a padded one', (r, s) => sequence(number(Buffer.from([0]), pad(r)), number(s))],
    ['a second one that is too long', (r, s) => sequence(number(r), number(long(s)))],
    ['a first one that is too long', (r, s) => sequence(number(long(r)), number(s))],
    ['bytes behind them', (r, s) => Buffer.concat([sequence(number(r), number(s)), nil()])],
  ])('are not %s', async (_name, make) => {
    const [r, s] = sample();
    expect(await ask(sequence(number(r), number(s)))).toBe('right');
    expect(await ask(make(r, s))).toBe('wrong');
  });

  const pad = (body: Uint8Array) =>
    body[0] === 0 ? body : Buffer.concat([Buffer.from([0]), body]);
  const long = (body: Uint8Array) => Buffer.concat([Buffer.from([1]), randomBytes(4), body]);

  test('are not below nothing', async () => {
    for (let i = 0; i < 4000; i++) {
      const [r, s] = sample();
      if (r[0] !== 0 || r.length !== 33) continue;
      expect(await ask(sequence(number(r.subarray(1)), number(s)))).toBe('wrong');
      return;
    }
    throw new Error('no number of full length came');
  });
});

describe('a key', () => {
  const rsa = (modulus: Uint8Array, exponent: Uint8Array) =>
    sequence(sequence(oid(rsaOid), nil()), bits(sequence(integer(modulus), exponent)));
  const ofBits = (count: number, exponent = integer(65_537)) => {
    const modulus = Buffer.alloc(Math.ceil(count / 8), 0xff);
    modulus[0] = 0xff >> (modulus.length * 8 - count);
    return rsa(modulus, exponent);
  };
  const curve = (name: string) => sequence(sequence(oid(ecOid), oid(name)), bits(Buffer.alloc(65)));
  const judge = (spki: Uint8Array) => judgeKey(Uint8Array.from(spki));

  test.each([
    ['RSA of 2048 bits', ofBits(2048), 'right'],
    ['RSA of 8192 bits', ofBits(8192), 'right'],
    ['RSA of 2047 bits', ofBits(2047), 'key-weak'],
    ['RSA of 1024 bits', ofBits(1024), 'key-weak'],
    ['RSA of no bits', rsa(Buffer.from([0]), integer(3)), 'key-weak'],
    ['RSA of 8193 bits', ofBits(8193), 'algorithm-unsupported'],
    ['RSA with exponent 3', ofBits(2048, integer(3)), 'right'],
    ['RSA with exponent 1', ofBits(2048, integer(1)), 'key-weak'],
    ['RSA with exponent 2', ofBits(2048, integer(2)), 'key-weak'],
    ['RSA with exponent 65536', ofBits(2048, integer(65_536)), 'key-weak'],
    ['RSA with an endless exponent', ofBits(2048, integer(2 ** 40 + 1)), 'algorithm-unsupported'],
    ['RSA of nothing', sequence(sequence(oid(rsaOid)), bits()), 'algorithm-unsupported'],
    ['P-256', curve('1.2.840.10045.3.1.7'), 'right'],
    ['P-384', curve('1.3.132.0.34'), 'right'],
    ['P-521', curve('1.3.132.0.35'), 'right'],
    ['P-192', curve('1.2.840.10045.3.1.1'), 'key-weak'],
    ['P-224', curve('1.3.132.0.33'), 'key-weak'],
    ['secp112r1', curve('1.3.132.0.6'), 'key-weak'],
    ['secp160r1', curve('1.3.132.0.8'), 'key-weak'],
    ['a curve that nobody knows', curve('1.3.132.0.10'), 'algorithm-unsupported'],
    [
      'a curve without a name',
      sequence(sequence(oid(ecOid), sequence()), bits(Buffer.alloc(65))),
      'algorithm-unsupported',
    ],
    ['Ed25519', spkis.ed25519, 'right'],
    ['DSA', sequence(sequence(oid('1.2.840.10040.4.1')), bits()), 'algorithm-unsupported'],
    [
      'a kind that nobody knows, around an RSA key',
      sequence(
        sequence(oid('1.2.3.4')),
        bits(sequence(integer(Buffer.alloc(256, 255)), integer(3))),
      ),
      'algorithm-unsupported',
    ],
    ['no key', sequence(), 'algorithm-unsupported'],
  ])('%s', (_name, spki, found) => expect(judge(spki)).toBe(found));

  test.each(['P-256', 'P-384', 'P-521', 'rsa'] as const)('%s as it is made', (kind) =>
    expect(judge(spkis[kind])).toBe('right'),
  );

  test.each<[string, Uint8Array]>([
    ['key-weak', ofBits(1024)],
    ['algorithm-unsupported', ofBits(8193)],
    ['algorithm-unsupported', sequence()],
    ['wrong', ofBits(2048)],
    ['wrong', curve('1.2.840.10045.3.1.7')],
  ])('says that a signature is %s', async (found, key) => {
    const algorithm = named('1.2.840.113549.1.1.11');
    const signature = signed('rsa', 'SHA-256');
    expect(await check({ key: Uint8Array.from(key), algorithm, signature })).toBe(found);
  });

  test('whose point lies beside its curve makes nothing right', async () => {
    const algorithm = named('1.2.840.10045.4.3.2');
    const signature = signed('P-256', 'SHA-256');
    const key = Uint8Array.from(curve('1.2.840.10045.3.1.7'));
    expect(await check({ key, algorithm, signature })).toBe('wrong');
  });
});

describe('a browser', () => {
  afterEach(() => void jest.restoreAllMocks());

  test.each([
    ['that does not know a kind of key', 'NotSupportedError', 'algorithm-unsupported'],
    ['that does not take this one', 'DataError', 'wrong'],
  ])('%s', async (_name, name, found) => {
    jest
      .spyOn(crypto.subtle, 'importKey')
      .mockImplementation(() => Promise.reject(new DOMException('', name)));
    const signature = sign(null, data, keys.ed25519.privateKey);
    const asked = { algorithm: named(ed25519Oid), signature };
    expect(await check({ ...asked, key: Uint8Array.from(spkis.ed25519) })).toBe(found);
  });

  test('is asked once to take a key in', async () => {
    const importing = jest.spyOn(crypto.subtle, 'importKey');
    const key = Uint8Array.from(spkis['P-256']);
    const signature = signed('P-256', 'SHA-256');
    const asked = { key, algorithm: named('1.2.840.10045.4.3.2'), signature };
    expect(await check(asked)).toBe('right');
    expect(await check({ ...asked, data: Buffer.from('x') })).toBe('wrong');
    expect(importing).toHaveBeenCalledTimes(1);
    // One RSA key, under two hashes.
    const rsa = Uint8Array.from(spkis.rsa);
    for (const [hash, last] of [
      ['SHA-256', 11],
      ['SHA-512', 13],
    ] as const)
      expect(
        await check({
          key: rsa,
          algorithm: named(`1.2.840.113549.1.1.${last}`),
          signature: signed('rsa', hash),
        }),
      ).toBe('right');
    expect(importing).toHaveBeenCalledTimes(3);
  });
});

describe('a hash', () => {
  test.each([
    [hashOid('SHA-256'), 'SHA-256'],
    [hashOid('SHA-384'), 'SHA-384'],
    [hashOid('SHA-512'), 'SHA-512'],
    ['1.3.14.3.2.26', 'SHA-1'],
    ['1.2.840.113549.2.5', 'weak'],
    ['1.2.840.113549.2.2', 'weak'],
    ['1.3.36.3.2.1', 'weak'],
    ['1.2.3.4', undefined],
  ])('%s', (id, hash) => {
    expect(hashOf(der(sequence(oid(id), nil())))).toBe(hash);
    expect(() => hashOf(der(sequence(integer(1))))).toThrow(DerFault);
  });

  test('is computed, or never where it is weak', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(3));
    shared.set([0x61, 0x62, 0x63]);
    expect(hexOf(await digest('SHA-1', shared))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
    await expect(digest('weak', shared)).rejects.toThrow('not computed');
  });
});
