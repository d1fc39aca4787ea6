import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Authority, forgeCertificate, forgeStamp } from '../../test/attacks/forge-evidence';
import { type Certificate, readCertificate } from './certificate';
import {
  integer,
  octets,
  readInside,
  readOid,
  readPiece,
  readPieces,
  sequence,
  tagged,
  tags,
} from './der';
import {
  acceptSignature,
  buildSignedAttributes,
  buildSignedData,
  chooseMechanism,
  findSigner,
  hashFor,
  hashInTurns,
  readDocumentDigest,
  readSignerInfo,
  type SignatureMechanism,
} from './signed-data';
import { readCmsCertificates } from './timestamp-client';

let ca: Authority;
let signer: Authority;
let certificate: Certificate;
beforeAll(() => {
  ca = forgeCertificate({ name: 'CA Mẫu', ca: {} });
  signer = forgeCertificate({ issuer: ca });
  certificate = readCertificate(signer.certificate);
});

const document = Buffer.from('Giấy khai sinh');
const digestOf = (hash: string) => createHash(hash).update(document).digest();

describe('the mechanism of a key', () => {
  const of = (publicKey: Certificate['publicKey']) => () =>
    chooseMechanism({ ...certificate, publicKey });
  const ec = (namedCurve: string) => of(generateKeyPairSync('ec', { namedCurve }).publicKey);
  const rsa = (modulusLength: number) =>
    of({ asymmetricKeyType: 'rsa', asymmetricKeyDetails: { modulusLength } } as never);

  test('goes by its kind and size; any other is refused', () => {
    expect(ec('P-256')()).toBe('ecdsa-sha256');
    expect(ec('P-384')()).toBe('ecdsa-sha384');
    expect(rsa(2048)()).toBe('rsa-pkcs1-sha256');
    expect(rsa(4096)()).toBe('rsa-pkcs1-sha256');
    const unsuitable = expect.objectContaining({
      code: 'signer-certificate-unsuitable',
      params: { reason: 'key' },
    });
    for (const key of [
      ec('P-521'),
      ec('secp256k1'),
      rsa(2047),
      rsa(4097),
      rsa(1024),
      of(generateKeyPairSync('ed25519').publicKey),
    ]) {
      expect(key).toThrow(unsuitable);
    }
    for (const asymmetricKeyType of ['dsa', 'rsa-pss']) {
      const details = { modulusLength: 2048 };
      const key = { asymmetricKeyType, asymmetricKeyDetails: details };
      expect(of(key as never)).toThrow(unsuitable);
    }
    expect(of({ asymmetricKeyType: 'rsa' } as never)).toThrow(unsuitable);
    expect(of({ asymmetricKeyType: 'ec' } as never)).toThrow(unsuitable);
  });

  test.each<[SignatureMechanism, string]>([
    ['rsa-pkcs1-sha256', 'sha256'],
    ['ecdsa-sha256', 'sha256'],
    ['ecdsa-sha384', 'sha384'],
  ])('%s hashes by %s, whole or in turns', async (mechanism, hash) => {
    const parts = [Buffer.alloc(3_000_000, 1), Buffer.alloc(0), Buffer.from('end')];
    const expected = createHash(hash).update(Buffer.concat(parts)).digest();
    expect(hashFor(mechanism, parts)).toEqual(expected);
    expect(await hashInTurns(mechanism, parts)).toEqual(expected);
  });
});

