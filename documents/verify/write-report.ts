import { type JudgedDocumentStamp, type JudgedSignature, trustedBy } from './judge-signatures';
import { namePart, nameText, type Certificate } from './proof/certificate';
import type { ChainResult } from './proof/chain';
import { hexOf } from './proof/der';
import type { SignedDocument, SignedPart } from './read-document';
import { findingOf, verdictOf, type ReasonCode } from './reasons/reasons';
import type {
  CertificateReport,
  CoverageReport,
  Finding,
  RevocationReport,
  SignatureReport,
  TimestampReport,
} from './report';

export function describeSignature(
  document: SignedDocument,
  judged: JudgedSignature,
): SignatureReport {
  const { part, reasons, chain, cms } = judged;
  const isCertified = document.parts.some(({ entry }) => entry.kind === 'certification');
  const kind = part.entry.kind === 'certification' ? 'certification' : 'approval';
  return {
    field: part.entry.field,
    role: !isCertified ? 'other' : kind === 'certification' ? 'leader' : 'agency',
    kind,
    verdict: verdictOf(reasons),
    reasons,
    level: levelOf(judged),
    certificationLevel: kind === 'certification' ? (part.entry.docMdp ?? null) : null,
    signer: cms?.signer ? describeCertificate(cms.signer, chain) : null,
    claimedTime: part.entry.claimedTime ?? null,
    provenTime: iso(judged.provenAt),
    covers: describeCoverage(document, part),
    findings: describeFindings(judged),
    revocation: describeRevocation(chain),
  };
}

export function describeInnerStamps(judged: JudgedSignature): TimestampReport[] {
  return judged.stamps.map((stamp) => ({
    kind: 'signature' as const,
    field: judged.part.entry.field,
    verdict: verdictOf(stamp.reasons),
    reasons: stamp.reasons,
    time: iso(stamp.time),
    authority: stamp.authority ? describeCertificate(stamp.authority, stamp.chain) : null,
    covers: null,
    revocation: describeRevocation(stamp.chain),
  }));
}

export function describeDocumentStamp(
  document: SignedDocument,
  judged: JudgedDocumentStamp,
): TimestampReport {
  const { stamp, part } = judged;
  return {
    kind: 'document',
    field: part.entry.field,
    verdict: verdictOf(judged.reasons),
    reasons: judged.reasons,
    time: iso(stamp.time),
    authority: stamp.authority ? describeCertificate(stamp.authority, stamp.chain) : null,
    covers: describeCoverage(document, part),
    revocation: describeRevocation(stamp.chain),
  };
}

function describeFindings(judged: JudgedSignature): SignatureReport['findings'] {
  // Without a signature that could be read, nothing below it was looked at.
  const isRead = judged.cms?.signer !== undefined;
  const finding = (name: keyof SignatureReport['findings'], isLookedAt: boolean): Finding => {
    const reasons = judged.reasons.filter((reason) => findingOf(reason) === name);
    return { result: resultOf(reasons, isLookedAt), reasons };
  };
  const hasPath = (judged.chain?.path.length ?? 0) > 0;
  return {
    integrity: finding('integrity', isRead),
    certificate: finding('certificate', hasPath && judged.provenAt !== undefined),
    timestamp: finding('timestamp', isRead),
    authority: finding('authority', hasPath),
  };
}

function resultOf(reasons: ReasonCode[], isLookedAt: boolean): Finding['result'] {
  const verdict = verdictOf(reasons);
  if (verdict === 'invalid') return 'failed';
  return verdict === 'valid' && isLookedAt ? 'passed' : 'unknown';
}

/** The PAdES level that the evidence bears; none where the signature is no PAdES. */
function levelOf(judged: JudgedSignature): SignatureReport['level'] {
  if (judged.part.entry.subFilter !== 'ETSI.CAdES.detached' || !judged.cms?.signer) return 'none';
  if (judged.provenAt === undefined) return 'B-B';
  if (judged.chain?.status?.status !== 'good' || judged.chain.reasons.length > 0) return 'B-T';
  return judged.hasArchiveStamp ? 'B-LTA' : 'B-LT';
}

function describeCoverage(document: SignedDocument, part: SignedPart): CoverageReport {
  const file = document.file;
  const revisions = file?.revisions.length ?? 0;
  return {
    revision: part.entry.revision + 1,
    revisions,
    bytes: part.coverage?.end ?? 0,
    ofBytes: file?.bytes.length ?? 0,
    wholeFile: part.coverage !== undefined && part.entry.revision + 1 === revisions,
    laterChanges: part.laterChanges,
  };
}

function describeCertificate(
  certificate: Certificate,
  chain: ChainResult | undefined,
): CertificateReport {
  return {
    subject: nameText(certificate.subject),
    commonName: namePart(certificate.subject, 'CN') ?? null,
    organization: namePart(certificate.subject, 'O') ?? null,
    issuer: nameText(certificate.issuer),
    serial: hexOf(certificate.serial),
    notBefore: new Date(certificate.notBefore).toISOString(),
    notAfter: new Date(certificate.notAfter).toISOString(),
    trustedBy: trustedBy(chain),
  };
}

function describeRevocation(chain: ChainResult | undefined): RevocationReport | null {
  const status = chain?.status;
  if (!status) return null;
  return {
    status: status.status,
    source: status.source ?? null,
    asOf: iso(status.thisUpdate),
    revokedAt: iso(status.revokedAt),
  };
}

function iso(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}
