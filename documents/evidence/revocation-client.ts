import { createHash, randomBytes } from 'node:crypto';
import { SaoyError } from '../../domain/problem';
import {
  type Certificate,
  equal,
  isIssuedBy,
  nameOfPlace,
  readCertificate,
  readFullNames,
  verifySigned,
} from './certificate';
import {
  type DerPiece,
  findOctetsOfBits,
  nil,
  octets,
  oid,
  readBoolean,
  readInside,
  readOid,
  readPiece,
  readPieces,
  readTime,
  sequence,
  tagged,
  tags,
  write,
} from './der';
import { anyPublicHost, getBounded, postBounded, type FetchPolicy } from './fetch-bounded';
import { readSubject } from './subject';

/** What an authority says of a certificate at an instant. */
export interface RevocationEvidence {
  kind: 'ocsp' | 'crl';
  /** OCSPResponse or CertificateList. */
  der: Uint8Array;
  /** thisUpdate, milliseconds since 1970: the instant it speaks of. */
  producedAt: number;
  /** When a newer one will be there at the latest; undefined where it does not say. */
  nextUpdate: number | undefined;
  /** Since when the certificate is revoked; undefined: it is not. */
  revoked: Revoked | undefined;
  /** Responder certificates that a validator needs (empty where the issuer itself signed). */
  certificates: Certificate[];
}

interface Revoked {
  /** Milliseconds since 1970; the earlier one where an invalidity date stands beside it. */
  at: number;
  /** CRLReason (RFC 5280, 5.3.1); 0 where none is given. */
  reason: number;
}

/** What an answer must hold to be of use. Instants are milliseconds since 1970. */
export interface RevocationNeed {
  /** It speaks of an instant after this one. */
  after: number;
  /** Or it is still in force and speaks of this instant or a later one. */
  inForceSince?: number;
  /** Those after `after` are looked for at every address before one in force is taken. */
  prefersYoung?: boolean;
  /**
   * When the certificate's signature is known to have existed: where it was revoked later, for another
   * reason than that its key is in strange hands, that is no obstacle.
   */
  provenAt?: number | undefined;
}

/** Where revocation data comes from. */
export interface RevocationSource {
  /**
   * Revocation data of `certificate`, issued by `issuer`.
   * @throws SaoyError `certificate-revoked` {revokedAt}; `revocation-unavailable` {reason}: nothing of use
   *   came, and why; `revocation-awaited` {authority, nextUpdate}: what is there is too old for the need
   */
  fetch(
    certificate: Certificate,
    issuer: Certificate,
    need: RevocationNeed,
  ): Promise<RevocationEvidence>;
}

const bounds = { timeoutMs: 10_000, maxBytes: 20 * 1024 * 1024 };
const ocspSigningOid = '1.3.6.1.5.5.7.3.9';
const basicResponseOid = '1.3.6.1.5.5.7.48.1.1';
const nonceOid = '1.3.6.1.5.5.7.48.1.2';
/** Two clocks that both keep time may differ by this much. */
const clockToleranceMs = 60_000;
/** Reasons under which nothing that the key signed is sure: keyCompromise, cACompromise, aACompromise. */
const compromised = new Set([1, 2, 10]);

interface Limits {
  timeoutMs: number;
  maxBytes: number;
  policy: FetchPolicy;
}

/**
 * Revocation data from the addresses that the certificate names: OCSP first, CRL second.
 * @param options.policy who may be asked; every public host by default
 * @param options.now milliseconds since 1970
 * @param options.timeoutMs for each address; `withinMs` for all of them
 * @param options.refused told of each answer that was of no use: its address and why
 */
