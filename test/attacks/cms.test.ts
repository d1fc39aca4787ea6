import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReasonCode } from '../../documents/verify/reasons/reasons';
import { buildCertificate } from '../../tokens/pki/build-certificate';
import { issueCertificate } from '../../tokens/pki/issue-certificate';
import { octets, oid, sequence, write } from '../../documents/evidence/der';
import { readCertificate } from '../../documents/verify/proof/certificate';
import { BothVerifiers } from './both-verifiers';
import { forgeCertificate } from './forge-evidence';
import { openWorkshop, type TestSigner, type Workshop } from '../documents/make-copy';
import { signStamped } from './sign-stamped';
import {
  attribute,
  buildCms,
  olderReference,
  plainDocument,
  signDocument,
  type CmsOptions,
  type Signer,
} from './sign-anything';

/** Wrong signature data in a document that is otherwise as it should be. */

let workshop: Workshop;
let both: BothVerifiers;
let signer: TestSigner;
let other: TestSigner;
let weak: Signer;

beforeAll(async () => {
  workshop = await openWorkshop();
  both = await BothVerifiers.open(workshop.pki.root);
  signer = await workshop.issue('p-256');
  other = await workshop.issue('p-256');
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const issued = await issueCertificate(workshop.pki, {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    subject: { commonName: 'Khóa Yếu Ví Dụ' },
    profile: 'signer',
  });
  weak = { key: privateKey, certificate: issued.der, chain: signer.chain };
});
afterAll(async () => {
  await both.close();
  await workshop.close();
});

const verify = (file: Uint8Array) => both.verify(file);
const signed = (cms: CmsOptions) => signDocument(plainDocument(), signer, { cms });

/** A file whose signature data is exchanged for other data. */
function withCms(cms: Buffer): Buffer {
  const file = signDocument(plainDocument(), signer);
  const at = file.lastIndexOf('/Contents <') + '/Contents <'.length;
  file.write(cms.toString('hex').padEnd(24_000, '0'), at, 'latin1');
  return file;
}

describe('signature data as it should be', () => {
  it('is proven by a time stamp over its value, but its revocation is not known', async () => {
    const report = await verify(signed({}));
    expect(report.intact).toBe('yes');
    expect(report.reasons.sort()).toEqual(['revocation-unknown', 'timestamp-missing']);
    expect(report.signatures[0]).toMatchObject({ level: 'B-B', provenTime: null, role: 'other' });
  });
});

const protection = (...parts: Uint8Array[]) =>
  attribute('1.2.840.113549.1.9.52', sequence(...parts));
const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'));
const ecdsa = (name: string) => write(0xa1, oid(name));
const [ecdsaWithSha256, ecdsaWithSha512] = ['1.2.840.10045.4.3.2', '1.2.840.10045.4.3.4'].map(
  ecdsa,
);
/** As long as the attribute of the digest, so that only what is in them orders the two. */
const asLong = attribute('1.2.840.113549.1.9.99', octets(Buffer.alloc(32)));
const named = (certificate: Uint8Array) =>
  write(0x80, Buffer.from(readCertificate(certificate).subjectKeyId ?? '', 'hex'));

describe('signature data as it may be too', () => {
  const beside = (...attributesBeside: Uint8Array[]) => signed({ attributesBeside });
  it.each<[string, () => Buffer]>([
    ['signed by SHA-384', () => signed({ hash: 'sha384' })],
    ['that says its own algorithms', () => signed({ protectedHash: 'sha256' })],
    ['that says both', () => beside(protection(sha256, ecdsaWithSha256!))],
    ['that names the certificate by SHA-512', () => signed({ essHash: 'sha512' })],
    ['that names it the older way too', () => beside(olderReference(signer))],
    ['that names the signer by the key', () => signed({ signerId: named(signer.certificate) })],
    [
      'with the certificate twice, and what is none',
      () => {
        const certificates = [signer.certificate, ...signer.chain, signer.certificate];
        return signed({ certificates: [write(0xa1, octets(Buffer.alloc(4))), ...certificates] });
      },
    ],
    ['with attributes written out of order', () => signed({ attributes: 'unsorted' })],
    [
      'with two of one length so',
      () => signed({ attributes: 'unsorted', attributesBeside: [asLong] }),
    ],
  ])('%s', async (_name, make) => {
    const report = await verify(make());
    expect(report.reasons.sort()).toEqual(['revocation-unknown', 'timestamp-missing']);
  });
});

