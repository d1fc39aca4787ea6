import { createHash, verify } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { SaoyError } from '../../domain/problem';
import { type Certificate, equal } from './certificate';
import {
  integer,
  nil,
  octets,
  oid,
  readInside,
  readOid,
  readPiece,
  readPieces,
  sequence,
  setOf,
  tagged,
  tags,
  write,
} from './der';

/** How the token signs: it is given the bytes and hashes them as the name says. */
export type SignatureMechanism = 'rsa-pkcs1-sha256' | 'ecdsa-sha256' | 'ecdsa-sha384';

const mechanisms: Record<
  SignatureMechanism,
  { hash: string; hashOid: string; signature: Uint8Array }
> = {
  'rsa-pkcs1-sha256': {
    hash: 'sha256',
    hashOid: '2.16.840.1.101.3.4.2.1',
    signature: sequence(oid('1.2.840.113549.1.1.11'), nil()),
  },
  'ecdsa-sha256': {
    hash: 'sha256',
    hashOid: '2.16.840.1.101.3.4.2.1',
    signature: sequence(oid('1.2.840.10045.4.3.2')),
  },
  'ecdsa-sha384': {
    hash: 'sha384',
    hashOid: '2.16.840.1.101.3.4.2.2',
    signature: sequence(oid('1.2.840.10045.4.3.3')),
  },
};

const attributeOids = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timestamp: '1.2.840.113549.1.9.16.2.14',
};
const dataOid = '1.2.840.113549.1.7.1';

/**
 * The mechanism of a key: RSA 2048–4096 and P-256 with SHA-256, P-384 with SHA-384.
 * @throws SaoyError `signer-certificate-unsuitable`
 */
export function chooseMechanism(certificate: Certificate): SignatureMechanism {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  const bits = details?.modulusLength ?? 0;
  if (type === 'rsa' && bits >= 2048 && bits <= 4096) return 'rsa-pkcs1-sha256';
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'ecdsa-sha256';
  if (type === 'ec' && details?.namedCurve === 'secp384r1') return 'ecdsa-sha384';
  throw new SaoyError('signer-certificate-unsuitable', { reason: 'key' });
}

