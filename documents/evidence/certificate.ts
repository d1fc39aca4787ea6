import { constants, createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import {
  type DerPiece,
  findOctetsOfBits,
  readBoolean,
  readInside,
  readOid,
  readPiece,
  readPieces,
  readTime,
  tagged,
  tags,
} from './der';

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
  /** CAs that may stand between it and the end of a path; undefined: any number. */
  pathLength: number | undefined;
  keyUsage: {
    nonRepudiation: boolean;
    digitalSignature: boolean;
    keyCertSign: boolean;
    cRLSign: boolean;
  } | null;
  extendedKeyUsages: string[];
  /** For time stamps and nothing else, and marked critical (RFC 3161, 2.3). */
  isTimeStamping: boolean;
  ocspUrls: string[];
  crlUrls: string[];
  /** Where its lists are, whatever the kind of name. */
  crlNames: string[];
  issuerUrls: string[];
  ocspNoCheck: boolean;
}

const timeStampingOid = '1.3.6.1.5.5.7.3.8';

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
  const publicKeyBits = findOctetsOfBits(readInside(publicKey, tags.sequence)[1]);
  if (!publicKeyBits) throw new Error('certificate without a key');
  const [notBefore, notAfter] = readInside(validity, tags.sequence);
  const extensions = readExtensions(fields.find((field) => field.tag === tagged(3)));
  const usages = readExtendedKeyUsages(extensions.get(extensionOids.extendedKeyUsage));
  const access = readAccess(extensions.get(extensionOids.authorityInfoAccess));
  return {
    der,
    issuer: issuer.raw,
    subject: subject.raw,
    serialNumber: serialNumber.raw,
    publicKey: createPublicKey({ key: Buffer.from(publicKey.raw), format: 'der', type: 'spki' }),
    publicKeyBits,
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    ...readBasicConstraints(extensions.get(extensionOids.basicConstraints)),
    keyUsage: readKeyUsage(extensions.get(extensionOids.keyUsage)),
    extendedKeyUsages: usages,
    isTimeStamping:
      usages.join() === timeStampingOid &&
      extensions.isCritical.has(extensionOids.extendedKeyUsage),
    ocspUrls: access.ocsp,
    issuerUrls: access.issuers,
    ...readListPlaces(extensions.get(extensionOids.crlDistributionPoints)),
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
  const [tbs, algorithm, bits] = readInside(readPiece(certificate.der), tags.sequence);
  const signature = findOctetsOfBits(bits);
  if (!tbs || !algorithm || !signature) return false;
  return verifySigned(tbs.raw, algorithm, signature, issuer.publicKey);
}

/** Whether it names itself as its issuer: what a root does. Says nothing of who signed it. */
export function isSelfIssued(certificate: Certificate): boolean {
  return equal(certificate.issuer, certificate.subject);
}

const pathLengthMax = 8;
/** Issuers looked at in all: a pool may hold many certificates of one name. */
const looksMax = 64;

/**
 * The certificates from `leaf` up to one of `anchors`, found among `pool`, leaf first. An anchor is one by
 * its bytes, whatever its own signature; everything below it must be signed soundly.
 * @returns undefined where no path is found
 */
export function findPath(
  leaf: Certificate,
  pool: readonly Certificate[],
  anchors: readonly Certificate[],
): Certificate[] | undefined {
  const search = { looks: 0 };
  const climb = (path: readonly Certificate[], last: Certificate): Certificate[] | undefined => {
    if (anchors.some(({ der }) => equal(der, last.der))) return [...path];
    if (path.length >= pathLengthMax) return undefined;
    for (const issuer of [...anchors, ...pool]) {
      if (!equal(issuer.subject, last.issuer)) continue;
      if (path.some(({ der }) => equal(der, issuer.der))) continue;
      if ((search.looks += 1) > looksMax) return undefined;
      if (!mayIssue(issuer, path.length - 1) || !isIssuedBy(last, issuer)) continue;
      const found = climb([...path, issuer], issuer);
      if (found) return found;
    }
    return undefined;
  };
  return climb([leaf], leaf);
}

/** A CA with the right to sign certificates, `below` being the CAs between it and the leaf. */
function mayIssue({ isCa, keyUsage, pathLength }: Certificate, below: number): boolean {
  return isCa && keyUsage?.keyCertSign !== false && (pathLength ?? Infinity) >= below;
}

/** The certificates from `leaf` up as far as `pool` knows them, leaf first. */
export function climbFrom(leaf: Certificate, pool: readonly Certificate[]): Certificate[] {
  const path = [leaf];
  let last = leaf;
  while (!isSelfIssued(last) && path.length < pathLengthMax) {
    const child = last;
    const issuer = pool.find((candidate) => isIssuedBy(child, candidate));
    if (!issuer || path.includes(issuer)) break;
    path.push(issuer);
    last = issuer;
  }
  return path;
}