export function httpRevocationSource(
  options: {
    policy?: FetchPolicy;
    now?: () => number;
    timeoutMs?: number;
    withinMs?: number;
    refused?: (reason: string) => void;
  } = {},
): RevocationSource {
  const now = options.now ?? Date.now;
  const policy = options.policy ?? anyPublicHost;
  const timeoutMs = options.timeoutMs ?? bounds.timeoutMs;
  return {
    async fetch(certificate, issuer, need) {
      const endsAt = Date.now() + (options.withinMs ?? Infinity);
      const asking = new Asking(certificate, issuer, need);
      const attempts = [
        ...certificate.ocspUrls.map((url) => ({ url, ask: askOcsp })),
        ...certificate.crlUrls.map((url) => ({ url, ask: fetchCrl })),
      ];
      for (const { url, ask } of attempts) {
        const limits = { ...bounds, policy, timeoutMs: Math.min(timeoutMs, endsAt - Date.now()) };
        if (limits.timeoutMs <= 0) break;
        try {
          const evidence = await ask(url, certificate, issuer, now(), limits);
          if (asking.isEnough(evidence)) break;
        } catch (error) {
          if (error instanceof SaoyError) throw error;
          const reason = error instanceof Error ? error.message : String(error);
          asking.failures.push(reason.includes(url) ? reason : `${url}: ${reason}`);
        }
      }
      for (const reason of asking.failures) options.refused?.(reason);
      return asking.getBest();
    },
  };
}

/** What came of asking about one certificate so far. */
class Asking {
  readonly failures: string[] = [];
  private best: RevocationEvidence | undefined;
  private tooOld: RevocationEvidence | undefined;

  constructor(
    private readonly certificate: Certificate,
    private readonly issuer: Certificate,
    private readonly need: RevocationNeed,
  ) {}

  /** @throws SaoyError `certificate-revoked` */
  isEnough(evidence: RevocationEvidence): boolean {
    const { producedAt, nextUpdate, revoked } = evidence;
    const { after, inForceSince, provenAt, prefersYoung } = this.need;
    if (revoked && !isNoObstacle(revoked, provenAt)) {
      const revokedAt = new Date(revoked.at).toISOString();
      throw new SaoyError('certificate-revoked', { revokedAt });
    }
    const isYoung = producedAt > after;
    const isInForce =
      nextUpdate !== undefined && inForceSince !== undefined && producedAt >= inForceSince;
    if (isYoung || (isInForce && producedAt > (this.best?.producedAt ?? -Infinity))) {
      this.best = evidence;
    }
    if (
      !isYoung &&
      !isInForce &&
      (nextUpdate ?? Infinity) <= (this.tooOld?.nextUpdate ?? Infinity)
    ) {
      this.tooOld = evidence;
    }
    return isYoung || (isInForce && prefersYoung !== true);
  }

  getBest(): RevocationEvidence {
    if (this.best) return this.best;
    if (this.tooOld) {
      const { nextUpdate } = this.tooOld;
      throw new SaoyError('revocation-awaited', {
        authority: readSubject(this.certificate.der, 'issuer').commonName,
        nextUpdate: nextUpdate === undefined ? '' : new Date(nextUpdate).toISOString(),
      });
    }
    const authority = readSubject(this.issuer.der).commonName;
    const reason = this.failures.join('; ') || `${authority}: no address that answers`;
    throw new SaoyError('revocation-unavailable', { reason: reason.slice(0, 300) });
  }
}

/** What was signed before holds, unless the key itself was in strange hands: since when, nobody knows. */
function isNoObstacle({ at, reason }: Revoked, provenAt: number | undefined): boolean {
  return provenAt !== undefined && provenAt < at && !compromised.has(reason);
}

/** Responders that were seen to refuse a nonce, or to answer with another. */
const withoutNonce = new Set<string>();
const withoutNonceMax = 100;

/** With a nonce, so that the answer is surely new; without where the responder refuses one (RFC 5019). */
async function askOcsp(
  url: string,
  certificate: Certificate,
  issuer: Certificate,
  now: number,
  limits: Limits,
): Promise<RevocationEvidence> {
  if (withoutNonce.has(url)) return askOcspOnce(url, certificate, issuer, now, limits, undefined);
  const endsAt = Date.now() + limits.timeoutMs;
  try {
    return await askOcspOnce(url, certificate, issuer, now, limits, octets(randomBytes(16)));
  } catch (error) {
    const timeoutMs = endsAt - Date.now();
    if (timeoutMs <= 0) throw error;
    const left = { ...limits, timeoutMs };
    const evidence = await askOcspOnce(url, certificate, issuer, now, left, undefined).catch(() => {
      // The first reason tells more.
      throw error;
    });
    if (withoutNonce.size < withoutNonceMax) withoutNonce.add(url);
    return evidence;
  }
}