describe('what is signed', () => {
  test('names the content’s type, its digest and the certificate, and no time', () => {
    const attributes = buildSignedAttributes(certificate, 'ecdsa-sha256', digestOf('sha256'));
    const values = new Map(
      readInside(readPiece(attributes), tags.set).map((attribute) => {
        const [type, value] = readInside(attribute, tags.sequence);
        return [readOid(type), readInside(value, tags.set)];
      }),
    );
    expect([...values.keys()].sort()).toEqual([
      '1.2.840.113549.1.9.16.2.47',
      '1.2.840.113549.1.9.3',
      '1.2.840.113549.1.9.4',
    ]);
    expect(readOid(values.get('1.2.840.113549.1.9.3')![0])).toBe('1.2.840.113549.1.7.1');
    expect(values.get('1.2.840.113549.1.9.4')![0]?.content).toEqual(digestOf('sha256'));
    const [list] = values.get('1.2.840.113549.1.9.16.2.47')!;
    const [id] = readInside(readInside(list, tags.sequence)[0], tags.sequence);
    const [hash, issuerSerial] = readInside(id, tags.sequence);
    expect(hash?.content).toEqual(createHash('sha256').update(signer.certificate).digest());
    const [names, serial] = readInside(issuerSerial, tags.sequence);
    expect(readInside(readInside(names, tags.sequence)[0], tagged(4))[0]?.raw).toEqual(
      certificate.issuer,
    );
    expect(serial?.raw).toEqual(certificate.serialNumber);
    expect(readDocumentDigest(attributes)).toEqual(digestOf('sha256'));
  });

  test('without a digest is nothing', () => {
    expect(() => readDocumentDigest(readPiece(Buffer.from('3100', 'hex')).raw)).toThrow(
      'no message digest',
    );
    const attributes = buildSignedAttributes(certificate, 'ecdsa-sha256', digestOf('sha256'));
    const other = Buffer.from(
      Buffer.from(attributes)
        .toString('hex')
        .replace('06092a864886f70d010904', '06092a864886f70d010909'),
      'hex',
    );
    expect(() => readDocumentDigest(other)).toThrow('no message digest');
  });
});

describe('what the token gives', () => {
  const raw = (hash: string) =>
    sign(hash, document, { key: signer.key, dsaEncoding: 'ieee-p1363' });

  test('is carried as CMS has it, if the certificate’s key made it', () => {
    const signature = acceptSignature(certificate, 'ecdsa-sha256', document, raw('sha256'));
    expect(verify('sha256', document, certificate.publicKey, signature)).toBe(true);
    const [r, s, ...rest] = readInside(readPiece(signature), tags.sequence);
    expect([r?.tag, s?.tag, rest]).toEqual([tags.integer, tags.integer, []]);
    const rsa = forgeCertificate({ issuer: ca, key: 'rsa' });
    const plain = sign('sha256', document, rsa.key);
    const accepted = acceptSignature(
      readCertificate(rsa.certificate),
      'rsa-pkcs1-sha256',
      document,
      plain,
    );
    expect(accepted).toBe(plain);
  });

  test('over other bytes, by another key or another hash, or of an odd length is refused', () => {
    const refused = (
      signed: Uint8Array,
      bytes: Uint8Array,
      mechanism: SignatureMechanism = 'ecdsa-sha256',
    ) =>
      expect(() => acceptSignature(certificate, mechanism, signed, bytes)).toThrow(
        'signature-mismatch',
      );
    refused(Buffer.from('khác'), raw('sha256'));
    refused(document, raw('sha384'));
    refused(document, raw('sha256'), 'ecdsa-sha384');
    refused(document, raw('sha256').subarray(1));
    refused(document, Buffer.alloc(64, 1));
    const other = forgeCertificate({ issuer: ca });
    refused(document, sign('sha256', document, { key: other.key, dsaEncoding: 'ieee-p1363' }));
  });
});