/** Each certificate of a list that can be read: anchors and pools may hold anything. */
export function readCertificates(ders: readonly Uint8Array[]): Certificate[] {
  return ders.flatMap((der) => {
    try {
      return [readCertificate(der)];
    } catch {
      return [];
    }
  });
}

const pssOid = '1.2.840.113549.1.1.10';
const hashNames: Record<string, string> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

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
  const [type, parameters] = readInside(algorithm, tags.sequence);
  if (readOid(type) === pssOid) return verifyPss(data, parameters, signature, key);
  const known = hashes[readOid(type)];
  if (!known || known[0] !== key.asymmetricKeyType) return false;
  return verify(known[1], data, key, signature);
}

/** RSASSA-PSS with one hash for both its uses, named outright: the default is SHA-1 (RFC 4055, 3.1). */
function verifyPss(
  data: Uint8Array,
  parameters: DerPiece | undefined,
  signature: Uint8Array,
  key: KeyObject,
): boolean {
  if (key.asymmetricKeyType !== 'rsa' || !parameters) return false;
  const fields = readInside(parameters, tags.sequence);
  const field = (number: number) => {
    const found = fields.find(({ tag }) => tag === tagged(number));
    return found && readPieces(found.content)[0];
  };
  const [hashField, maskField, salt] = [field(0), field(1), field(2)?.content ?? [20]];
  if (!hashField || !maskField) return false;
  const nameOf = (piece: DerPiece | undefined) =>
    hashNames[readOid(readInside(piece, tags.sequence)[0])];
  const hash = nameOf(hashField);
  const [saltLength, ...more] = salt;
  if (hash === undefined || hash !== nameOf(readInside(maskField, tags.sequence)[1])) return false;
  if (saltLength === undefined || more.length > 0) return false;
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return verify(hash, data, { key, padding, saltLength }, signature);
}

export function sha256(...parts: Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Values by their object identifier, and which of them are critical. */
class Extensions extends Map<string, DerPiece> {
  readonly isCritical = new Set<string>();
}

function readExtensions(field: DerPiece | undefined): Extensions {
  const extensions = new Extensions();
  if (!field) return extensions;
  for (const extension of readInside(readPieces(field.content)[0], tags.sequence)) {
    const parts = readInside(extension, tags.sequence);
    const value = parts.at(-1);
    if (value?.tag !== tags.octets) throw new Error('extension without value');
    const name = readOid(parts[0]);
    extensions.set(name, readPiece(value.content));
    if (parts[1]?.tag === tags.boolean && readBoolean(parts[1])) extensions.isCritical.add(name);
  }
  return extensions;
}

function readBasicConstraints(extension: DerPiece | undefined) {
  const parts = extension ? readInside(extension, tags.sequence) : [];
  const [first] = parts;
  const length = parts.find(({ tag }) => tag === tags.integer);
  return {
    isCa: first?.tag === tags.boolean && readBoolean(first),
    // Longer than any path already where it takes more than one octet.
    pathLength: length && (length.content.length === 1 ? length.content[0] : undefined),
  };
}

function readKeyUsage(extension: DerPiece | undefined): Certificate['keyUsage'] {
  const bits = extension?.content[1];
  if (bits === undefined) return null;
  return {
    digitalSignature: (bits & 0x80) !== 0,
    nonRepudiation: (bits & 0x40) !== 0,
    keyCertSign: (bits & 0x04) !== 0,
    cRLSign: (bits & 0x02) !== 0,
  };
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

function readListPlaces(extension: DerPiece | undefined) {
  const points = extension ? readInside(extension, tags.sequence) : [];
  const places = points.flatMap(readFullNames);
  return {
    crlUrls: places.flatMap((place) => readUrl(place) ?? []),
    crlNames: places.map(nameOfPlace),
  };
}

/** `[0] { [0] { [6] URI } }` of a distribution point (RFC 5280, 4.2.1.13 and 5.2.5). */
export function readFullNames(point: DerPiece): DerPiece[] {
  const name = readInside(point, tags.sequence).find((part) => part.tag === tagged(0));
  const full = name && readPieces(name.content).find((part) => part.tag === tagged(0));
  return full ? readPieces(full.content) : [];
}

/** A GeneralName as it is compared. */
export const nameOfPlace = ({ raw }: DerPiece) => Buffer.from(raw).toString('hex');

function readUrl(location: DerPiece | undefined): string | undefined {
  if (location?.tag !== 0x86) return undefined;
  const url = Buffer.from(location.content).toString('latin1');
  return /^https?:\/\//i.test(url) ? url : undefined;
}
