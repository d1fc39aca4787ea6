import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { sequence, write } from '../../documents/evidence/der';
import type { VerificationReport } from '../../documents/verify/report';
import { verifyCopy } from '../../documents/verify/verify-copy';
import {
  addDocumentStamp,
  forgeCertificate,
  forgeCrl,
  forgeOcsp,
  forgeStamp,
  signAndStamp,
  withStore,
  type Authority,
  type CertificateOptions,
} from './forge-evidence';
import { attribute, plainDocument, signDocument, type CmsOptions } from './sign-anything';

/** What a time stamp over the whole document proves: of the signature, of the evidence before it, of older stamps. */

const hour = 3_600_000;
const day = 24 * hour;
const now = Math.floor(Date.now() / 1_000) * 1_000;
/** Signed, archived, archived once more. */
const [signedAt, archivedAt, renewedAt] = [now - 12 * day, now - 10 * day, now - 4 * day];
const long = { notBefore: now - 60 * day, notAfter: now + 60 * day };

let root: Authority;
let issuing: Authority;
let tsa: Authority;
beforeAll(() => {
  const usage: CertificateOptions['usage'] = ['keyCertSign', 'cRLSign'];
  root = forgeCertificate({ ...long, ca: {}, usage });
  issuing = forgeCertificate({ ...long, issuer: root, ca: {}, usage });
  tsa = stamping({});
});

const stamping = (options: CertificateOptions) =>
  forgeCertificate({
    ...{ ...long, issuer: issuing, usage: ['digitalSignature'] },
    extended: { oids: ['1.3.6.1.5.5.7.3.8'], critical: true },
    ...options,
  });
const signing = (options: CertificateOptions = {}) =>
  forgeCertificate({ ...long, issuer: issuing, key: 'rsa', usage: ['nonRepudiation'], ...options });
const chained = (signer: Authority) => ({ ...signer, chain: [issuing.certificate] });

const sign = (signer = signing(), cms?: CmsOptions) =>
  signDocument(plainDocument(), chained(signer), cms ? { cms } : {});
const signStamped = (signer: Authority, cms?: CmsOptions) =>
  signAndStamp(
    chained(signer),
    (imprint) => forgeStamp(tsa, imprint, signedAt),
    cms ? { cms } : {},
  );
const archive = (file: Uint8Array, at = archivedAt, by = tsa) => addDocumentStamp(file, by, at);

/** Lists of a time that say good of everybody. */
const withLists = (file: Uint8Array, at: number) =>
  withStore(file, {
    certificates: [issuing.certificate],
    crls: [root, issuing].map((ca) => forgeCrl(ca, { thisUpdate: at })),
  });

const verify = (file: Uint8Array): Promise<VerificationReport> =>
  verifyCopy(file, { trustAnchors: [root.certificate], at: now + 5_000, online: false });
const reasonsOf = async (file: Uint8Array) => (await verify(file)).reasons;

describe('a time stamp over the document', () => {
  test('proves the time of a signature that has none', async () => {
    const report = await verify(withLists(archive(sign()), archivedAt + hour));
    expect(report.reasons).toEqual([]);
    expect(report.verdict).toBe('valid');
    expect(report.signatures[0]?.provenTime).toBe(new Date(archivedAt).toISOString());
  });

  test('does not where it is over something else', async () => {
    const wrong = addDocumentStamp(sign(), tsa, archivedAt, () => randomBytes(32));
    expect(await reasonsOf(withLists(wrong, archivedAt + hour))).toContain('timestamp-missing');
  });

  test('says nothing of a signature that came after it', async () => {
    const later = signDocument(archive(plainDocument()), chained(signing()));
    expect(await reasonsOf(withLists(later, now))).toContain('timestamp-missing');
  });

  test('leaves the earlier time of the signature’s own stamp', async () => {
    const signer = signing({ notAfter: signedAt + day });
    const file = archive(withLists(signStamped(signer), signedAt + hour));
    expect(await reasonsOf(file)).toEqual([]);
    expect(await reasonsOf(withLists(archive(sign(signer)), archivedAt + hour))).toContain(
      'certificate-expired',
    );
  });

  test('counts from the first of several', async () => {
    const signer = signing({ notAfter: archivedAt + day });
    const once = withLists(archive(sign(signer)), archivedAt + hour);
    expect(await reasonsOf(archive(once, renewedAt))).toEqual([]);
    const late = withLists(archive(sign(signer), renewedAt), renewedAt + hour);
    expect(await reasonsOf(late)).toContain('certificate-expired');
  });

  test('is renewed by the next before its authority’s certificate ends', async () => {
    const short = stamping({ notAfter: renewedAt + day });
    const file = withLists(archive(sign(), archivedAt, short), archivedAt + hour);
    expect(await reasonsOf(archive(file, renewedAt))).toEqual([]);
    const reasons = await reasonsOf(archive(file, renewedAt + 2 * day));
    expect(reasons).not.toEqual([]);
  });
});

describe('evidence before it', () => {
  /** A responder whose certificate has ended meanwhile, and its answer on the signer. */
  function answerOf(signer: Authority) {
    const responder = forgeCertificate({
      ...{ ...long, notAfter: archivedAt + day, issuer: issuing, noCheck: true },
      extended: { oids: ['1.3.6.1.5.5.7.3.9'] },
    });
    const thisUpdate = signedAt + hour;
    return forgeOcsp({ about: signer, issuer: issuing, responder, thisUpdate });
  }
  const tsaAnswer = () =>
    forgeOcsp({
      ...{ about: tsa, issuer: issuing, responder: issuing, enclosed: [] },
      thisUpdate: signedAt + hour,
    });
  const store = (...ocsps: Uint8Array[]) => ({
    ocsps: [tsaAnswer(), ...ocsps],
    certificates: [issuing.certificate],
    crls: [forgeCrl(root, { thisUpdate: signedAt + hour })],
  });

  test('is judged as of then', async () => {
    const signer = signing();
    const signed = signStamped(signer);
    expect(await reasonsOf(archive(withStore(signed, store(answerOf(signer)))))).toEqual([]);
    expect(await reasonsOf(withStore(signed, store(answerOf(signer))))).toEqual([
      'revocation-unknown',
    ]);
  });

  test('and after it, as of now', async () => {
    const signer = signing();
    const late = withStore(archive(signStamped(signer)), store(answerOf(signer)));
    expect(await reasonsOf(late)).toEqual(['revocation-unknown']);
  });

  test('in the signature itself too', async () => {
    const signer = signing();
    const carried = attribute(
      '1.2.840.113583.1.1.8',
      sequence(write(0xa1, sequence(answerOf(signer)))),
    );
    const signed = withStore(signStamped(signer, { attributesBeside: [carried] }), store());
    expect(await reasonsOf(archive(signed))).toEqual([]);
    expect(await reasonsOf(signed)).toEqual(['revocation-unknown']);
  });
});