describe('signed data', () => {
  let others: Authority[];
  beforeAll(() => {
    others = Array.from({ length: 6 }, () => forgeCertificate({ issuer: ca }));
  });

  const build = (timestampToken: Uint8Array | null = null) => {
    const signedAttributes = buildSignedAttributes(certificate, 'ecdsa-sha256', digestOf('sha256'));
    const signature = sign('sha256', signedAttributes, signer.key);
    const chain = [ca, ...others].map((one) => readCertificate(one.certificate));
    return {
      signature,
      signedAttributes,
      cms: buildSignedData({
        certificate,
        chain,
        mechanism: 'ecdsa-sha256',
        signedAttributes,
        signature,
        timestampToken,
      }),
    };
  };

  test('is read back as it was built, with its stamp and its signer among its certificates', () => {
    const token = forgeStamp(ca, digestOf('sha256'), Date.now());
    const { cms, signature } = build(token);
    const info = readSignerInfo(cms);
    expect(info.signature).toEqual(signature);
    expect(info.timestampToken).toEqual(token);
    expect(info.issuerAndSerial).toEqual(
      Buffer.from(sequence(certificate.issuer, certificate.serialNumber)),
    );
    expect(readSignerInfo(build().cms).timestampToken).toBeNull();
    const certificates = readCmsCertificates(cms);
    expect(certificates).toHaveLength(8);
    expect(findSigner(cms, certificates)).toBe(certificate);
    expect(() => findSigner(cms, [readCertificate(ca.certificate)])).toThrow(
      'without its signer certificate',
    );
  });

  test('is laid out as RFC 5652 has it', () => {
    const { cms, signedAttributes } = build();
    const [type, content] = readInside(readPiece(cms), tags.sequence);
    expect(readOid(type)).toBe('1.2.840.113549.1.7.2');
    const [version, hashes, encapsulated, bag, infos] = readInside(
      readInside(content, tagged(0))[0],
      tags.sequence,
    );
    expect(version?.raw).toEqual(Buffer.from(integer(1)));
    expect(readOid(readInside(readInside(hashes, tags.set)[0], tags.sequence)[0])).toBe(
      '2.16.840.1.101.3.4.2.1',
    );
    expect(readInside(encapsulated, tags.sequence).map(readOid)).toEqual(['1.2.840.113549.1.7.1']);
    const raws = readPieces(bag!.content).map(({ raw }) => Buffer.from(raw));
    expect(raws).toEqual([...raws].sort((one, other) => Buffer.compare(one, other)));
    const parts = readInside(readInside(infos, tags.set)[0], tags.sequence);
    expect(parts.map(({ tag }) => tag)).toEqual([
      tags.integer,
      tags.sequence,
      tags.sequence,
      tagged(0),
      tags.sequence,
      tags.octets,
    ]);
    expect(parts[0]?.raw).toEqual(Buffer.from(integer(1)));
    expect(Buffer.from(parts[3]!.content)).toEqual(
      Buffer.from(readPiece(signedAttributes).content),
    );
    expect(readOid(readInside(parts[4], tags.sequence)[0])).toBe('1.2.840.10045.4.3.2');
  });

  test.each<[SignatureMechanism, string, string, number]>([
    ['rsa-pkcs1-sha256', '2.16.840.1.101.3.4.2.1', '1.2.840.113549.1.1.11', 2],
    ['ecdsa-sha256', '2.16.840.1.101.3.4.2.1', '1.2.840.10045.4.3.2', 1],
    ['ecdsa-sha384', '2.16.840.1.101.3.4.2.2', '1.2.840.10045.4.3.3', 1],
  ])('by %s names its hash and its algorithm', (mechanism, hash, algorithm, fields) => {
    const { signedAttributes, signature } = build();
    const cms = buildSignedData({
      certificate,
      chain: [],
      mechanism,
      signedAttributes,
      signature,
      timestampToken: null,
    });
    const [, content] = readInside(readPiece(cms), tags.sequence);
    const infos = readInside(readInside(content, tagged(0))[0], tags.sequence).at(-1);
    const parts = readInside(readInside(infos, tags.set)[0], tags.sequence);
    expect(readOid(readInside(parts[2], tags.sequence)[0])).toBe(hash);
    const named = readInside(parts[4], tags.sequence);
    expect([readOid(named[0]), named.length]).toEqual([algorithm, fields]);
  });

  test('with no signer, two, or a signer without a value is refused', () => {
    const { cms } = build();
    const [type, content] = readInside(readPiece(cms), tags.sequence);
    const fields = readInside(readInside(content, tagged(0))[0], tags.sequence).map(
      ({ raw }) => raw,
    );
    const rebuilt = (...infos: Uint8Array[]) =>
      sequence(
        type!.raw,
        Buffer.concat([wrap(0xa0, sequence(...fields.slice(0, -1), wrap(0x31, ...infos)))]),
      );
    const info = readPieces(readPiece(fields.at(-1)!).content)[0]!.raw;
    expect(readSignerInfo(rebuilt(info)).signature).toBeDefined();
    expect(() => readSignerInfo(rebuilt())).toThrow();
    expect(() => readSignerInfo(rebuilt(info, info))).toThrow();
    const parts = readPieces(readPiece(info).content).filter(({ tag }) => tag !== tags.octets);
    const noValue = sequence(...parts.map(({ raw }) => raw));
    expect(() => readSignerInfo(rebuilt(noValue))).toThrow('CMS without a signature');
    expect(() => readSignerInfo(rebuilt(sequence(octets(document))))).toThrow(
      'CMS without a signature',
    );
  });
});

function wrap(tag: number, ...parts: Uint8Array[]): Uint8Array {
  const piece = Buffer.from(sequence(...parts));
  piece[0] = tag;
  return piece;
}
