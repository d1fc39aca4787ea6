import type { FetchEvidence } from './evidence-port';
import { readDocument, type SignedDocument } from './read-document';
import { SignatureJudge } from './judge-signatures';
import { reasonOf, verdictOf, type ReasonCode } from './reasons/reasons';
import type { Intact, VerificationReport } from './report';
import { salvageSignatures } from './salvage-signatures';
import type { TrustAnchor } from './trust/trust-list';
import { describeDocumentStamp, describeInnerStamps, describeSignature } from './write-report';

export interface VerifyOptions {
  /** DER certificates of the authorities that are trusted; none means that nothing is valid. */
  trustAnchors: Uint8Array[];
  /** Authorities with the time of their accreditation, beside those. */
  trustList?: TrustAnchor[];
  /** The instant to judge as of, milliseconds since 1970. */
  at: number;
  /** Whether missing evidence may be fetched; does nothing without `fetchEvidence`. */
  online: boolean;
  /** Fetches what is missing about a certificate, within the policy of the one who calls. */
  fetchEvidence?: FetchEvidence;
}

/** Files above this are not looked at. */
const fileBytesMax = 256 * 1024 * 1024;

/**
 * Verifies the signatures of a PDF: what each covers, what changed after it, who signed, when that
 * is proven, and whether the certificate was good then (ETSI EN 319 102-1, made stricter). Fails
 * closed: what could not be looked at is never valid. It does no I/O of its own and runs in a
 * browser as well.
 */
export async function verifyCopy(
  file: Uint8Array,
  options: VerifyOptions,
): Promise<VerificationReport> {
  if (file.length > fileBytesMax) return failure(options, 'file-too-large');
  try {
    return await verify(file, options);
  } catch {
    return failure(options, 'verifier-failed');
  }
}

async function verify(file: Uint8Array, options: VerifyOptions): Promise<VerificationReport> {
  const document = readDocument(file);
  if (document.parts.length === 0 && !document.reasons.includes('unsigned'))
    document.reasons.push(...(await salvageSignatures(file)));
  const { online, fetchEvidence, ...rest } = options;
  const judge = new SignatureJudge(document, {
    ...rest,
    ...(online && fetchEvidence ? { fetchEvidence } : {}),
  });
  const { stamps, signatures } = await judge.run();
  if (signatures.length === 0 && stamps.length > 0) document.reasons.push('unsigned');
  const reasons = new Set<ReasonCode>([
    ...document.reasons,
    ...signatures.flatMap((signature) => signature.reasons),
    ...stamps.flatMap((stamp) => stamp.reasons),
  ]);
  // A signature that all went well with may still stand in a file that did not.
  const isFailedClosed = signatures.length === 0 && reasons.size === 0;
  if (isFailedClosed) reasons.add('verifier-failed');
  return {
    verdict: verdictOf(reasons),
    intact: intactOf(reasons),
    reasons: [...reasons],
    signatures: signatures.map((signature) => describeSignature(document, signature)),
    timestamps: [
      ...signatures.flatMap((signature) => describeInnerStamps(signature)),
      ...stamps.map((stamp) => describeDocumentStamp(document, stamp)),
    ],
    evidence: countEvidence(document, options),
    checkedAt: new Date(options.at).toISOString(),
  };
}

function intactOf(reasons: Iterable<ReasonCode>): Intact {
  let intact: Intact = 'yes';
  for (const reason of reasons) {
    const own = reasonOf(reason).intact;
    if (own === 'no') return 'no';
    if (own === 'unknown') intact = 'unknown';
  }
  return intact;
}

function countEvidence(
  document: SignedDocument,
  options: VerifyOptions,
): VerificationReport['evidence'] {
  return {
    certificates: document.evidence.certificates.length,
    ocspResponses: document.evidence.ocsps.length,
    crls: document.evidence.crls.length,
    trustAnchors: options.trustAnchors.length + (options.trustList?.length ?? 0),
    online: options.online && options.fetchEvidence !== undefined,
  };
}

function failure(options: VerifyOptions, reason: ReasonCode): VerificationReport {
  return {
    verdict: verdictOf([reason]),
    intact: intactOf([reason]),
    reasons: [reason],
    signatures: [],
    timestamps: [],
    evidence: {
      certificates: 0,
      ocspResponses: 0,
      crls: 0,
      trustAnchors: options.trustAnchors.length + (options.trustList?.length ?? 0),
      online: false,
    },
    checkedAt: new Date(options.at).toISOString(),
  };
}
