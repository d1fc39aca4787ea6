import { createHash, createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readInside, readOid, readPiece, readPieces, readTime, tagged, tags } from './der';
import type { DerPiece } from './der';

/** What signing and evidence need to know of an X.509 certificate (RFC 5280). */
export interface Certificate {
  der: Uint8Array;
  /** DER of the names. */
  issuer: Uint8Array;
  subject: Uint8Array;
  /** DER of the INTEGER. */
  serialNumber: Uint8Array;
  publicKey: KeyObject;
  /** Contents of the SubjectPublicKey bit string: what OCSP hashes (RFC 6960, 4.1.1). */
  publicKeyBits: Uint8Array;
  /** Milliseconds since 1970. */
  notBefore: number;
  notAfter: number;
  isCa: boolean;
  keyUsage: { nonRepudiation: boolean; digitalSignature: boolean } | null;
  extendedKeyUsages: string[];
  ocspUrls: string[];
  crlUrls: string[];
  issuerUrls: string[];
  ocspNoCheck: boolean;
}

const extensionOids = {
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  crlDistributionPoints: '2.5.29.31',
  extendedKeyUsage: '2.5.29.37',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
};

/** Certificates that were read lately: an office's few come again with every copy. */
const known = new Map<string, Certificate>();
const knownMax = 256;

/** @throws Error where the bytes are no X.509 v3 certificate */
export function readCertificate(der: Uint8Array): Certificate {
  const name = Buffer.from(sha256(der)).toString('base64');
  const certificate = known.get(name) ?? parseCertificate(Uint8Array.from(der));
  known.delete(name);
  known.set(name, certificate);
  const [oldest] = known.keys();
  if (known.size > knownMax && oldest !== undefined) known.delete(oldest);
  return certificate;
}

function parseCertificate(der: Uint8Array): Certificate {
  const [tbs] = readInside(readPiece(der), tags.sequence);
  const fields = readInside(tbs, tags.sequence);
  if (fields[0]?.tag !== tagged(0)) throw new Error('not a version 3 certificate');
  const [, serialNumber, , issuer, validity, subject, publicKey] = fields;
  if (!serialNumber || !issuer || !subject || !publicKey) throw new Error('certificate cut short');
  const [notBefore, notAfter] = readInside(validity, tags.sequence);
  const extensions = readExtensions(fields.find((field) => field.tag === tagged(3)));
  const access = readAccess(extensions.get(extensionOids.authorityInfoAccess));
  return {
    der,
    issuer: issuer.raw,
    subject: subject.raw,
    serialNumber: serialNumber.raw,
    publicKey: createPublicKey({ key: Buffer.from(publicKey.raw), format: 'der', type: 'spki' }),
    publicKeyBits: (readInside(publicKey, tags.sequence)[1]?.content ?? new Uint8Array()).subarray(
      1,
    ),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    isCa: readIsCa(extensions.get(extensionOids.basicConstraints)),
    keyUsage: readKeyUsage(extensions.get(extensionOids.keyUsage)),
    extendedKeyUsages: readExtendedKeyUsages(extensions.get(extensionOids.extendedKeyUsage)),
    ocspUrls: access.ocsp,
    issuerUrls: access.issuers,
    crlUrls: readCrlUrls(extensions.get(extensionOids.crlDistributionPoints)),
    ocspNoCheck: extensions.has(extensionOids.ocspNoCheck),
  };
}

const issuance = new WeakMap<Certificate, WeakMap<Certificate, boolean>>();

/** Whether `issuer` signed `certificate` (name and signature; not validity). Worked out once. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  const answers = issuance.get(certificate) ?? new WeakMap<Certificate, boolean>();
  issuance.set(certificate, answers);
  const answer = answers.get(issuer) ?? checkIssuance(certificate, issuer);
  answers.set(issuer, answer);
  return answer;
}

function checkIssuance(certificate: Certificate, issuer: Certificate): boolean {
  if (!equal(certificate.issuer, issuer.subject) || !issuer.isCa) return false;
  const [tbs, algorithm, signature] = readInside(readPiece(certificate.der), tags.sequence);
  if (!tbs || !algorithm || !signature) return false;
  return verifySigned(tbs.raw, algorithm, signature.content.subarray(1), issuer.publicKey);
}

export function isSelfSigned(certificate: Certificate): boolean {
  return equal(certificate.issuer, certificate.subject) && isIssuedBy(certificate, certificate);
}

/**
 * The certificates from `leaf` up to a self-signed root, found among `pool`, leaf first.
 * Without a root in the pool the path ends where the pool does.
 */
