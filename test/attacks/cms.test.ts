import { randomBytes, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReasonCode } from '../../documents/verify/reasons/reasons';
import { buildCertificate } from '../../tokens/pki/build-certificate';
import { issueCertificate } from '../../tokens/pki/issue-certificate';
import { BothVerifiers } from './both-verifiers';
import { openWorkshop, type TestSigner, type Workshop } from '../documents/make-copy';
import { signStamped } from './sign-stamped';
import {
  buildCms,
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