const attacks: [string, ReasonCode, () => Buffer | Promise<Buffer>][] = [
  ['two signers', 'cms-signers', () => signed({ signerInfos: 2 })],
  ['no signer', 'cms-signers', () => signed({ signerInfos: 0 })],
  ['the digest of other content', 'digest-mismatch', () => signed({ digest: randomBytes(32) })],
  ['two digests', 'cms-attribute', () => signed({ digestTwice: true })],
  [
    'the signature of another document (swapped CMS)',
    'digest-mismatch',
    () => withCms(buildCms(Buffer.from('another document'), signer)),
  ],
  [
    'another certificate for the same signer (swapped certificate)',
    'certificate-missing',
    () => signed({ certificates: [other.certificate, ...other.chain] }),
  ],
  [
    'a reference to another certificate',
    'certificate-swapped',
    () => signed({ essCertificate: other.certificate }),
  ],
  [
    'another key than the certificate’s',
    'signature-wrong',
    () =>
      signDocument(plainDocument(), {
        key: other.key,
        certificate: signer.certificate,
        chain: signer.chain,
      }),
  ],
  ['no certificate', 'certificate-missing', () => signed({ certificates: [] })],
  ['no reference to the certificate', 'ess-missing', () => signed({ withoutEss: true })],
  ['two references to the certificate', 'cms-attribute', () => signed({ essTwice: true })],
  [
    'a word on the algorithms that is of another',
    'cms-attribute',
    () => signed({ protectedHash: 'sha512' }),
  ],
  [
    'a word on the signature that is of another',
    'cms-attribute',
    () => signed({ attributesBeside: [protection(sha256, ecdsaWithSha512!)] }),
  ],
  [
    'no word where one on the algorithms must be',
    'cms-attribute',
    () => signed({ attributesBeside: [attribute('1.2.840.113549.1.9.52')] }),
  ],
  [
    'two words on the algorithms',
    'cms-attribute',
    () => signed({ protectedHash: 'sha256', attributesBeside: [protection(sha256)] }),
  ],
  [
    'two words on what is signed',
    'cms-attribute',
    () => signed({ attributesBeside: [attribute('1.2.840.113549.1.9.3', oid('1.2.3'))] }),
  ],
  [
    'another word on what is signed',
    'cms-attribute',
    () => signed({ contentType: '1.2.840.113549.1.7.2' }),
  ],
  [
    'another kind of content',
    'cms-malformed',
    () => signed({ besideContent: '1.2.840.113549.1.7.2' }),
  ],
  [
    'the content inside, where it stands outside',
    'cms-malformed',
    () => signed({ isEnclosed: true }),
  ],
  ['a hash that nobody knows', 'algorithm-unsupported', () => signed({ hashOid: '1.2.3.4' })],
  [
    'such a hash, without attributes',
    'algorithm-unsupported',
    () => signed({ hashOid: '1.2.3.4', attributes: 'none' }),
  ],
  [
    'no certificate, without attributes',
    'certificate-missing',
    () => signed({ certificates: [], attributes: 'none' }),
  ],
  ['no attributes', 'ess-missing', () => signed({ attributes: 'none' })],
  [
    'a reference to the certificate by a hash that nobody knows',
    'algorithm-unsupported',
    () =>
      signed({
        withoutEss: true,
        attributesBeside: [
          attribute(
            '1.2.840.113549.1.9.16.2.47',
            sequence(sequence(sequence(sequence(oid('1.2.3.4')), octets(Buffer.alloc(32))))),
          ),
        ],
      }),
  ],
  ['a reference by MD5', 'hash-weak', () => signed({ essHash: 'md5' })],
  ['a reference by SHA-1', 'hash-weak', () => signed({ essHash: 'sha1' })],
  [
    'the older reference alone',
    'ess-missing',
    () => signed({ withoutEss: true, attributesBeside: [olderReference(signer)] }),
  ],
  [
    'another signer by the key',
    'certificate-missing',
    () => signed({ signerId: named(other.certificate) }),
  ],
  [
    'two certificates of one number',
    'cms-malformed',
    () => {
      const ca = forgeCertificate({ ca: {} });
      const twin = () => forgeCertificate({ issuer: ca, serial: Buffer.from([7]) });
      const [one, two] = [twin(), twin()];
      return signDocument(plainDocument(), { ...one, chain: [two.certificate] });
    },
  ],
  [
    'more certificates than anybody needs',
    'cms-malformed',
    () => {
      const ca = forgeCertificate({ ca: {} });
      return signDocument(
        plainDocument(),
        { ...ca, chain: Array<Uint8Array>(64).fill(ca.certificate) },
        { room: 99_000 },
      );
    },
  ],
  ['SHA-1', 'hash-weak', () => signed({ hash: 'sha1' })],
  [
    'MD5',
    'hash-weak',
    async () => {
      const rsa = await workshop.issue('rsa-2048');
      return signDocument(plainDocument(), rsa, { cms: { hash: 'md5' } });
    },
  ],
  ['an RSA key of 1024 bits', 'key-weak', () => signDocument(plainDocument(), weak)],
  [
    'a certificate that is not for documents',
    'key-usage-wrong',
    async () => signDocument(plainDocument(), await workshop.issue('p-256', { profile: 'tls' })),
  ],
  [
    'a certificate that a person issued',
    'chain-broken',
    async () => {
      const issued = await issueUnder(other);
      return signDocument(plainDocument(), issued);
    },
  ],
  [
    'a certificate that ended',
    'certificate-expired-no-proof',
    async () => {
      const [notBefore, notAfter] = [Date.now() - 9 * 86_400_000, Date.now() - 86_400_000];
      return signDocument(plainDocument(), await workshop.issue('p-256', { notBefore, notAfter }));
    },
  ],
  [
    'a time stamp of other data',
    'timestamp-imprint-mismatch',
    () => signStamped(workshop, { over: randomBytes(32) }),
  ],
  [
    'bytes behind the signature data',
    'cms-padding',
    () => withCms(Buffer.concat([buildCms(Buffer.alloc(0), signer), Buffer.from([0, 0, 7])])),
  ],
  [
    'a length that has no end',
    'cms-malformed',
    () => {
      const cms = buildCms(Buffer.alloc(0), signer);
      return withCms(
        Buffer.concat([Buffer.from([0x30, 0x80]), cms.subarray(4), Buffer.from([0, 7])]),
      );
    },
  ],
  [
    'attributes signed in an order that is not DER’s',
    'cms-attribute-order',
    () => signed({ attributes: 'unsorted-signed' }),
  ],
  [
    'an unknown kind',
    'subfilter-unsupported',
    () => signDocument(plainDocument(), signer, { subFilter: 'adbe.pkcs7.sha1' }),
  ],
];

describe.each(attacks)('%s', (_name, code, make) => {
  it(`is found: ${code}`, async () => {
    const report = await verify(await make());
    expect(report.reasons).toContain(code);
    expect(report.verdict).not.toBe('valid');
  });
});

/** A certificate under an end certificate, which may issue none. */
async function issueUnder(issuer: TestSigner): Promise<Signer> {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const built = await buildCertificate({
    baseUrl: workshop.url,
    issuerName: 'issuing',
    issuer: { certificate: issuer.certificate, key: issuer.key },
    publicKey: keys.publicKey.export({ type: 'spki', format: 'der' }),
    subject: { commonName: 'Kẻ Mạo Danh Ví Dụ' },
    profile: 'signer',
    notBefore: Date.now() - 60_000,
    notAfter: Date.now() + 86_400_000,
  });
  return {
    key: keys.privateKey,
    certificate: built.der,
    chain: [issuer.certificate, ...issuer.chain],
  };
}
