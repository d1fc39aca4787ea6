import {
  type Certificate,
  findPath,
  isSelfIssued,
  readCertificate,
  readCertificates,
} from '../evidence/certificate';
import {
  buildSignedAttributes,
  chooseMechanism,
  hashFor,
  type SignatureMechanism,
} from '../evidence/signed-data';
import { SaoyError } from '../../domain/problem';
import type { PDFRef } from 'pdf-lib';
import type { Revision } from './revision';
import {
  blankSignature,
  coveredParts,
  fixByteRange,
  type SignatureEntries,
} from './signature-dictionary';

/** Who signs: an end certificate and what leads from it to its root. */
export interface SignerCertificate {
  /** DER. */
  certificate: Uint8Array;
  /** DER of the issuers, root included. */
  chain: Uint8Array[];
  /** DER of the authorities that are trusted; where left out, the chain's own root is taken for one. */
  anchors?: Uint8Array[];
}

/** A document waiting for its signature; plain data, so that it can be kept while a person signs. */
export interface PreparedDocument {
  /** The revision with a gap where the CMS will stand. */
  document: Uint8Array;
  /** DER of the SignedAttributes: what the token signs. */
  toBeSigned: Uint8Array;
  mechanism: SignatureMechanism;
  /** Name of the signature field. */
  field: string;
}

/** A signer whose certificate may sign at that instant, with its path. */
export interface CheckedSigner {
  certificate: Certificate;
  /** Issuers, root last. */
  chain: Certificate[];
  mechanism: SignatureMechanism;
}

/**
 * Refuses before the token is asked: wrong usage, out of its validity, weak key, no path to a root.
 * @param signedAt milliseconds since 1970
 * @throws SaoyError `signer-certificate-unsuitable` with a reason
 */
export function checkSigner(signer: SignerCertificate, signedAt: number): CheckedSigner {
  const refuse = (reason: string) => new SaoyError('signer-certificate-unsuitable', { reason });
  let certificate: Certificate;
  try {
    certificate = readCertificate(signer.certificate);
  } catch {
    throw refuse('unreadable');
  }
  if (signedAt < certificate.notBefore) throw refuse('not yet valid');
  if (signedAt > certificate.notAfter) throw refuse('expired');
  if (certificate.isCa || !certificate.keyUsage?.nonRepudiation) throw refuse('usage');
  const pool = readCertificates(signer.chain);
  const anchors = signer.anchors ? readCertificates(signer.anchors) : pool.filter(isSelfIssued);
  const path = findPath(certificate, pool, anchors);
  if (!path) throw refuse('no path to its root');
  if (path.some((link) => signedAt < link.notBefore || signedAt > link.notAfter)) {
    throw refuse('an issuer is expired');
  }
  return { certificate, chain: path.slice(1), mechanism: chooseMechanism(certificate) };
}

/**
 * Room for the CMS: its certificates and its time stamp.
 * @param tokenBytes of the largest time stamp token seen lately; 0 where none was
 */
export function capacityFor(signer: CheckedSigner, tokenBytes: number): number {
  const certificates = [signer.certificate, ...signer.chain];
  const own = certificates.reduce((sum, { der }) => sum + der.length, 0);
  return ownBytes + own + roomForToken(tokenBytes);
}

/** What a CMS holds beside certificates and time stamp, with the longest signature. */
const ownBytes = 1_500;
const tokenBytesUsual = 12_500;
/** The next token may carry a certificate or two more. */
const tokenBytesMargin = 6_000;

/** Room for a time stamp token: as large as usual ones with their chains, or as the last one and a margin. */
export function roomForToken(tokenBytes: number): number {
  return Math.max(tokenBytesUsual, tokenBytes + tokenBytesMargin);
}

/** Appends the revision with a blank signature at `value` and states what is to be signed. */
export function prepare(
  revision: Revision,
  value: PDFRef,
  entries: SignatureEntries,
  signer: CheckedSigner,
  field: string,
): PreparedDocument {
  revision.put(value, blankSignature(entries));
  const { bytes, offsetOf } = revision.append();
  const range = fixByteRange(bytes, offsetOf(value), entries.capacity);
  const digest = hashFor(signer.mechanism, coveredParts(bytes, range));
  return {
    document: bytes,
    toBeSigned: buildSignedAttributes(signer.certificate, signer.mechanism, digest),
    mechanism: signer.mechanism,
    field,
  };
}
