import { SaoyError } from '../../domain/problem';
import { equal, readCertificate, sha256 } from '../evidence/certificate';
import {
  acceptSignature,
  buildSignedData,
  hashInTurns,
  readDocumentDigest,
} from '../evidence/signed-data';
import { checkTimestamp, type TimestampSource } from '../evidence/timestamp-client';
import type { PreparedDocument, SignerCertificate } from './prepared-document';
import { Revision } from './revision';
import { coveredParts, embedContents, readByteRange } from './signature-dictionary';
import { withCodes } from './with-codes';

/**
 * Embeds the token's signature into the prepared document, with a time stamp over it (PAdES-B-T).
 * @param input.signature as PKCS#11 gives it; ECDSA is r and s side by side
 * @param input.timestamp none where policy wants no signature time stamp
 * @returns the prepared document itself, its gap filled: a second try fills it anew
 * @throws SaoyError `signature-mismatch` before anything is embedded; `timestamp-unavailable`;
 *   `timestamp-too-large` where the token does not fit the gap: the next one prepared has more room;
 *   `copy-unsuitable`
 */
export function completeSignature(input: {
  prepared: PreparedDocument;
  signature: Uint8Array;
  signer: SignerCertificate;
  timestamp: TimestampSource | null;
}): Promise<Uint8Array> {
  return withCodes(async () => {
    const { prepared, signer } = input;
    const range = readByteRange(new Revision(prepared.document), prepared.field);
    const certificate = readCertificate(signer.certificate);
    const signature = acceptSignature(
      certificate,
      prepared.mechanism,
      prepared.toBeSigned,
      input.signature,
    );
    // The time stamp server works while the document is hashed.
    const [timestampToken] = await Promise.all([
      input.timestamp ? stamp(input.timestamp, signature) : null,
      checkDocument(prepared, coveredParts(prepared.document, range)),
    ]);
    const cms = buildSignedData({
      certificate,
      chain: signer.chain.map(readCertificate),
      mechanism: prepared.mechanism,
      signedAttributes: prepared.toBeSigned,
      signature,
      timestampToken,
    });
    embedContents(prepared.document, range, cms);
    return prepared.document;
  });
}

/** @throws SaoyError `signature-mismatch` where these are not the bytes that the signed attributes speak of */
async function checkDocument(
  { mechanism, toBeSigned }: PreparedDocument,
  parts: Uint8Array[],
): Promise<void> {
  const digest = await hashInTurns(mechanism, parts);
  if (!equal(digest, readDocumentDigest(toBeSigned))) throw new SaoyError('signature-mismatch');
}

async function stamp(source: TimestampSource, signature: Uint8Array): Promise<Uint8Array> {
  const hash = sha256(signature);
  const token = await source.stamp(hash);
  checkTimestamp(token, hash);
  return token;
}
