import type { ReasonCode } from './reasons/reasons';

export type Verdict = 'valid' | 'invalid' | 'undetermined';
export type Intact = 'yes' | 'no' | 'unknown';

/** What the verifier found out about one file. */
export interface VerificationReport {
  verdict: Verdict;
  /** Of bytes and later changes only, whoever signed. */
  intact: Intact;
  /** Why not, or not plainly; empty for a valid file. */
  reasons: ReasonCode[];
  signatures: SignatureReport[];
  timestamps: TimestampReport[];
  evidence: EvidenceReport;
  /** The instant that was asked about, ISO 8601 in UTC. */
  checkedAt: string;
}

/** One of the five findings that the verifying officer is shown [K-03]. */
export interface Finding {
  result: 'passed' | 'failed' | 'unknown';
  reasons: ReasonCode[];
}

export interface SignatureReport {
  /** Full name of the field. */
  field: string;
  /** The leader certifies, the agency approves; others are those of files that are not ours. */
  role: 'leader' | 'agency' | 'other';
  kind: 'certification' | 'approval';
  verdict: Verdict;
  reasons: ReasonCode[];
  /** PAdES baseline level (ETSI EN 319 142-1) as the evidence bears it. */
  level: 'B-B' | 'B-T' | 'B-LT' | 'B-LTA' | 'none';
  /** `/P` of DocMDP: 1 no change, 2 fill and sign, 3 annotate too. */
  certificationLevel: 1 | 2 | 3 | null;
  signer: CertificateReport | null;
  /** `/M` as the signer wrote it; proves nothing. */
  claimedTime: string | null;
  /** The earliest time at which the signature is proven to have existed, ISO 8601 in UTC. */
  provenTime: string | null;
  covers: CoverageReport;
  /** [K-03] (1)–(5); `certificate` is (2) for the leader and (3) for the agency. */
  findings: { integrity: Finding; certificate: Finding; timestamp: Finding; authority: Finding };
  revocation: RevocationReport | null;
}

export interface CoverageReport {
  /** The revision signed, from 1, and how many there are. */
  revision: number;
  revisions: number;
  /** Bytes from the start of the file to the end of what is signed, of so many in the file. */
  bytes: number;
  ofBytes: number;
  wholeFile: boolean;
  /** What came after: nothing, validation data, or fields filled and signed. */
  laterChanges: ('archive' | 'form' | 'forbidden')[];
}

export interface TimestampReport {
  kind: 'signature' | 'document';
  /** The field of the signature it belongs to, or its own. */
  field: string;
  verdict: Verdict;
  reasons: ReasonCode[];
  /** ISO 8601 in UTC. */
  time: string | null;
  authority: CertificateReport | null;
  covers: CoverageReport | null;
  revocation: RevocationReport | null;
}

export interface CertificateReport {
  subject: string;
  commonName: string | null;
  organization: string | null;
  issuer: string;
  /** Hex. */
  serial: string;
  notBefore: string;
  notAfter: string;
  /** The trusted authority that the path ends at. */
  trustedBy: string | null;
}

export interface RevocationReport {
  status: 'good' | 'revoked' | 'unknown';
  source: 'ocsp' | 'crl' | null;
  /** As of when. */
  asOf: string | null;
  revokedAt: string | null;
}

export interface EvidenceReport {
  certificates: number;
  ocspResponses: number;
  crls: number;
  trustAnchors: number;
  online: boolean;
}
