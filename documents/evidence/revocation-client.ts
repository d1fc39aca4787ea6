import { createHash, randomBytes } from 'node:crypto';
import { SaoyError } from '../../domain/problem';
import { equal, isIssuedBy, readCertificate, verifySigned } from './certificate';
import type { Certificate } from './certificate';
import {
  nil,
  octets,
  oid,
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
import type { DerPiece } from './der';
import {
  anyPublicHost,
  getBounded,
  mayFetch,
  postBounded,
  type FetchPolicy,
} from './fetch-bounded';

/** Proof that a certificate was not revoked at an instant. */
export interface RevocationEvidence {
  kind: 'ocsp' | 'crl';
  /** OCSPResponse or CertificateList. */
  der: Uint8Array;
  /** thisUpdate, milliseconds since 1970: the instant it speaks of. */
  producedAt: number;
  /** Responder certificates that a validator needs (empty where the issuer itself signed). */
  certificates: Certificate[];
}

/** Where revocation data comes from. */
export interface RevocationSource {
  /**
   * Revocation data of `certificate`, issued by `issuer`, that speaks of an instant after `after`.
   * @param after milliseconds since 1970
   * @throws SaoyError `revocation-unavailable`, `certificate-revoked`
   */
  fetch(certificate: Certificate, issuer: Certificate, after: number): Promise<RevocationEvidence>;
}

const bounds = { timeoutMs: 10_000, maxBytes: 20 * 1024 * 1024 };
const ocspSigningOid = '1.3.6.1.5.5.7.3.9';

/**
 * Revocation data from the addresses that the certificate names: OCSP first, CRL second.
 * @param options.policy who may be asked; every public host by default
 * @param options.now milliseconds since 1970
 */
export function httpRevocationSource(
  options: { policy?: FetchPolicy; now?: () => number; timeoutMs?: number } = {},
): RevocationSource {
  const now = options.now ?? Date.now;
  const policy = options.policy ?? anyPublicHost;
  const limits = { ...bounds, timeoutMs: options.timeoutMs ?? bounds.timeoutMs, policy };
  const allowed = (urls: string[]) =>
    urls.filter((url) => URL.canParse(url) && mayFetch(new URL(url), policy));
  return {
    async fetch(certificate, issuer, after) {
      const failures: unknown[] = [];
      const attempts = [
        ...allowed(certificate.ocspUrls).map(
          (url) => () => askOcsp(url, certificate, issuer, now(), limits),
        ),
        ...allowed(certificate.crlUrls).map(
          (url) => () => fetchCrl(url, certificate, issuer, now(), limits),
        ),
      ];
      for (const attempt of attempts) {
        try {
          const evidence = await attempt();
          if (evidence.producedAt > after) return evidence;
          failures.push(new Error('older than what it must prove'));
        } catch (error) {
          if (error instanceof SaoyError && error.code === 'certificate-revoked') throw error;
          failures.push(error);
        }
      }
      throw new SaoyError('revocation-unavailable', {}, { cause: new AggregateError(failures) });
    },
  };
}

async function askOcsp(
  url: string,
  certificate: Certificate,
  issuer: Certificate,
  now: number,
  limits: typeof bounds & { policy: FetchPolicy },
): Promise<RevocationEvidence> {
  const certId = sequence(
    // SHA-1 as an index, not as proof: responders know no other (RFC 5019, 2.1.1).
    sequence(oid('1.3.14.3.2.26'), nil()),
    octets(sha1(certificate.issuer)),
    octets(sha1(issuer.publicKeyBits)),
    certificate.serialNumber,
  );
  const nonce = octets(randomBytes(16));
  const extension = sequence(oid('1.3.6.1.5.5.7.48.1.2'), octets(nonce));
  const body = sequence(
    sequence(sequence(sequence(certId)), write(tagged(2), sequence(extension))),
  );
  const answer = await postBounded(url, 'application/ocsp-request', body, limits, limits.policy);
  return checkOcsp(Uint8Array.from(answer), certificate, issuer, now, nonce);
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
  if (status?.content[0] !== 0) throw new Error('OCSP answer not successful');
  const bytes = readInside(readInside(explicit, tagged(0))[0], tags.sequence)[1];
  const basic = readInside(readPiece(bytes?.content ?? new Uint8Array()), tags.sequence);
  const [data, algorithm, signature, bag] = basic;
  if (!data || !algorithm || !signature) throw new Error('OCSP answer cut short');

  const carried = bag
    ? readPieces(readPieces(bag.content)[0]?.content ?? new Uint8Array()).map((piece) =>
        readCertificate(Uint8Array.from(piece.raw)),
      )
    : [];
  const responder = [issuer, ...carried].find((candidate) =>
    verifySigned(data.raw, algorithm, signature.content.subarray(1), candidate.publicKey),
  );
  if (!responder) throw new Error('OCSP signature does not verify');
  if (responder !== issuer) checkResponder(responder, issuer, now);

  const parts = readInside(data, tags.sequence).filter((part) => part.tag !== tagged(0));
  const [, , responses, extensions] = parts;
  checkNonce(extensions, nonce);
  for (const single of readInside(responses, tags.sequence)) {
    const [certId, state, thisUpdate, next] = readInside(single, tags.sequence);
    const [, nameHash, keyHash, serial] = readInside(certId, tags.sequence);
    const about =
      serial !== undefined &&
      equal(serial.raw, certificate.serialNumber) &&
      matchesHash(nameHash, certificate.issuer) &&
      matchesHash(keyHash, issuer.publicKeyBits);
    if (!about || !state) continue;
    refuseRevoked(state);
    const nextUpdate = next?.tag === tagged(0) ? readTime(readPieces(next.content)[0]) : Infinity;
    if (nextUpdate < now) throw new Error('OCSP answer out of date');
    return {
      kind: 'ocsp',
      der,
      producedAt: readTime(thisUpdate),
      certificates: responder === issuer ? [] : [responder],
    };
  }
  throw new Error('OCSP answer about another certificate');
}

function checkResponder(responder: Certificate, issuer: Certificate, now: number): void {
  const named =
    isIssuedBy(responder, issuer) && responder.extendedKeyUsages.includes(ocspSigningOid);
  if (!named || !responder.ocspNoCheck) throw new Error('signed by one who may not answer');
  if (now < responder.notBefore || now > responder.notAfter) throw new Error('responder expired');
}

function checkNonce(extensions: DerPiece | undefined, nonce: Uint8Array | undefined): void {
  if (extensions?.tag !== tagged(1) || !nonce) return;
  for (const extension of readInside(readPieces(extensions.content)[0], tags.sequence)) {
    const parts = readInside(extension, tags.sequence);
    const value = parts.at(-1);
    if (readOid(parts[0]) === '1.3.6.1.5.5.7.48.1.2' && value && !equal(value.content, nonce)) {
      throw new Error('nonce not ours');
    }
  }
}

function refuseRevoked(state: DerPiece): void {
  if (state.tag === 0x80) return;
  if (state.tag === tagged(1)) {
    const revokedAt = new Date(readTime(readPieces(state.content)[0])).toISOString();
    throw new SaoyError('certificate-revoked', { revokedAt });
  }
  throw new Error('the responder does not know the certificate');
}

async function fetchCrl(
  url: string,
  certificate: Certificate,
  issuer: Certificate,
  now: number,
  limits: typeof bounds & { policy: FetchPolicy },
): Promise<RevocationEvidence> {
  return checkCrl(
    Uint8Array.from(await getBounded(url, limits, limits.policy)),
    certificate,
    issuer,
    now,
  );
}

/** Checks a CRL (RFC 5280, 6.3.3): by the issuer itself, complete, current at `now`. */
export function checkCrl(
  der: Uint8Array,
  certificate: Certificate,
  issuer: Certificate,
  now: number,
): RevocationEvidence {
  const [list, algorithm, signature] = readInside(readPiece(der), tags.sequence);
  if (!list || !algorithm || !signature) throw new Error('CRL cut short');
  if (!verifySigned(list.raw, algorithm, signature.content.subarray(1), issuer.publicKey)) {
    throw new Error('CRL signature does not verify');
  }
  const fields = readInside(list, tags.sequence);
  if (fields[0]?.tag === tags.integer) fields.shift();
  const [, name, thisUpdate, ...rest] = fields;
  if (!name || !equal(name.raw, certificate.issuer)) throw new Error('CRL of another issuer');
  const isTime = (part: DerPiece | undefined) =>
    part?.tag === tags.utcTime || part?.tag === tags.generalizedTime;
  const nextUpdate = isTime(rest[0]) ? readTime(rest.shift()) : -Infinity;
  if (nextUpdate < now) throw new Error('CRL out of date');
  refusePartialCrl(rest.find((part) => part.tag === tagged(0)));
  for (const entry of rest[0]?.tag === tags.sequence ? readPieces(rest[0].content) : []) {
    const [serial, at] = readInside(entry, tags.sequence);
    if (serial && equal(serial.raw, certificate.serialNumber)) {
      const revokedAt = new Date(readTime(at)).toISOString();
      throw new SaoyError('certificate-revoked', { revokedAt });
    }
  }
  return { kind: 'crl', der, producedAt: readTime(thisUpdate), certificates: [] };
}

/** Delta CRLs and those of one distribution point leave out what they do not cover. */
function refusePartialCrl(extensions: DerPiece | undefined): void {
  if (!extensions) return;
  for (const extension of readInside(readPieces(extensions.content)[0], tags.sequence)) {
    const [type] = readInside(extension, tags.sequence);
    if (['2.5.29.27', '2.5.29.28'].includes(readOid(type))) throw new Error('CRL is partial');
  }
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

function sha1(bytes: Uint8Array): Uint8Array {
  return createHash('sha1').update(bytes).digest();
}
