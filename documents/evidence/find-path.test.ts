import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { checkSigner } from '../copy/prepared-document';
import { findPath, readCertificate, type Certificate } from './certificate';

/** Paths over roots and authorities that are signed in other ways than ours. */
type Algorithm = 'SHA-256' | 'SHA-1' | 'PSS';

const rsa = (algorithm: Algorithm) => ({
  name: algorithm === 'PSS' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5',
  hash: algorithm === 'SHA-1' ? 'SHA-1' : 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
  ...(algorithm === 'PSS' ? { saltLength: 32 } : {}),
});
const day = 86_400_000;
const { digitalSignature, nonRepudiation, keyCertSign, cRLSign } = x509.KeyUsageFlags;

interface Pair {
  der: Uint8Array;
  key: webcrypto.CryptoKey;
  /** The same key for other algorithms. */
  pkcs8: ArrayBuffer;
  name: string;
}

async function make(
  name: string,
  signed: Algorithm,
  issuer: Pair | undefined,
  options: { isCa: boolean; pathLength?: number; mayCertify?: boolean },
): Promise<Pair> {
  const { subtle } = webcrypto;
  const keys = await subtle.generateKey(rsa('SHA-256'), true, ['sign', 'verify']);
  const pkcs8 = await subtle.exportKey('pkcs8', keys.privateKey);
  const signer = issuer?.pkcs8 ?? pkcs8;
  const { isCa, pathLength, mayCertify = true } = options;
  const certify = mayCertify ? keyCertSign | cRLSign : cRLSign;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: '01',
    subject: `CN=${name}`,
    issuer: `CN=${issuer?.name ?? name}`,
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + day),
    publicKey: keys.publicKey,
    signingKey: await subtle.importKey('pkcs8', signer, rsa(signed), false, ['sign']),
    signingAlgorithm: rsa(signed),
    extensions: [
      new x509.BasicConstraintsExtension(isCa, pathLength, true),
      new x509.KeyUsagesExtension(isCa ? certify : digitalSignature | nonRepudiation, true),
    ],
  });
  return { der: new Uint8Array(certificate.rawData), key: keys.privateKey, pkcs8, name };
}

const read = ({ der }: Pair): Certificate => readCertificate(der);
const isFound = (leaf: Pair, pool: Pair[], anchors: Pair[]) =>
  findPath(read(leaf), pool.map(read), anchors.map(read)) !== undefined;

describe.each<Algorithm>(['SHA-1', 'PSS', 'SHA-256'])(
  'a root signed by itself with %s',
  (signed) => {
    let root: Pair;
    let leaf: Pair;
    beforeAll(async () => {
      root = await make('Gốc Mẫu', signed, undefined, { isCa: true });
      leaf = await make('Nguyễn Thị Ví Dụ', 'SHA-256', root, { isCa: false });
    });

    it('is one by its bytes where it is trusted, and only there', async () => {
      expect(isFound(leaf, [], [root])).toBe(true);
      expect(isFound(leaf, [root], [])).toBe(false);
      const namesake = await make('Gốc Mẫu', signed, undefined, { isCa: true });
      expect(isFound(leaf, [root], [namesake])).toBe(false);
    });

    it('lets its signers sign', () => {
      const signer = { certificate: leaf.der, chain: [root.der] };
      const anchors = [root.der];
      expect(checkSigner({ ...signer, anchors }, Date.now()).chain).toHaveLength(1);
      expect(checkSigner(signer, Date.now()).chain).toHaveLength(1);
      expect(() => checkSigner({ ...signer, anchors: [] }, Date.now())).toThrow('no path');
    });
  },
);

describe('what stands below a root', () => {
  let root: Pair;
  beforeAll(async () => {
    root = await make('Gốc Mẫu', 'SHA-256', undefined, { isCa: true, pathLength: 1 });
  });
  const leafOf = (issuer: Pair, signed: Algorithm = 'SHA-256') =>
    make('Nguyễn Thị Ví Dụ', signed, issuer, { isCa: false });

  it('is refused where it is signed with SHA-1, leaf or authority', async () => {
    expect(isFound(await leafOf(root, 'SHA-1'), [], [root])).toBe(false);
    const old = await make('Tổ chức cũ', 'SHA-1', root, { isCa: true });
    expect(isFound(await leafOf(old), [old], [root])).toBe(false);
  });

  it('may be signed with RSASSA-PSS over SHA-256', async () => {
    const issuing = await make('Tổ chức cấp', 'PSS', root, { isCa: true });
    expect(isFound(await leafOf(issuing, 'PSS'), [issuing], [root])).toBe(true);
  });

  it('must have the right to certify, and keep to the length that was set', async () => {
    const first = await make('Một', 'SHA-256', root, { isCa: true, pathLength: 0 });
    expect(isFound(await leafOf(first), [first], [root])).toBe(true);
    const second = await make('Hai', 'SHA-256', first, { isCa: true });
    expect(isFound(await leafOf(second), [first, second], [root])).toBe(false);
    const mute = await make('Ba', 'SHA-256', root, { isCa: true, mayCertify: false });
    expect(isFound(await leafOf(mute), [mute], [root])).toBe(false);
    const person = await leafOf(root);
    expect(isFound(await leafOf(person), [person], [root])).toBe(false);
  });

  it('may be an anchor itself, and ends the path', async () => {
    const issuing = await make('Tổ chức cấp', 'SHA-256', root, { isCa: true });
    const leaf = await leafOf(issuing);
    expect(findPath(read(leaf), [read(root)], [read(issuing)])).toHaveLength(2);
  });
});
