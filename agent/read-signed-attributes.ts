import { createHash } from 'node:crypto';
import * as asn1js from 'asn1js';
import { SaoyError } from '../domain/problem';
import { der, parse, type Piece } from '../tokens/pki/asn1';

const oids = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  data: '1.2.840.113549.1.7.1',
};
const sha256 = '2.16.840.1.101.3.4.2.1';
const digestBytes = [32, 48, 64];

/**
 * Reads what a server wants signed and takes nothing but the signed attributes of a document's CMS
 * signature by this very certificate (RFC 5652 5.3, RFC 5035). A server that was taken over can so
 * get no log-in challenge, certificate request or other content signed.
 * @returns the digest of the document, for the officer to see
 * @throws SaoyError `agent-content-refused`
 */
export function readSignedAttributes(toBeSigned: Uint8Array, certificate: Uint8Array): Buffer {
  try {
    const set = parse(toBeSigned);
    // DER and nothing but DER: what is shown is what is signed.
    if (!(set instanceof asn1js.Set) || !der(set).equals(toBeSigned)) throw new Error('not DER');
    const attributes = new Map(set.valueBlock.value.map(readAttribute));
    if (attributes.size !== set.valueBlock.value.length) throw new Error('an attribute twice');
    const contentType = attributes.get(oids.contentType);
    if (!(contentType instanceof asn1js.ObjectIdentifier)) throw new Error('no content type');
    if (contentType.valueBlock.toString() !== oids.data) throw new Error('not a document');
    if (!namesCertificate(attributes.get(oids.signingCertificateV2), certificate))
      throw new Error('another certificate');
    const digest = octetsOf(attributes.get(oids.messageDigest));
    if (!digestBytes.includes(digest.length)) throw new Error('no digest');
    return digest;
  } catch (error) {
    throw new SaoyError('agent-content-refused', {}, { cause: error });
  }
}

/** Attribute ::= SEQUENCE { type, SET of one value }. */
function readAttribute(attribute: Piece): [string, Piece] {
  const [type, values, ...rest] = piecesOf(attribute, asn1js.Sequence);
  const [value, ...more] = piecesOf(values, asn1js.Set);
  if (!(type instanceof asn1js.ObjectIdentifier) || !value || rest.length + more.length > 0)
    throw new Error('no attribute');
  return [type.valueBlock.toString(), value];
}

/** Whether the first ESSCertIDv2 is the hash of the certificate; its default algorithm is SHA-256. */
function namesCertificate(value: Piece | undefined, certificate: Uint8Array): boolean {
  const [certificates] = piecesOf(value, asn1js.Sequence);
  const [first] = piecesOf(certificates, asn1js.Sequence);
  const parts = piecesOf(first, asn1js.Sequence);
  const hasAlgorithm = parts[0] instanceof asn1js.Sequence;
  if (hasAlgorithm) {
    const [algorithm] = piecesOf(parts[0], asn1js.Sequence);
    if (!(algorithm instanceof asn1js.ObjectIdentifier)) return false;
    if (algorithm.valueBlock.toString() !== sha256) return false;
  }
  const hash = octetsOf(parts[hasAlgorithm ? 1 : 0]);
  return createHash('sha256').update(certificate).digest().equals(hash);
}

function piecesOf(
  piece: Piece | undefined,
  kind: typeof asn1js.Sequence | typeof asn1js.Set,
): Piece[] {
  if (!(piece instanceof kind)) throw new Error('another shape');
  return piece.valueBlock.value;
}

function octetsOf(piece: Piece | undefined): Buffer {
  if (!(piece instanceof asn1js.OctetString)) throw new Error('no octets');
  return Buffer.from(piece.valueBlock.valueHexView);
}