async function askOcspOnce(
  url: string,
  certificate: Certificate,
  issuer: Certificate,
  now: number,
  limits: Limits,
  nonce: Uint8Array | undefined,
): Promise<RevocationEvidence> {
  const certId = sequence(
    // SHA-1 as an index, not as proof: responders know no other (RFC 5019, 2.1.1).
    sequence(oid('1.3.14.3.2.26'), nil()),
    octets(sha1(certificate.issuer)),
    octets(sha1(issuer.publicKeyBits)),
    certificate.serialNumber,
  );
  const extensions =
    nonce === undefined ? [] : [write(tagged(2), sequence(sequence(oid(nonceOid), octets(nonce))))];
  const body = sequence(sequence(sequence(sequence(certId)), ...extensions));
  const post = { contentType: 'application/ocsp-request', body };
  const answer = await postBounded(url, post, limits, limits.policy);
  return checkOcsp(Uint8Array.from(unwrapPem(answer)), certificate, issuer, now, nonce);
}

/**
 * Checks an OCSP answer (RFC 6960, 3.2): signed by the issuer or by a responder that the issuer
 * named for it, about this certificate, current at `now`.
 * @param nonce what the request carried; an answer may leave it out but not change it
 */
export function checkOcsp(
  der: Uint8Array,
  certificate: Certificate,
  issuer: Certificate,
  now: number,
  nonce?: Uint8Array,
): RevocationEvidence {
  const [status, explicit] = readInside(readPiece(der), tags.sequence);
  if (status?.tag !== tags.enumerated || !equal(status.content, Buffer.from([0]))) {
    throw new Error('OCSP answer not successful');
  }
  const [type, bytes] = readInside(readInside(explicit, tagged(0))[0], tags.sequence);
  if (readOid(type) !== basicResponseOid || bytes?.tag !== tags.octets) {
    throw new Error('OCSP answer of another type');
  }
  const [data, algorithm, bits, bag] = readInside(readPiece(bytes.content), tags.sequence);
  const signature = findOctetsOfBits(bits);
  if (!data || !algorithm || !signature) throw new Error('OCSP answer cut short');

  const carried = bag
    ? readInside(readInside(bag, tagged(0))[0], tags.sequence).map((piece) =>
        readCertificate(Uint8Array.from(piece.raw)),
      )
    : [];
  const responder = [issuer, ...carried].find((candidate) =>
    verifySigned(data.raw, algorithm, signature, candidate.publicKey),
  );
  if (!responder) throw new Error('OCSP signature does not verify');
  if (responder !== issuer) checkResponder(responder, issuer, now);

  const parts = readInside(data, tags.sequence).filter((part) => part.tag !== tagged(0));
  const [, answeredAt, responses, wrapper] = parts;
  const extensions = readExtensions(wrapper);
  checkNonce(extensions, nonce);
  const about = readInside(responses, tags.sequence).filter((single) => {
    const [, nameHash, keyHash, serial] = readInside(readPieces(single.content)[0], tags.sequence);
    return (
      serial !== undefined &&
      equal(serial.raw, certificate.serialNumber) &&
      matchesHash(nameHash, certificate.issuer) &&
      matchesHash(keyHash, issuer.publicKeyBits)
    );
  });
  if (about.length > 1) throw new Error('OCSP answer that says two things of one certificate');
  const [, state, thisUpdate, ...more] = about[0] ? readInside(about[0], tags.sequence) : [];
  if (!state) throw new Error('OCSP answer about another certificate');
  const next = more.find(({ tag }) => tag === tagged(0));
  requireUnderstood([...extensions, ...readExtensions(more.find(({ tag }) => tag === tagged(1)))]);
  const nextUpdate = next && readTime(readPieces(next.content)[0]);
  const producedAt = readTime(thisUpdate);
  if (readTime(answeredAt) < producedAt) throw new Error('OCSP answer from before what it says');
  requireCurrent(producedAt, nextUpdate, now);
  return {
    kind: 'ocsp',
    der,
    producedAt,
    nextUpdate,
    revoked: readState(state),
    certificates: responder === issuer ? [] : [responder],
  };
}

