import type { ReasonCode } from '../reasons/reasons';
import { checkSignature, digest, hashOf, type HashName } from './algorithms';
import { readCertificate, type Certificate } from './certificate';
import { asDefinite } from './ber';
import {
  childrenOf,
  DerFault,
  DerSequence,
  hexOf,
  integerOf,
  oidOf,
  readDer,
  readElement,
  tag,
  timeOf,
  type Der,
} from './der';

/** A CMS SignedData with its one signer (RFC 5652), signature and attributes checked. */
export interface CheckedCms {
  reasons: ReasonCode[];
  /** The certificate whose key made the signature; undefined where it is not enclosed. */
  signer: Certificate | undefined;
  certificates: Certificate[];
  signatureValue: Uint8Array;
  /** The content that is inside, for a time stamp token. */
  content: Uint8Array | undefined;
  /** Signature time stamp tokens among the unsigned attributes. */
  timeStampTokens: Uint8Array[];
  /** Revocation data that the signer enclosed (adbe-revocationInfoArchival), DER each. */
  ocsps: Uint8Array[];
  crls: Uint8Array[];
}

export const contentTypes = {
  data: '1.2.840.113549.1.7.1',
  timeStamp: '1.2.840.113549.1.9.16.1.4',
} as const;

const oids = {
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  algorithmProtection: '1.2.840.113549.1.9.52',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
  revocationArchival: '1.2.840.113583.1.1.8',
} as const;

const certificatesMax = 64;

/**
 * Checks a SignedData over content that stands outside it, or, for a time stamp, inside.
 * @param options.bytes DER; zeros may follow where `padded`, as in `/Contents`
 * @param options.contentType what the signature must speak of
 * @param options.digestOf digest of the detached content; undefined where the content is inside
 */
export async function checkCms(options: {
  bytes: Uint8Array;
  padded: boolean;
  contentType: string;
  digestOf?: (hash: HashName) => Promise<Uint8Array>;
  /** The detached content itself, for a signature without signed attributes. */
  contentOf?: () => Uint8Array;
}): Promise<CheckedCms> {
  const empty = new Uint8Array();
  const checked: CheckedCms = {
    reasons: [],
    signer: undefined,
    certificates: [],
    signatureValue: empty,
    content: undefined,
    timeStampTokens: [],
    ocsps: [],
    crls: [],
  };
  try {
    const signed = readSignedData(options.bytes, options.padded);
    if (signed.hasForeignPadding) checked.reasons.push('cms-padding');
    checked.certificates = signed.certificates;
    if (signed.signerInfos.length !== 1) {
      checked.reasons.push('cms-signers');
      return checked;
    }
    const info = readSignerInfo(signed.signerInfos[0] as Der);
    await checkSigner(checked, signed, info, options);
  } catch (error) {
    if (!(error instanceof DerFault)) throw error;
    checked.reasons.push('cms-malformed');
  }
  return checked;
}

interface SignedData {
  contentType: string;
  content: Uint8Array | undefined;
  certificates: Certificate[];
  signerInfos: Der[];
  /** Something but zeros stands where `/Contents` is filled up: signed by nobody, shown nowhere. */
  hasForeignPadding: boolean;
}

function readSignedData(bytes: Uint8Array, padded: boolean): SignedData {
  const { der, length } = asDefinite(bytes);
  const outer = readElement(der, 0);
  const rest = bytes.subarray(length);
  if (rest.length > 0 && !padded) throw new DerFault('bytes follow the signature data');
  const info = new DerSequence(outer);
  if (oidOf(info.take(tag.oid)) !== oids.signedData) throw new DerFault('no SignedData');
  const parts = new DerSequence(readDer(info.take(0xa0).body));
  info.end();
  parts.take(tag.integer);
  parts.take(tag.set);
  const encapsulated = new DerSequence(parts.take(tag.sequence));
  const contentType = oidOf(encapsulated.take(tag.oid));
  const inside = encapsulated.takeIf(0xa0);
  const certificates = parts.takeIf(0xa0);
  parts.takeIf(0xa1);
  const signerInfos = childrenOf(parts.take(tag.set));
  parts.end();
  const items = certificates ? childrenOf(certificates) : [];
  if (items.length > certificatesMax) throw new DerFault('too many certificates');
  return {
    contentType,
    content: inside && readDer(inside.body, tag.octetString).body,
    certificates: items
      .filter((item) => item.tag === tag.sequence)
      .map((item) => readCertificate(item.raw)),
    signerInfos,
    hasForeignPadding: rest.some((byte) => byte !== 0),
  };
}

interface SignerInfo {
  signerId: Der;
  hash: HashName | undefined;
  digestAlgorithm: Der;
  signedAttributes: Der | undefined;
  signatureAlgorithm: Der;
  signature: Uint8Array;
  unsigned: Map<string, Der[]>;
}

