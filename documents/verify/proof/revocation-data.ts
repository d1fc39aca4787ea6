import {
  extensionsIn,
  fullNames,
  readCertificate,
  readExtensions,
  type Certificate,
} from './certificate';
import {
  bitStringOf,
  booleanOf,
  childrenOf,
  DerFault,
  DerSequence,
  hexOf,
  integerOf,
  oidOf,
  readDer,
  smallInteger,
  tag,
  timeOf,
  type Der,
} from './der';

/** A basic OCSP response (RFC 6960). */
export interface OcspResponse {
  raw: Uint8Array;
  tbs: Uint8Array;
  algorithm: Der;
  signature: Uint8Array;
  certificates: Certificate[];
  /** By the name, as DER, or by the SHA-1 of the key. */
  responder: { name: Uint8Array } | { keyHash: Uint8Array };
  producedAt: number;
  answers: OcspAnswer[];
}

interface OcspAnswer {
  hashOid: string;
  issuerNameHash: string;
  issuerKeyHash: string;
  serial: string;
  status: 'good' | 'revoked' | 'unknown';
  /** Milliseconds since 1970, for `revoked`. */
  revokedAt: number | undefined;
  thisUpdate: number;
  nextUpdate: number | undefined;
}

/** A complete certificate revocation list (RFC 5280, 5). */
export interface Crl {
  raw: Uint8Array;
  tbs: Uint8Array;
  algorithm: Der;
  signature: Uint8Array;
  issuer: Uint8Array;
  thisUpdate: number;
  nextUpdate: number | undefined;
  /** Times of revocation by serial number in hex; the first, where one stands twice. */
  revoked: Map<string, number>;
  /** Which certificates it speaks of, where it does not speak of all. */
  scope: 'all' | 'users' | 'authorities' | 'unusable';
  /** Where it is kept, where it speaks only of certificates that name that place (GeneralName, DER in hex). */
  places: string[] | undefined;
}

/** @throws DerFault also for an answer that is not successful */
export function readOcspResponse(raw: Uint8Array): OcspResponse {
  const outer = new DerSequence(readDer(raw));
  if (smallInteger(outer.take(tag.enumerated)) !== 0) throw new DerFault('an unsuccessful answer');
  const wrapped = new DerSequence(readDer(outer.take(0xa0).body));
  if (oidOf(wrapped.take(tag.oid)) !== '1.3.6.1.5.5.7.48.1.1') throw new DerFault('not basic OCSP');
  const basic = new DerSequence(readDer(wrapped.take(tag.octetString).body));
  const tbs = basic.take(tag.sequence);
  const algorithm = basic.take(tag.sequence);
  const signature = bitStringOf(basic.take(tag.bitString));
  const certificates = basic.takeIf(0xa0);
  const parts = new DerSequence(tbs);
  parts.takeIf(0xa0);
  const responder = readResponder(parts.take());
  const producedAt = timeOf(parts.take());
  const answers = childrenOf(parts.take(tag.sequence)).map(readAnswer);
  requireUnderstood(parts.takeIf(0xa1));
  return {
    raw,
    tbs: tbs.raw,
    algorithm,
    signature,
    certificates: certificates
      ? childrenOf(readDer(certificates.body, tag.sequence)).map((item) =>
          readCertificate(item.raw),
        )
      : [],
    responder,
    producedAt,
    answers,
  };
}

function readResponder({ tag: kind, body }: Der): OcspResponse['responder'] {
  if (kind === 0xa1) return { name: readDer(body, tag.sequence).raw };
  if (kind === 0xa2) return { keyHash: readDer(body, tag.octetString).body };
  throw new DerFault('a responder of another kind');
}

function readAnswer(element: Der): OcspAnswer {
  const parts = new DerSequence(element);
  const id = new DerSequence(parts.take(tag.sequence));
  const hashOid = oidOf(new DerSequence(id.take(tag.sequence)).take(tag.oid));
  const issuerNameHash = hexOf(id.take(tag.octetString).body);
  const issuerKeyHash = hexOf(id.take(tag.octetString).body);
  const serial = hexOf(integerOf(id.take(tag.integer)));
  const status = parts.take();
  const thisUpdate = timeOf(parts.take(tag.generalizedTime));
  const next = parts.takeIf(0xa0);
  requireUnderstood(parts.takeIf(0xa1));
  return {
    hashOid,
    issuerNameHash,
    issuerKeyHash,
    serial,
    status: status.tag === 0x80 ? 'good' : status.tag === 0xa1 ? 'revoked' : 'unknown',
    revokedAt: status.tag === 0xa1 ? timeOf(new DerSequence(status, 0xa1).take()) : undefined,
    thisUpdate,
    nextUpdate: next && timeOf(readDer(next.body)),
  };
}

