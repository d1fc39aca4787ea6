import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Authority,
  type CertificateOptions,
  extension,
  forgeCertificate,
} from '../../test/attacks/forge-evidence';
import {
  type Certificate,
  climbFrom,
  findPath,
  isIssuedBy,
  isSelfIssued,
  readCertificate,
  readCertificates,
  verifySigned,
} from './certificate';
import { integer, nil, octets, oid, readPiece, readPieces, sequence, tagged, write } from './der';

const read = ({ certificate }: Authority): Certificate => readCertificate(certificate);
const make = (options: CertificateOptions = {}) => forgeCertificate(options);
const authority = (issuer: Authority | undefined, options: CertificateOptions = {}) =>
  make({ ...(issuer ? { issuer } : {}), ca: {}, usage: ['keyCertSign', 'cRLSign'], ...options });

const rawOf = (piece: Uint8Array) => readPieces(readPiece(piece).content).map(({ raw }) => raw);

let root: Authority;
beforeAll(() => {
  root = authority(undefined, { name: 'Gốc Mẫu' });
});

describe('what a certificate says', () => {
  test('whose it is, of whom, from when to when, and for what', () => {
    const [notBefore, notAfter] = [Date.UTC(2026, 0, 2, 3, 4, 5), Date.UTC(2027, 0, 2, 3, 4, 6)];
    const leaf = read(
      make({ issuer: root, notBefore, notAfter, usage: ['digitalSignature', 'nonRepudiation'] }),
    );
    expect(leaf).toMatchObject({ notBefore, notAfter, isCa: false, pathLength: undefined });
    expect(leaf.issuer).toEqual(read(root).subject);
    expect(Buffer.from(leaf.serialNumber).toString('hex')).toMatch(/^020940[0-9a-f]{16}$/);
    expect(leaf.publicKey.asymmetricKeyType).toBe('ec');
    expect(leaf.publicKeyBits[0]).toBe(4);
    expect(leaf.publicKeyBits).toHaveLength(65);
    expect(leaf.keyUsage).toEqual({
      ...{ digitalSignature: true, nonRepudiation: true, keyCertSign: false, cRLSign: false },
    });
    expect(leaf).toMatchObject({
      extendedKeyUsages: [],
      ocspUrls: [],
      crlUrls: [],
      issuerUrls: [],
    });
    expect(leaf).toMatchObject({ isTimeStamping: false, ocspNoCheck: false });
  });

  test.each(['digitalSignature', 'nonRepudiation', 'keyCertSign', 'cRLSign'] as const)(
    'the right %s alone',
    (usage) => {
      expect(read(make({ issuer: root, usage: [usage] })).keyUsage).toEqual({
        ...{ digitalSignature: false, nonRepudiation: false, keyCertSign: false, cRLSign: false },
        [usage]: true,
      });
      expect(read(make({ issuer: root })).keyUsage).toBeNull();
    },
  );

  const constraints = (...parts: Uint8Array[]) =>
    read(make({ issuer: root, extensions: [extension('2.5.29.19', sequence(...parts), true)] }));
  const flag = (byte: number) => write(1, Buffer.from([byte]));

  test('whether it is an authority, and how many may stand below it', () => {
    expect(read(authority(root, { ca: { pathLength: 0 } }))).toMatchObject({
      isCa: true,
      pathLength: 0,
    });
    expect(constraints(flag(0xff))).toMatchObject({ isCa: true, pathLength: undefined });
    expect(constraints()).toMatchObject({ isCa: false, pathLength: undefined });
    expect(constraints(flag(0))).toMatchObject({ isCa: false });
    expect(() => constraints(flag(1))).toThrow('DER boolean not readable');
    expect(() => constraints(write(1))).toThrow('DER boolean not readable');
    expect(constraints(integer(3))).toMatchObject({ isCa: false, pathLength: 3 });
    expect(constraints(write(4, Buffer.from([0xff])))).toMatchObject({ isCa: false });
    expect(constraints(flag(0xff), integer(300)).pathLength).toBeUndefined();
  });

  test('that it stamps times: that alone, and marked critical', () => {
    const stamping = '1.3.6.1.5.5.7.3.8';
    const extended = (oids: string[], critical: boolean) =>
      read(make({ issuer: root, extended: { oids, critical } }));
    expect(extended([stamping], true).isTimeStamping).toBe(true);
    expect(extended([stamping], false).isTimeStamping).toBe(false);
    expect(extended([stamping, '1.3.6.1.5.5.7.3.9'], true).isTimeStamping).toBe(false);
    expect(extended(['1.3.6.1.5.5.7.3.9'], true)).toMatchObject({
      ...{ isTimeStamping: false, extendedKeyUsages: ['1.3.6.1.5.5.7.3.9'] },
    });
    const marked = sequence(oid('2.5.29.37'), flag(0), octets(sequence(oid(stamping))));
    expect(read(make({ issuer: root, extensions: [marked] })).isTimeStamping).toBe(false);
    expect(read(make({ issuer: root, noCheck: true })).ocspNoCheck).toBe(true);
  });

  const uri = (text: string, tag = 0x86) => write(tag, Buffer.from(text, 'latin1'));

  test('where its issuer and its revocation are asked for: by http alone', () => {
    const at = (method: string, location: Uint8Array) => sequence(oid(method), location);
    const access = extension(
      '1.3.6.1.5.5.7.1.1',
      sequence(
        at('1.3.6.1.5.5.7.48.1', uri('http://ocsp.example/')),
        at('1.3.6.1.5.5.7.48.1', uri('ldap://ocsp.example/')),
        at('1.3.6.1.5.5.7.48.1', uri('http://named.example/', 0x82)),
        at('1.3.6.1.5.5.7.48.1', uri('xhttp://ocsp.example/')),
        at('1.3.6.1.5.5.7.48.2', uri('HTTPS://ca.example/ca.cer')),
        at('1.3.6.1.5.5.7.48.2', uri('file:///etc/passwd')),
        at('1.3.6.1.5.5.7.48.5', uri('http://other.example/')),
      ),
    );
    const point = (...locations: Uint8Array[]) =>
      sequence(write(tagged(0), write(tagged(0), ...locations)));
    const lists = extension(
      '2.5.29.31',
      sequence(
        point(uri('http://crl.example/1'), uri('ldap://crl.example/'), uri('http://crl.example/2')),
        sequence(write(tagged(2), uri('http://issuer.example/'))),
        sequence(write(tagged(0), write(tagged(1), uri('http://relative.example/')))),
        point(uri('https://crl.example/3')),
      ),
    );
    expect(read(make({ issuer: root, extensions: [access, lists] }))).toMatchObject({
      ocspUrls: ['http://ocsp.example/'],
      issuerUrls: ['HTTPS://ca.example/ca.cer'],
      crlUrls: ['http://crl.example/1', 'http://crl.example/2', 'https://crl.example/3'],
    });
  });

  test('what is none is refused, and left out of a list', () => {
    const { certificate } = make({ issuer: root });
    const [tbs, ...rest] = rawOf(certificate);
    const [version, ...fields] = rawOf(tbs!);
    const without = (...parts: (Uint8Array | undefined)[]) =>
      sequence(sequence(...parts.filter((part) => part !== undefined)), ...rest);
    expect(() => readCertificate(without(...fields))).toThrow('not a version 3 certificate');
    expect(() => readCertificate(without(version, ...fields.slice(0, 4)))).toThrow('cut short');
    expect(() => readCertificate(Buffer.from('text'))).toThrow();
    const noValue = make({ issuer: root, extensions: [sequence(oid('2.5.29.19'), nil())] });
    expect(() => read(noValue)).toThrow('extension without value');
    expect(readCertificates([certificate, Buffer.from('text'), root.certificate])).toEqual([
      readCertificate(certificate),
      read(root),
    ]);
  });

  test('it is read once, and apart from the bytes it was read from', () => {
    const { certificate } = make({ issuer: root });
    const copy = Buffer.from(certificate);
    const first = readCertificate(copy);
    copy.fill(0);
    expect(Buffer.from(first.der)).toEqual(Buffer.from(certificate));
    expect(readCertificate(certificate)).toBe(first);
    // Of those that were read, only the latest are kept.
    for (let i = 0; i < 256; i++) read(make({ issuer: root, notAfter: Date.now() + i * 1000 }));
    expect(readCertificate(certificate)).not.toBe(first);
  });
});