function checkResponder(responder: Certificate, issuer: Certificate, now: number): void {
  const named =
    isIssuedBy(responder, issuer) && responder.extendedKeyUsages.includes(ocspSigningOid);
  if (!named || !responder.ocspNoCheck) throw new Error('signed by one who may not answer');
  if (now < responder.notBefore || now > responder.notAfter) throw new Error('responder expired');
}

function checkNonce(extensions: Extension[], nonce: Uint8Array | undefined): void {
  if (!nonce) return;
  for (const { type, content } of extensions) {
    if (type === nonceOid && !equal(content, nonce)) throw new Error('nonce not ours');
  }
}

/** A critical extension that is not understood makes an answer useless (RFC 6960, 4.2.1). */
function requireUnderstood(extensions: Extension[]): void {
  const isStrange = ({ type, isCritical }: Extension) => isCritical && type !== nonceOid;
  if (extensions.some(isStrange)) throw new Error('OCSP answer of unknown meaning');
}

/** @throws Error where it is of the future, or a newer one must be there */
function requireCurrent(thisUpdate: number, nextUpdate: number | undefined, now: number): void {
  if (thisUpdate > now + clockToleranceMs) throw new Error('answer from the future');
  if (nextUpdate !== undefined && nextUpdate < now) throw new Error('answer out of date');
}

function readState(state: DerPiece): Revoked | undefined {
  if (state.tag === 0x80) return undefined;
  if (state.tag !== tagged(1)) throw new Error('the responder does not know the certificate');
  const [at, reason] = readPieces(state.content);
  const code = reason?.tag === tagged(0) ? readPieces(reason.content)[0]?.content[0] : undefined;
  return { at: readTime(at), reason: code ?? 0 };
}

async function fetchCrl(
  url: string,
  certificate: Certificate,
  issuer: Certificate,
  now: number,
  limits: Limits,
): Promise<RevocationEvidence> {
  const body = await getBounded(url, limits, limits.policy);
  return checkCrl(Uint8Array.from(unwrapPem(body)), certificate, issuer, now);
}

/**
 * Checks a CRL (RFC 5280, 6.3.3): by the issuer itself, of a scope that the certificate belongs to, current
 * at `now`.
 */
export function checkCrl(
  der: Uint8Array,
  certificate: Certificate,
  issuer: Certificate,
  now: number,
): RevocationEvidence {
  const [list, algorithm, bits] = readInside(readPiece(der), tags.sequence);
  const signature = findOctetsOfBits(bits);
  if (!list || !algorithm || !signature) throw new Error('CRL cut short');
  if (issuer.keyUsage?.cRLSign === false) throw new Error('CRL by one who may not sign it');
  if (!verifySigned(list.raw, algorithm, signature, issuer.publicKey)) {
    throw new Error('CRL signature does not verify');
  }
  const fields = readInside(list, tags.sequence);
  if (fields[0]?.tag === tags.integer) fields.shift();
  const [, name, thisUpdate, ...rest] = fields;
  if (!name || !equal(name.raw, certificate.issuer)) throw new Error('CRL of another issuer');
  const isTime = (part: DerPiece | undefined) =>
    part?.tag === tags.utcTime || part?.tag === tags.generalizedTime;
  const nextUpdate = isTime(rest[0]) ? readTime(rest.shift()) : undefined;
  if (nextUpdate === undefined) throw new Error('CRL without an end');
  const producedAt = readTime(thisUpdate);
  requireCurrent(producedAt, nextUpdate, now);
  requireScope(
    rest.find((part) => part.tag === tagged(0)),
    certificate,
  );
  const entries = rest[0]?.tag === tags.sequence ? rest[0].content : new Uint8Array();
  const found = readPieces(entries).flatMap((entry) => findEntry(entry, certificate) ?? []);
  const revoked = found.sort((a, b) => a.at - b.at)[0];
  return { kind: 'crl', der, producedAt, nextUpdate, revoked, certificates: [] };
}