function readSignerInfo(element: Der): SignerInfo {
  const parts = new DerSequence(element);
  parts.take(tag.integer);
  const signerId = parts.take();
  const digestAlgorithm = parts.take(tag.sequence);
  const signedAttributes = parts.takeIf(0xa0);
  const signatureAlgorithm = parts.take(tag.sequence);
  const signature = parts.take(tag.octetString).body;
  const unsigned = parts.takeIf(0xa1);
  parts.end();
  return {
    signerId,
    hash: hashOf(digestAlgorithm),
    digestAlgorithm,
    signedAttributes,
    signatureAlgorithm,
    signature,
    unsigned: unsigned ? readAttributes(unsigned) : new Map<string, Der[]>(),
  };
}

/** The values of each attribute, also of one that is given twice: where one counts, two do not. */
function readAttributes(element: Der): Map<string, Der[]> {
  const found = new Map<string, Der[]>();
  for (const item of childrenOf(element)) {
    const parts = new DerSequence(item);
    const oid = oidOf(parts.take(tag.oid));
    found.set(oid, [...(found.get(oid) ?? []), ...childrenOf(parts.take(tag.set))]);
    parts.end();
  }
  return found;
}

async function checkSigner(
  checked: CheckedCms,
  signed: SignedData,
  info: SignerInfo,
  options: {
    contentType: string;
    digestOf?: (hash: HashName) => Promise<Uint8Array>;
    contentOf?: () => Uint8Array;
  },
): Promise<void> {
  const reasons = checked.reasons;
  checked.signatureValue = info.signature;
  checked.content = signed.content;
  checked.timeStampTokens = (info.unsigned.get(oids.timeStampToken) ?? []).map(({ raw }) => raw);
  const isDetached = options.digestOf !== undefined;
  if (signed.contentType !== options.contentType || isDetached === (signed.content !== undefined))
    throw new DerFault('the content is not where it belongs');
  if (!info.signedAttributes) return checkBare(checked, signed, info, options.contentOf);
  const attributes = readAttributes(info.signedAttributes);
  readArchival(checked, attributes.get(oids.revocationArchival));
  checked.signer = findSigner(signed.certificates, info.signerId);
  if (!info.hash) return void reasons.push('algorithm-unsupported');
  if (info.hash === 'weak') return void reasons.push('hash-weak');
  if (info.hash === 'SHA-1') reasons.push('hash-weak');
  const found = isDetached
    ? await options.digestOf?.(info.hash)
    : await digest(info.hash, signed.content ?? new Uint8Array());
  reasons.push(...checkAttributes(attributes, info, options.contentType, found));
  if (!checked.signer) return void reasons.push('certificate-missing');
  reasons.push(...(await checkEss(attributes, checked.signer, options.contentType)));
  await checkValue(checked, info, info.hash, asDerSet(info.signedAttributes));
  if (reasons.includes('signature-wrong')) await checkAsWritten(checked, info, info.hash);
}

/**
 * Some writers sign the attributes in the order they wrote them in, which is not DER's. That binds
 * the same members; but strict validators refuse it.
 */
async function checkAsWritten(checked: CheckedCms, info: SignerInfo, hash: HashName) {
  const written = new Uint8Array(info.signedAttributes?.raw ?? []);
  written[0] = tag.set;
  const trial: CheckedCms = { ...checked, reasons: [] };
  await checkValue(trial, info, hash, written);
  if (trial.reasons.length > 0) return;
  checked.reasons.splice(checked.reasons.indexOf('signature-wrong'), 1, 'cms-attribute-order');
}

/**
 * A signature without signed attributes is over the content itself (RFC 5652, 5.4). It holds the
 * bytes but names no certificate, so it is never valid here.
 */
async function checkBare(
  checked: CheckedCms,
  signed: SignedData,
  info: SignerInfo,
  contentOf: (() => Uint8Array) | undefined,
): Promise<void> {
  if (!contentOf) return void checked.reasons.push('cms-attribute');
  checked.signer = findSigner(signed.certificates, info.signerId);
  if (!checked.signer) return void checked.reasons.push('certificate-missing');
  if (!info.hash) return void checked.reasons.push('algorithm-unsupported');
  checked.reasons.push('ess-missing');
  await checkValue(checked, info, info.hash, contentOf());
}

async function checkValue(
  { reasons, signer }: CheckedCms,
  info: SignerInfo,
  hash: HashName,
  data: Uint8Array,
): Promise<void> {
  const result = await checkSignature({
    spki: (signer as Certificate).spki,
    algorithm: info.signatureAlgorithm,
    hash,
    data,
    signature: info.signature,
  });
  if (result === 'wrong') reasons.push('signature-wrong');
  else if (result !== 'right' && !reasons.includes(result)) reasons.push(result);
}

/**
 * What is signed is the DER of the SET, not of the [0] it stands under (RFC 5652, 5.4): its members
 * in the order of their bytes, however they were written down.
 */