describe('a path', () => {
  const pathOf = (leaf: Authority, pool: Authority[], anchors: Authority[]) =>
    findPath(read(leaf), pool.map(read), anchors.map(read));

  test('is named and signed by each next one, an authority with the right to it', () => {
    const issuing = authority(root);
    const leaf = make({ issuer: issuing });
    expect(pathOf(leaf, [issuing], [root])).toEqual([leaf, issuing, root].map(read));
    expect(pathOf(leaf, [], [root])).toBeUndefined();
    expect(pathOf(leaf, [issuing], [])).toBeUndefined();
    expect(isIssuedBy(read(leaf), read(issuing))).toBe(true);
    // Another of the same name did not sign it.
    const twin = authority(undefined, { name: 'Gốc Mẫu' });
    expect(isIssuedBy(read(issuing), read(twin))).toBe(false);
    expect(pathOf(leaf, [issuing], [twin])).toBeUndefined();
    expect(pathOf(leaf, [issuing, twin], [twin, root])).toEqual([leaf, issuing, root].map(read));
  });

  test.each<[string, CertificateOptions]>([
    ['no authority', { usage: ['keyCertSign'] }],
    ['an authority that may not certify', { ca: {}, usage: ['cRLSign'] }],
  ])('%s does not issue', (_what, options) => {
    const issuing = make({ issuer: root, ...options });
    expect(pathOf(make({ issuer: issuing }), [issuing], [root])).toBeUndefined();
  });

  test('an authority without usages may certify, one signed by another key may not', () => {
    const issuing = make({ issuer: root, ca: {} });
    expect(pathOf(make({ issuer: issuing }), [issuing], [root])).toHaveLength(3);
    const forged = make({ issuer: { ...issuing, key: root.key } });
    expect(isIssuedBy(read(forged), read(issuing))).toBe(false);
    expect(pathOf(forged, [issuing], [root])).toBeUndefined();
  });

  test('no more authorities stand below one than it lets', () => {
    const upper = authority(root, { ca: { pathLength: 1 } });
    const middle = authority(upper);
    const lower = authority(middle);
    expect(pathOf(make({ issuer: middle }), [upper, middle], [root])).toHaveLength(4);
    expect(pathOf(make({ issuer: lower }), [upper, middle, lower], [root])).toBeUndefined();
    const last = authority(root, { ca: { pathLength: 0 } });
    expect(pathOf(make({ issuer: last }), [last], [root])).toHaveLength(3);
    expect(pathOf(make({ issuer: authority(last) }), [last, middle], [root])).toBeUndefined();
  });

  test('is eight certificates long at most', () => {
    const authorities = [root];
    for (let i = 0; i < 7; i++) authorities.push(authority(authorities.at(-1)));
    const under = (depth: number) => make({ issuer: authorities[depth]! });
    expect(pathOf(under(6), authorities, [root])).toHaveLength(8);
    expect(pathOf(under(7), authorities, [root])).toBeUndefined();
    expect(climbFrom(read(under(7)), authorities.map(read))).toHaveLength(8);
  });

  test('no two authorities that certify each other, and no crowd of one name, keep it searching', () => {
    const first = make({ ca: {}, name: 'A' });
    const second = make({ issuer: first, ca: {}, name: 'B' });
    const cross = forgeCertificate({ issuer: second, ca: {}, name: 'A' });
    const leaf = make({ issuer: second });
    expect(pathOf(leaf, [second, cross, first], [root])).toBeUndefined();
    const crowd = Array.from({ length: 64 }, () => authority(undefined, { name: 'Đông' }));
    const issuing = authority(undefined, { name: 'Đông' });
    const child = make({ issuer: issuing });
    expect(pathOf(child, [...crowd.slice(1), issuing], [issuing])).toHaveLength(2);
    expect(pathOf(child, [], [...crowd, issuing])).toBeUndefined();
    expect(pathOf(child, [], [...crowd.slice(1), issuing])).toHaveLength(2);
  });

  test('is climbed as far as the pool knows', () => {
    const issuing = authority(root);
    const leaf = make({ issuer: issuing });
    const climbed = (pool: Authority[]) => climbFrom(read(leaf), pool.map(read));
    expect(climbed([])).toEqual([read(leaf)]);
    expect(climbed([root, issuing])).toEqual([leaf, issuing, root].map(read));
    expect(climbed([root])).toEqual([read(leaf)]);
    expect(isSelfIssued(read(root))).toBe(true);
    expect(isSelfIssued(read(issuing))).toBe(false);
    expect(climbFrom(read(root), [read(root)])).toEqual([read(root)]);
  });
});