export function hashFor(mechanism: SignatureMechanism, parts: Uint8Array[]): Uint8Array {
  const hash = createHash(mechanisms[mechanism].hash);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The same, with turns in between for whatever else waits in this process. */
export async function hashInTurns(
  mechanism: SignatureMechanism,
  parts: Uint8Array[],
): Promise<Uint8Array> {
  const hash = createHash(mechanisms[mechanism].hash);
  for (const part of parts) {
    for (let at = 0; at < part.length; at += turnBytes) {
      hash.update(part.subarray(at, at + turnBytes));
      await nextTurn();
    }
  }
  return hash.digest();
}

/** Half a millisecond's work. */
const turnBytes = 1024 * 1024;

/**
 * SignedAttributes of a PAdES signature (ETSI EN 319 142-1, 6.3): content type, message digest and
 * signing-certificate-v2; no signing time, which PAdES keeps in the dictionary's /M.
 */
export function buildSignedAttributes(
  certificate: Certificate,
  mechanism: SignatureMechanism,
  documentDigest: Uint8Array,
): Uint8Array {
  const attribute = (type: string, value: Uint8Array) =>
    sequence(oid(type), write(tags.set, value));
  // SHA-256 is the default hash of ESSCertIDv2, so it is left out (RFC 5035, 3).
  const certId = sequence(
    octets(createHash('sha256').update(certificate.der).digest()),
    sequence(sequence(write(tagged(4), certificate.issuer)), certificate.serialNumber),
  );
  return setOf(
    attribute(attributeOids.contentType, oid(dataOid)),
    attribute(attributeOids.messageDigest, octets(documentDigest)),
    attribute(attributeOids.signingCertificateV2, sequence(sequence(certId))),
  );
}

/** The digest that SignedAttributes name, to be compared with the document's. */
export function readDocumentDigest(signedAttributes: Uint8Array): Uint8Array {
  for (const attribute of readInside(readPiece(signedAttributes), tags.set)) {
    const [type, values] = readInside(attribute, tags.sequence);
    if (readOid(type) === attributeOids.messageDigest) {
      return readInside(values, tags.set)[0]?.content ?? new Uint8Array();
    }
  }
  throw new Error('no message digest');
}

/**
 * A detached CMS SignedData with one signer (RFC 5652), its chain and its signature time stamp.
 * @param signature as CMS carries it: ECDSA as a DER sequence of r and s
 */
export function buildSignedData(input: {
  certificate: Certificate;
  chain: readonly Certificate[];
  mechanism: SignatureMechanism;
  signedAttributes: Uint8Array;
  signature: Uint8Array;
  timestampToken: Uint8Array | null;
}): Uint8Array {
  const { hashOid, signature: signatureAlgorithm } = mechanisms[input.mechanism];
  const { content } = readPiece(input.signedAttributes);
  const digestAlgorithm = sequence(oid(hashOid));
  const unsigned = input.timestampToken
    ? [
        write(
          tagged(1),
          sequence(oid(attributeOids.timestamp), write(tags.set, input.timestampToken)),
        ),
      ]
    : [];
  const signerInfo = sequence(
    integer(1),
    sequence(input.certificate.issuer, input.certificate.serialNumber),
    digestAlgorithm,
    write(tagged(0), content),
    signatureAlgorithm,
    octets(input.signature),
    ...unsigned,
  );
  const certificates = [input.certificate, ...input.chain].map(({ der }) => der);
  return sequence(
    oid('1.2.840.113549.1.7.2'),
    write(
      tagged(0),
      sequence(
        integer(1),
        setOf(digestAlgorithm),
        sequence(oid(dataOid)),
        write(tagged(0), ...[...certificates].sort((a, b) => Buffer.compare(a, b))),
        setOf(signerInfo),
      ),
    ),
  );
}

/**
 * Turns what PKCS#11 returns into what CMS carries, and checks it against the certificate before
 * anything is embedded.
 * @throws SaoyError `signature-mismatch`
 */
export function acceptSignature(
  certificate: Certificate,
  mechanism: SignatureMechanism,
  signed: Uint8Array,
  raw: Uint8Array,
): Uint8Array {
  const signature = mechanism === 'rsa-pkcs1-sha256' ? raw : joinRawEcdsa(raw);
  if (!verify(mechanisms[mechanism].hash, signed, certificate.publicKey, signature)) {
    throw new SaoyError('signature-mismatch');
  }
  return signature;
}

/** PKCS#11 gives r and s side by side (PKCS #11 v3.0, 2.3.1); CMS wants them as a sequence. */
function joinRawEcdsa(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  if (!Number.isInteger(half)) throw new SaoyError('signature-mismatch');
  return sequence(integer(raw.subarray(0, half)), integer(raw.subarray(half)));
}

/** Time stamp token and signature value inside a CMS SignedData with one signer. */
export function readSignerInfo(cms: Uint8Array): {
  signature: Uint8Array;
  timestampToken: Uint8Array | null;
  issuerAndSerial: Uint8Array;
} {
  const signedData = readInside(readPieces(readPiece(cms).content)[1], tagged(0))[0];
  const signers = readInside(readInside(signedData, tags.sequence).at(-1), tags.set);
  const parts = readInside(signers.length === 1 ? signers[0] : undefined, tags.sequence);
  const signature = parts.find((part) => part.tag === tags.octets);
  const identifier = parts[1];
  if (!signature || !identifier) throw new Error('CMS without a signature');
  return {
    signature: signature.content,
    issuerAndSerial: identifier.raw,
    timestampToken: findTimestamp(parts.find((part) => part.tag === tagged(1))?.content),
  };
}

function findTimestamp(attributes: Uint8Array | undefined): Uint8Array | null {
  for (const attribute of attributes ? readPieces(attributes) : []) {
    const [type, values] = readInside(attribute, tags.sequence);
    if (readOid(type) === attributeOids.timestamp) {
      return readInside(values, tags.set)[0]?.raw ?? null;
    }
  }
  return null;
}

/** The certificate that a CMS names as its signer, among those it carries. */
export function findSigner(cms: Uint8Array, certificates: readonly Certificate[]): Certificate {
  const wanted = readSignerInfo(cms).issuerAndSerial;
  const signer = certificates.find(({ issuer, serialNumber }) =>
    equal(sequence(issuer, serialNumber), wanted),
  );
  if (!signer) throw new Error('CMS without its signer certificate');
  return signer;
}