/** @throws Error for an entry that makes the list an indirect one or of unknown meaning, whoever it is about */
function findEntry(entry: DerPiece, { serialNumber }: Certificate): Revoked | undefined {
  const [serial, at, details] = readInside(entry, tags.sequence);
  const revoked = { at: readTime(at), reason: 0 };
  for (const detail of details ? readInside(details, tags.sequence) : []) {
    const { type, isCritical, content } = readExtension(detail);
    if (type === '2.5.29.29') throw new Error('CRL is partial');
    if (type === '2.5.29.21') revoked.reason = readPiece(content).content[0] ?? 0;
    // Since when the key is thought to be in strange hands (RFC 5280, 5.3.2).
    else if (type === '2.5.29.24') revoked.at = Math.min(revoked.at, readTime(readPiece(content)));
    else if (isCritical) throw new Error('CRL of unknown meaning');
  }
  return serial && equal(serial.raw, serialNumber) ? revoked : undefined;
}

/** Those of a wrapped list of extensions, where there is one. */
function readExtensions(wrapper: DerPiece | undefined): Extension[] {
  if (!wrapper) return [];
  return readInside(readPieces(wrapper.content)[0], tags.sequence).map(readExtension);
}

interface Extension {
  type: string;
  isCritical: boolean;
  content: Uint8Array;
}

function readExtension(piece: DerPiece): Extension {
  const parts = readInside(piece, tags.sequence);
  const content = parts.at(-1)?.content ?? new Uint8Array();
  // Some write out that it is not critical, which DER leaves out.
  const isCritical = parts[1]?.tag === tags.boolean && readBoolean(parts[1]);
  return { type: readOid(parts[0]), isCritical, content };
}

/** Lists that are partial, indirect, of unknown meaning, or of the other kind of certificates, say nothing (5.2). */
function requireScope(extensions: DerPiece | undefined, { isCa, crlNames }: Certificate): void {
  for (const { type, isCritical, content } of readExtensions(extensions)) {
    if (type === '2.5.29.27') throw new Error('CRL is partial');
    if (type !== '2.5.29.28') {
      if (isCritical) throw new Error('CRL of unknown meaning');
      continue;
    }
    const point = readInside(readPiece(content), tags.sequence);
    const others = point.filter(({ tag }) => tag !== tagged(0));
    const is = (tag: number) => others.some((part) => part.tag === tag && readBoolean(part));
    if (others.some(({ tag }) => tag !== 0x81 && tag !== 0x82)) throw new Error('CRL is partial');
    if (isCa ? is(0x81) : is(0x82)) throw new Error('CRL of other certificates');
    if (others.length === point.length) continue;
    const places = readFullNames(readPiece(content)).map(nameOfPlace);
    // An authority may cut its list into several, each with its place.
    if (!places.some((place) => crlNames.includes(place)))
      throw new Error('CRL of other certificates');
  }
}

/** Some authorities hand out what must be DER (RFC 5280, 4.2.1.13) as PEM. */
export function unwrapPem(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === tags.sequence) return bytes;
  const text = asBuffer(bytes).toString('latin1');
  const body = /-----BEGIN [A-Z0-9 ]+-----([A-Za-z0-9+/=\s]+)-----END /.exec(text)?.[1];
  return body === undefined ? bytes : Buffer.from(body, 'base64');
}

/** The answer chooses the hash; its length tells which. */
function matchesHash(piece: DerPiece | undefined, hashed: Uint8Array): boolean {
  const algorithm = { 20: 'sha1', 32: 'sha256', 48: 'sha384' }[piece?.content.length ?? 0];
  return (
    piece !== undefined &&
    algorithm !== undefined &&
    equal(piece.content, createHash(algorithm).update(hashed).digest())
  );
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function sha1(bytes: Uint8Array): Uint8Array {
  return createHash('sha1').update(bytes).digest();
}