function asDerSet(attributes: Der): Uint8Array {
  const members = childrenOf(attributes).map(({ raw }) => raw);
  const set = new Uint8Array(attributes.raw);
  set[0] = tag.set;
  let at = set.length - attributes.body.length;
  for (const member of members.sort(compareBytes)) {
    set.set(member, at);
    at += member.length;
  }
  return set;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++)
    if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  return a.length - b.length;
}

function checkAttributes(
  attributes: Map<string, Der[]>,
  info: SignerInfo,
  contentType: string,
  digestFound: Uint8Array | undefined,
): ReasonCode[] {
  const only = (oid: string): Der | undefined => {
    const values = attributes.get(oid);
    return values?.length === 1 ? values[0] : undefined;
  };
  const type = only(oids.contentType);
  const messageDigest = only(oids.messageDigest);
  if (!type || !messageDigest || messageDigest.tag !== tag.octetString) return ['cms-attribute'];
  if (oidOf(type) !== contentType) return ['cms-attribute'];
  const protection = attributes.get(oids.algorithmProtection);
  if (protection && !isProtected(only(oids.algorithmProtection), info)) return ['cms-attribute'];
  const isSame = digestFound && hexOf(messageDigest.body) === hexOf(digestFound);
  return isSame ? [] : ['digest-mismatch'];
}

/** CMSAlgorithmProtection (RFC 6211) repeats both algorithms. */
function isProtected(value: Der | undefined, info: SignerInfo): boolean {
  if (!value) return false;
  const parts = new DerSequence(value);
  const isSameDigest = hashOf(parts.take(tag.sequence)) === info.hash;
  const algorithm = parts.takeIf(0xa1);
  return (
    isSameDigest && (!algorithm || hexOf(algorithm.body) === hexOf(info.signatureAlgorithm.body))
  );
}

/**
 * The signed reference to the certificate (RFC 5035). A time stamp may still carry the older form
 * over SHA-1, as RFC 3161 has it.
 */
async function checkEss(
  attributes: Map<string, Der[]>,
  signer: Certificate,
  contentType: string,
): Promise<ReasonCode[]> {
  const second = attributes.get(oids.signingCertificateV2);
  const first = attributes.get(oids.signingCertificate);
  const isStamp = contentType === contentTypes.timeStamp;
  const values = second ?? (isStamp ? first : undefined);
  if (!values) return ['ess-missing'];
  if (values.length !== 1) return ['cms-attribute'];
  const list = new DerSequence(values[0] as Der).take(tag.sequence);
  const reference = new DerSequence(childrenOf(list)[0] ?? list);
  const algorithm = second ? reference.takeIf(tag.sequence) : undefined;
  const hash = second ? (algorithm ? hashOf(algorithm) : 'SHA-256') : 'SHA-1';
  if (!hash) return ['algorithm-unsupported'];
  if (hash === 'weak' || (second && hash === 'SHA-1')) return ['hash-weak'];
  const given = reference.take(tag.octetString).body;
  return hexOf(given) === hexOf(await digest(hash, signer.raw)) ? [] : ['certificate-swapped'];
}

/** @throws DerFault where two different certificates answer to the signer's identifier */
function findSigner(certificates: Certificate[], id: Der): Certificate | undefined {
  const matches = certificates.filter((certificate) => {
    if (id.tag === 0x80) return certificate.subjectKeyId === hexOf(id.body);
    const parts = new DerSequence(id);
    const issuer = parts.take(tag.sequence).raw;
    const serial = integerOf(parts.take(tag.integer));
    return (
      hexOf(issuer) === hexOf(certificate.issuer) && hexOf(serial) === hexOf(certificate.serial)
    );
  });
  if (matches.some((match) => hexOf(match.raw) !== hexOf((matches[0] as Certificate).raw)))
    throw new DerFault('two certificates for one signer');
  return matches[0];
}

function readArchival(checked: CheckedCms, values: Der[] | undefined): void {
  const value = values?.[0];
  if (!value) return;
  const parts = new DerSequence(value);
  const listed = (part: Der | undefined) =>
    part ? childrenOf(readDer(part.body, tag.sequence)).map(({ raw }) => raw) : [];
  checked.crls = listed(parts.takeIf(0xa0));
  checked.ocsps = listed(parts.takeIf(0xa1));
}

/** What proofs need of a TSTInfo (RFC 3161, 2.4.2). */
export interface TimeStampInfo {
  hash: HashName | undefined;
  imprint: Uint8Array;
  /** Milliseconds since 1970. */
  time: number;
}

/** @throws DerFault */
export function readTimeStampInfo(content: Uint8Array): TimeStampInfo {
  const parts = new DerSequence(readDer(content));
  parts.take(tag.integer);
  parts.take(tag.oid);
  const imprint = new DerSequence(parts.take(tag.sequence));
  const algorithm = imprint.take(tag.sequence);
  const value = imprint.take(tag.octetString).body;
  imprint.end();
  parts.take(tag.integer);
  const at = parts.take(tag.generalizedTime);
  return { hash: hashOf(algorithm), imprint: value, time: timeOf(at) };
}