export function buildPath(leaf: Certificate, pool: readonly Certificate[]): Certificate[] {
  const path = [leaf];
  let last = leaf;
  while (!isSelfSigned(last) && path.length < 10) {
    const child = last;
    const issuer = pool.find((candidate) => isIssuedBy(child, candidate));
    if (!issuer || path.includes(issuer)) break;
    path.push(issuer);
    last = issuer;
  }
  return path;
}

export function isRoot(path: readonly Certificate[]): boolean {
  const last = path.at(-1);
  return last !== undefined && isSelfSigned(last);
}

/** Verifies a signature whose algorithm is an AlgorithmIdentifier; weak or unknown ones never hold. */
export function verifySigned(
  data: Uint8Array,
  algorithm: DerPiece,
  signature: Uint8Array,
  key: KeyObject,
): boolean {
  const hashes: Record<string, [keyType: string, hash: string]> = {
    '1.2.840.113549.1.1.11': ['rsa', 'sha256'],
    '1.2.840.113549.1.1.12': ['rsa', 'sha384'],
    '1.2.840.113549.1.1.13': ['rsa', 'sha512'],
    '1.2.840.10045.4.3.2': ['ec', 'sha256'],
    '1.2.840.10045.4.3.3': ['ec', 'sha384'],
    '1.2.840.10045.4.3.4': ['ec', 'sha512'],
  };
  const known = hashes[readOid(readInside(algorithm, tags.sequence)[0])];
  if (!known || known[0] !== key.asymmetricKeyType) return false;
  return verify(known[1], data, key, signature);
}

export function sha256(...parts: Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function readExtensions(field: DerPiece | undefined): Map<string, DerPiece> {
  const extensions = new Map<string, DerPiece>();
  if (!field) return extensions;
  for (const extension of readInside(readPieces(field.content)[0], tags.sequence)) {
    const parts = readInside(extension, tags.sequence);
    const value = parts.at(-1);
    if (value?.tag !== tags.octets) throw new Error('extension without value');
    extensions.set(readOid(parts[0]), readPiece(value.content));
  }
  return extensions;
}

function readIsCa(extension: DerPiece | undefined): boolean {
  const first = extension ? readInside(extension, tags.sequence)[0] : undefined;
  return first?.tag === tags.boolean && first.content[0] === 0xff;
}

function readKeyUsage(extension: DerPiece | undefined): Certificate['keyUsage'] {
  const bits = extension?.content[1];
  if (bits === undefined) return null;
  return { digitalSignature: (bits & 0x80) !== 0, nonRepudiation: (bits & 0x40) !== 0 };
}

function readExtendedKeyUsages(extension: DerPiece | undefined): string[] {
  return extension ? readInside(extension, tags.sequence).map(readOid) : [];
}

function readAccess(extension: DerPiece | undefined): { ocsp: string[]; issuers: string[] } {
  const access = { ocsp: [] as string[], issuers: [] as string[] };
  for (const description of extension ? readInside(extension, tags.sequence) : []) {
    const [method, location] = readInside(description, tags.sequence);
    const kind = readOid(method);
    const url = readUrl(location);
    if (url && kind === '1.3.6.1.5.5.7.48.1') access.ocsp.push(url);
    if (url && kind === '1.3.6.1.5.5.7.48.2') access.issuers.push(url);
  }
  return access;
}

/** `[0] { [0] { [6] URI } }` of each distribution point (RFC 5280, 4.2.1.13). */
function readCrlUrls(extension: DerPiece | undefined): string[] {
  const urls: string[] = [];
  for (const point of extension ? readInside(extension, tags.sequence) : []) {
    const name = readInside(point, tags.sequence).find((part) => part.tag === tagged(0));
    const full = name && readPieces(name.content).find((part) => part.tag === tagged(0));
    for (const location of full ? readPieces(full.content) : []) {
      const url = readUrl(location);
      if (url) urls.push(url);
    }
  }
  return urls;
}

function readUrl(location: DerPiece | undefined): string | undefined {
  if (location?.tag !== 0x86) return undefined;
  const url = Buffer.from(location.content).toString('latin1');
  return /^https?:\/\//i.test(url) ? url : undefined;
}
