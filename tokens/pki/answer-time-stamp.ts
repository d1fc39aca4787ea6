import { createHash, randomBytes, sign } from 'node:crypto';
import { TimeStampReq } from 'pkijs';
import {
  bigInteger,
  bits,
  der,
  integer,
  octets,
  oid,
  parse,
  sequence,
  setOf,
  tagged,
  time,
  type Piece,
} from './asn1';
import { ecdsaWithSha256 } from './answer-ocsp';
import { getServingAuthority, type ServingAuthority } from './serving-authority';

/** Hash algorithms that are stamped, with the length of what they give in bytes. Never SHA-1. */
const digestBytes: Record<string, number> = {
  '2.16.840.1.101.3.4.2.1': 32,
  '2.16.840.1.101.3.4.2.2': 48,
  '2.16.840.1.101.3.4.2.3': 64,
};
const sha256Oid = '2.16.840.1.101.3.4.2.1';
const policyOid = '1.2.3.4.1'; // the policy of OpenSSL's examples: plainly not a real authority's
const oids = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
};
/** Bits of PKIFailureInfo (RFC 3161 2.4.2). */
const failures = { badAlg: 0, badRequest: 2, badDataFormat: 5, unacceptedPolicy: 15 };

/**
 * Answers one time stamp request (RFC 3161) in whole seconds, with signing-certificate-v2 (RFC 5816).
 * @param request DER of a TimeStampReq
 * @param now milliseconds since 1970
 * @param beside DER of certificates that the token carries beside the authority's own
 * @returns DER of a TimeStampResp; what cannot be stamped gets `rejection` with its failure bit
 */
export async function answerTimeStamp(
  dir: string,
  request: Uint8Array,
  now: number,
  beside: readonly Uint8Array[] = [],
): Promise<Buffer> {
  let asked: TimeStampReq;
  try {
    asked = new TimeStampReq({ schema: parse(request) });
  } catch {
    return rejection(failures.badRequest);
  }
  const { hashAlgorithm, hashedMessage } = asked.messageImprint;
  const length = digestBytes[hashAlgorithm.algorithmId];
  if (length === undefined) return rejection(failures.badAlg);
  if (hashedMessage.valueBlock.valueHexView.length !== length)
    return rejection(failures.badDataFormat);
  if (asked.reqPolicy !== undefined && asked.reqPolicy !== policyOid)
    return rejection(failures.unacceptedPolicy);

  const info = der(
    sequence(
      integer(1),
      oid(policyOid),
      asked.messageImprint.toSchema(),
      bigInteger(randomSerial()),
      time(now),
      sequence(integer(1)), // accuracy: a second
      ...(asked.nonce ? [asked.nonce] : []),
    ),
  );
  const tsa = await getServingAuthority(dir, 'tsa');
  const carried = asked.certReq ? [tsa.piece, ...beside.map(parse)] : [];
  const token = timeStampToken(info, tsa, carried);
  return der(sequence(sequence(integer(0)), token));
}

/** ContentInfo of a SignedData over the TSTInfo (RFC 5652), without signing-time: genTime is it. */
function timeStampToken(info: Buffer, tsa: ServingAuthority, carried: Piece[]): Piece {
  const issuerAndSerial = [tsa.issuer, tsa.serialNumber] as const;
  const attributes = setOf(
    attribute(oids.contentType, oid(oids.tstInfo)),
    attribute(oids.messageDigest, octets(sha256(info))),
    attribute(
      oids.signingCertificateV2,
      // ESSCertIDv2: SHA-256 is the default and so left out; issuerSerial as GeneralNames.
      sequence(
        sequence(
          sequence(
            octets(sha256(tsa.certificate)),
            sequence(sequence(tagged(4, issuerAndSerial[0])), issuerAndSerial[1]),
          ),
        ),
      ),
    ),
  );
  const signerInfo = sequence(
    integer(1),
    sequence(...issuerAndSerial),
    sequence(oid(sha256Oid)),
    tagged(0, ...attributes.valueBlock.value),
    sequence(oid(ecdsaWithSha256)),
    octets(sign('sha256', der(attributes), tsa.key)),
  );
  const signedData = sequence(
    integer(3),
    setOf(sequence(oid(sha256Oid))),
    sequence(oid(oids.tstInfo), tagged(0, octets(info))),
    ...(carried.length > 0 ? [tagged(0, ...carried)] : []),
    setOf(signerInfo),
  );
  return sequence(oid(oids.signedData), tagged(0, signedData));
}

function attribute(type: string, value: Piece): Piece {
  return sequence(oid(type), setOf(value));
}

function rejection(bit: number): Buffer {
  const bytes = Buffer.alloc(Math.floor(bit / 8) + 1);
  bytes[bytes.length - 1] = 0x80 >> (bit % 8);
  return der(sequence(sequence(integer(2), bits(bytes, 7 - (bit % 8)))));
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function randomSerial(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return bytes;
}