/** @throws DerFault for a critical extension but the nonce: it is not understood (RFC 6960, 4.2.1) */
function requireUnderstood(wrapper: Der | undefined): void {
  for (const [oid, { critical }] of readExtensions(wrapper))
    if (critical && oid !== '1.3.6.1.5.5.7.48.1.2') throw new DerFault('an answer of another kind');
}

/** @throws DerFault */
export function readCrl(raw: Uint8Array): Crl {
  const outer = new DerSequence(readDer(raw));
  const tbs = outer.take(tag.sequence);
  const algorithm = outer.take(tag.sequence);
  const signature = bitStringOf(outer.take(tag.bitString));
  outer.end();
  const parts = new DerSequence(tbs);
  parts.takeIf(tag.integer);
  if (hexOf(parts.take(tag.sequence).raw) !== hexOf(algorithm.raw))
    throw new DerFault('two signature algorithms');
  const issuer = parts.take(tag.sequence).raw;
  const thisUpdate = timeOf(parts.take());
  const next = parts.takeIf(tag.utcTime) ?? parts.takeIf(tag.generalizedTime);
  const list = parts.takeIf(tag.sequence);
  const extensions = readExtensions(parts.takeIf(0xa0));
  const revoked = new Map<string, number>();
  const { places, ...own } = readScope(extensions);
  let { scope } = own;
  for (const item of list ? childrenOf(list) : []) {
    const entry = new DerSequence(item);
    const serial = hexOf(integerOf(entry.take(tag.integer)));
    const at = timeOf(entry.take());
    revoked.set(serial, Math.min(at, revoked.get(serial) ?? at));
    const details = entry.takeIf(tag.sequence);
    if (details && !isEntryUnderstood(details)) scope = 'unusable';
  }
  const nextUpdate = next && timeOf(next);
  return {
    raw,
    tbs: tbs.raw,
    algorithm,
    signature,
    issuer,
    thisUpdate,
    nextUpdate,
    revoked,
    scope,
    places,
  };
}

/**
 * The reason and the date of invalidity change nothing here. An entry that speaks for another issuer
 * makes the list an indirect one, and one of unknown meaning makes it useless (RFC 5280, 5.3).
 */
function isEntryUnderstood(details: Der): boolean {
  const extensions = [...extensionsIn(details)];
  return !extensions.some(([oid, { critical }]) => {
    const isKnown = oid === '2.5.29.21' || oid === '2.5.29.24';
    return oid === '2.5.29.29' || (critical && !isKnown);
  });
}

/** Lists that are partial, indirect or of unknown meaning are not used (RFC 5280, 5.2.5). */
function readScope(extensions: ReturnType<typeof readExtensions>): Pick<Crl, 'scope' | 'places'> {
  const unusable = { scope: 'unusable', places: undefined } as const;
  if (extensions.has('2.5.29.27')) return unusable;
  for (const [oid, { critical }] of extensions)
    if (critical && oid !== '2.5.29.28') return unusable;
  const point = extensions.get('2.5.29.28');
  if (!point) return { scope: 'all', places: undefined };
  const whole = readDer(point.value);
  const parts = childrenOf(whole);
  const flags = parts.filter((part) => part.tag !== 0xa0);
  if (flags.some((part) => part.tag !== 0x81 && part.tag !== 0x82)) return unusable;
  const isSet = (number: number) => flags.some((part) => part.tag === number && booleanOf(part));
  return {
    scope: isSet(0x81) ? 'users' : isSet(0x82) ? 'authorities' : 'all',
    // An authority may cut its list into several, each with its place.
    places: flags.length < parts.length ? fullNames(whole).map(({ raw }) => hexOf(raw)) : undefined,
  };
}
