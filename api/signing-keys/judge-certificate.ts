import { createHash } from 'node:crypto';
import { checkSigner } from '../../documents/copy/prepared-document';
import {
  climbFrom,
  equal,
  findPath,
  readCertificate,
  readCertificates,
} from '../../documents/evidence/certificate';
import {
  isOfPerson,
  isOfSigner,
  readSubject,
  type Subject,
} from '../../documents/evidence/subject';
import { SaoyError } from '../../domain/problem';

/** Why a certificate cannot be somebody's key for a step, in words for people. */
export const unfitTexts = {
  unreadable: 'không đọc được chứng thư',
  early: 'chứng thư chưa có hiệu lực',
  expired: 'chứng thư đã hết hạn',
  usage: 'chứng thư không được cấp để ký văn bản (thiếu nonRepudiation)',
  untrusted: 'không nối được đến tổ chức cấp chứng thư mà máy chủ tin cậy',
  person: 'chứng thư mang tên người khác',
  office: 'chứng thư mang tên đơn vị khác',
  revoked: 'chứng thư đã bị thu hồi',
  provider: 'nhà cung cấp đã khóa chứng thư này, hoặc đòi cách xác nhận chưa hỗ trợ',
};
export type Unfitness = keyof typeof unfitTexts;

interface JudgedCertificate {
  /** SHA-256 of the DER, hex. */
  fingerprint: string;
  subject: Subject;
  /** Common name of who issued it. */
  issuer: string;
  /** Milliseconds since 1970. */
  validTo: number;
  /** DER: itself, then its issuers up to the root, as far as they are known. */
  path: Uint8Array[];
  /** Null: it may be chosen. */
  unfit: Unfitness | null;
}

interface Wanted {
  step: 'sign' | 'seal';
  person: string;
  office: string;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * Whether a certificate may be a person's key for a step in an office: its use, its time, its way to a
 * root that we trust, and whom it names. Pure; revocation is asked for when it is chosen.
 * @param known.pool DER of certificates that may lie between it and a root
 * @param known.anchors DER of the roots that we trust
 * @returns undefined where the bytes are no certificate of an end: a token may carry anything
 */
export function judgeCertificate(
  der: Uint8Array,
  known: { pool: Uint8Array[]; anchors: Uint8Array[] },
  wanted: Wanted,
): JudgedCertificate | undefined {
  const certificate = readOr(der);
  if (!certificate || certificate.isCa) return undefined;
  const [pool, anchors] = [readCertificates(known.pool), readCertificates(known.anchors)];
  const found = findPath(certificate, pool, anchors) ?? climbFrom(certificate, pool);
  const path = found.map((link) => link.der);
  const subject = readSubject(der);
  return {
    fingerprint: createHash('sha256').update(der).digest('hex'),
    subject,
    issuer: readSubject(der, 'issuer').commonName,
    validTo: certificate.notAfter,
    path,
    unfit: findUnfitness(path, known.anchors, subject, wanted),
  };
}

function findUnfitness(
  [certificate, ...chain]: Uint8Array[],
  anchors: Uint8Array[],
  subject: Subject,
  { step, person, office, now }: Wanted,
): Unfitness | null {
  const root = chain.at(-1);
  if (!certificate || !root || !anchors.some((anchor) => equal(anchor, root))) return 'untrusted';
  try {
    checkSigner({ certificate, chain, anchors }, now);
  } catch (error) {
    if (!(error instanceof SaoyError)) throw error;
    return reasons[String(error.params.reason)] ?? 'unreadable';
  }
  if (isOfSigner(subject, step, { person, office })) return null;
  if (step === 'seal') return 'office';
  return isOfPerson({ ...subject, organizations: [] }, person, office) ? 'office' : 'person';
}

/** What `checkSigner` says. */
const reasons: Record<string, Unfitness> = {
  'not yet valid': 'early',
  expired: 'expired',
  usage: 'usage',
  'no path to its root': 'untrusted',
  'an issuer is expired': 'untrusted',
};

function readOr(der: Uint8Array) {
  try {
    return readCertificate(der);
  } catch {
    return undefined;
  }
}