describe('a signature', () => {
  const data = Buffer.from('Giấy khai sinh');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const check = (algorithm: Uint8Array, signature: Uint8Array, key: KeyObject) =>
    verifySigned(data, readPiece(algorithm), signature, key);
  const named = (id: string) => sequence(oid(id), nil());

  test.each([
    ['1.2.840.113549.1.1.11', 'sha256', rsa],
    ['1.2.840.113549.1.1.12', 'sha384', rsa],
    ['1.2.840.113549.1.1.13', 'sha512', rsa],
    ['1.2.840.10045.4.3.2', 'sha256', ec],
    ['1.2.840.10045.4.3.3', 'sha384', ec],
    ['1.2.840.10045.4.3.4', 'sha512', ec],
  ])('by %s holds with its own hash and key', (id, hash, { publicKey, privateKey }) => {
    const signature = sign(hash, data, privateKey);
    expect(check(named(id), signature, publicKey)).toBe(true);
    expect(check(named(id), sign('sha224', data, privateKey), publicKey)).toBe(false);
    expect(
      check(named(id), signature, publicKey === rsa.publicKey ? ec.publicKey : rsa.publicKey),
    ).toBe(false);
  });

  test.each([
    ['1.2.840.113549.1.1.5', 'sha1', rsa],
    ['1.2.840.113549.1.1.4', 'md5', rsa],
    ['1.2.840.10045.4.1', 'sha1', ec],
  ])('by the weak %s never holds', (id, hash, { publicKey, privateKey }) => {
    expect(check(named(id), sign(hash, data, privateKey), publicKey)).toBe(false);
  });

  const hashOids = {
    sha256: '2.16.840.1.101.3.4.2.1',
    sha384: '2.16.840.1.101.3.4.2.2',
    sha512: '2.16.840.1.101.3.4.2.3',
    sha1: '1.3.14.3.2.26',
  };
  type Hash = keyof typeof hashOids;
  const hashField = (hash: Hash) => write(tagged(0), named(hashOids[hash]));
  const maskField = (hash: Hash) =>
    write(tagged(1), sequence(oid('1.2.840.113549.1.1.8'), named(hashOids[hash])));
  const saltField = (length: number) => write(tagged(2), integer(length));
  const pss = (...fields: Uint8Array[]) =>
    sequence(oid('1.2.840.113549.1.1.10'), ...(fields.length > 0 ? [sequence(...fields)] : []));
  const signPss = (hash: string, saltLength: number) =>
    sign(hash, data, { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });

  test.each(['sha256', 'sha384', 'sha512'] as const)(
    'by RSASSA-PSS over %s holds as it is named',
    (hash) => {
      const algorithm = pss(hashField(hash), maskField(hash), saltField(32));
      expect(check(algorithm, signPss(hash, 32), rsa.publicKey)).toBe(true);
      expect(check(algorithm, signPss(hash, 20), rsa.publicKey)).toBe(false);
      const usual = pss(hashField(hash), maskField(hash));
      expect(check(usual, signPss(hash, 20), rsa.publicKey)).toBe(true);
      expect(check(usual, signPss(hash, 32), rsa.publicKey)).toBe(false);
    },
  );

  test('by RSASSA-PSS that leaves a hash out, mixes two, is weak or of another key never holds', () => {
    const signature = signPss('sha256', 20);
    const refused = (algorithm: Uint8Array, key = rsa.publicKey) =>
      expect(check(algorithm, signature, key)).toBe(false);
    refused(pss());
    refused(pss(maskField('sha256'), saltField(20)));
    refused(pss(hashField('sha256'), saltField(20)));
    refused(pss(hashField('sha256'), maskField('sha384'), saltField(20)));
    refused(pss(hashField('sha256'), maskField('sha256'), saltField(300)));
    refused(pss(hashField('sha256'), maskField('sha256'), write(tagged(2), write(2))));
    refused(pss(hashField('sha256'), maskField('sha256'), saltField(20)), ec.publicKey);
    const weak = pss(hashField('sha1'), maskField('sha1'), saltField(20));
    expect(check(weak, signPss('sha1', 20), rsa.publicKey)).toBe(false);
  });
});
