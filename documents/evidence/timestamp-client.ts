import { createHash, randomBytes } from 'node:crypto';
import { SaoyError } from '../../domain/problem';
import { type Certificate, equal, readCertificate, verifySigned } from './certificate';
import {
  integer,
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
import { onlyHostOf, postBounded } from './fetch-bounded';

/** Where time stamps come from. */
export interface TimestampSource {
  /**
   * @param hash SHA-256 of what is stamped
   * @returns the TimeStampToken (CMS SignedData, DER) with its certificates inside
   * @throws SaoyError `timestamp-unavailable` {reason}
   */
  stamp(hash: Uint8Array): Promise<Uint8Array>;
  /** Bytes of the largest token seen so far; 0 before the first. */
  bytesSeen(): number;
}

/** What a time stamp says, once it is known to be one. */
export interface Timestamp {
  /** Milliseconds since 1970. */
  time: number;
  signer: Certificate;
  /** The signer and whatever the token carries beside it. */
  certificates: Certificate[];
}

const sha256Oid = '2.16.840.1.101.3.4.2.1';
const answerBytesMax = 256 * 1024;

/**
 * RFC 3161 over HTTP, each server tried in turn: an answer counts only with our nonce, our hash, the
 * policy asked for and a signature by a time stamping certificate inside the token.
 * @param urls with name and password before the host where the server wants them (Basic, RFC 7617)
 * @param options.policy dotted object identifier; none: the server's own
 * @param options.timeoutMs for each server, 10 s by default
 * @param options.refused told of each server that gave none: its address and why
 */
export function httpTimestampSource(
  urls: string[],
  options: { policy?: string; timeoutMs?: number; refused?: (reason: string) => void } = {},
): TimestampSource {
  let bytesSeen = 0;
  return {
    bytesSeen: () => bytesSeen,
    async stamp(hash) {
      const failures: string[] = [];
      for (const url of urls) {
        const server = readServer(url);
        try {
          const token = await request(server, hash, options);
          bytesSeen = Math.max(bytesSeen, token.length);
          return token;
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          failures.push(reason.includes(server.url) ? reason : `${server.url}: ${reason}`);
        }
      }
      for (const reason of failures) options.refused?.(reason);
      throw new SaoyError('timestamp-unavailable', { reason: failures.join('; ').slice(0, 300) });
    },
  };
}

/** A server's address, apart from what opens it: that is sent and nowhere written. */
interface Server {
  url: string;
  authorization: string | undefined;
}

function readServer(address: string): Server {
  const url = new URL(address);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  if (username === '' && password === '') return { url: url.href, authorization: undefined };
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url: url.href, authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}

async function request(
  { url, authorization }: Server,
  hash: Uint8Array,
  options: { policy?: string; timeoutMs?: number },
): Promise<Uint8Array> {
  // The top bit off: some servers read the nonce as a signed number.
  const nonce = randomBytes(8);
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40;
  const imprint = sequence(sequence(oid(sha256Oid), nil()), octets(hash));
  const body = sequence(
    integer(1),
    imprint,
    ...(options.policy === undefined ? [] : [oid(options.policy)]),
    integer(nonce),
    write(tags.boolean, Buffer.from([0xff])),
  );
  const bounds = { timeoutMs: options.timeoutMs ?? 10_000, maxBytes: answerBytesMax };
  // The operator named this server: it may stand anywhere.
  const policy = onlyHostOf(url);
  const post = { contentType: 'application/timestamp-query', body, authorization };
  const answer = await postBounded(url, post, bounds, policy);
  const [status, token] = readInside(readPiece(answer), tags.sequence);
  const granted = readInside(status, tags.sequence)[0]?.content[0];
  if ((granted !== 0 && granted !== 1) || !token) throw new Error('time stamp refused');
  const info = readTimestampInfo(token.raw);
  if (!info.nonce || !equal(info.nonce, integer(nonce))) throw new Error('nonce not ours');
  if (options.policy !== undefined && info.policy !== options.policy) {
    throw new Error('policy not the one asked for');
  }
  checkTimestamp(token.raw, hash);
  return Uint8Array.from(token.raw);
}

/**
 * Reads a token and checks that it stamps `hash` and is signed by a time stamping certificate that
 * it carries. Whether that certificate is trusted is for those who know the anchors.
 * @throws Error where any of it does not hold
 */
export function checkTimestamp(token: Uint8Array, hash: Uint8Array): Timestamp {
  const info = readTimestampInfo(token);
  if (info.hashOid !== sha256Oid || !equal(info.hash, hash)) throw new Error('stamps another hash');
  const { signerInfo, certificates } = info;
  const parts = readInside(signerInfo, tags.sequence);
  const identifier = readInside(parts[1], tags.sequence);
  const signer = certificates.find(
    (candidate) =>
      identifier[0] !== undefined &&
      identifier[1] !== undefined &&
      equal(candidate.issuer, identifier[0].raw) &&
      equal(candidate.serialNumber, identifier[1].raw),
  );
  const attributes = parts.find((part) => part.tag === tagged(0));
  const signature = parts.find((part) => part.tag === tags.octets);
  const after = attributes ? parts[parts.indexOf(attributes) + 1] : undefined;
  if (!signer || !attributes || !signature || !after) throw new Error('token incomplete');
  if (!signer.isTimeStamping || info.time < signer.notBefore || info.time > signer.notAfter) {
    throw new Error('not signed by a time stamping certificate in force');
  }
  const digestOid = readOid(readInside(parts[2], tags.sequence)[0]);
  const digest = createHash(hashName(digestOid)).update(info.content).digest();
  const named = findMessageDigest(attributes);
  if (!named || !equal(named, digest)) throw new Error('message digest differs');
  // Signed as a SET OF, carried as [0] (RFC 5652, 5.4).
  const signed = write(tags.set, attributes.content);
  if (
    !verifySigned(signed, signatureAlgorithm(after, digestOid), signature.content, signer.publicKey)
  ) {
    throw new Error('token signature does not verify');
  }
  return { time: info.time, signer, certificates };
}

/** The instant that a token states, milliseconds since 1970. */
export function readTimestampTime(token: Uint8Array): number {
  return readTimestampInfo(token).time;
}

/** Certificates carried in a CMS SignedData. */
export function readCmsCertificates(cms: Uint8Array): Certificate[] {
  const signedData = readInside(readPieces(readPiece(cms).content)[1], tagged(0))[0];
  const bag = readInside(signedData, tags.sequence).find((part) => part.tag === tagged(0));
  return (bag ? readPieces(bag.content) : [])
    .filter((piece) => piece.tag === tags.sequence)
    .map((piece) => readCertificate(Uint8Array.from(piece.raw)));
}

function readTimestampInfo(token: Uint8Array) {
  const [type, explicit] = readInside(readPiece(token), tags.sequence);
  if (readOid(type) !== '1.2.840.113549.1.7.2') throw new Error('a token is signed data');
  const fields = readInside(readInside(explicit, tagged(0))[0], tags.sequence);
  const [contentType, wrapped] = readInside(fields[2], tags.sequence);
  const [inner] = wrapped ? readInside(wrapped, tagged(0)) : [];
  if (readOid(contentType) !== '1.2.840.113549.1.9.16.1.4' || inner?.tag !== tags.octets) {
    throw new Error('no time stamp inside');
  }
  const { content } = inner;
  const info = readInside(readPiece(content), tags.sequence);
  const [, policy, imprint, , time, ...optional] = info;
  const [algorithm, hash] = readInside(imprint, tags.sequence);
  const signerInfos = readInside(fields.at(-1), tags.set);
  if (signerInfos.length !== 1) throw new Error('a token has exactly one signer');
  return {
    content,
    policy: readOid(policy),
    hashOid: readOid(readInside(algorithm, tags.sequence)[0]),
    hash: hash?.content ?? new Uint8Array(),
    time: readTime(time),
    nonce: optional.find((part) => part.tag === tags.integer)?.raw,
    signerInfo: signerInfos[0],
    certificates: readCmsCertificates(token),
  };
}

function findMessageDigest(attributes: { content: Uint8Array }): Uint8Array | undefined {
  for (const attribute of readPieces(attributes.content)) {
    const [type, values] = readInside(attribute, tags.sequence);
    if (readOid(type) !== '1.2.840.113549.1.9.4') continue;
    return readInside(values, tags.set)[0]?.content;
  }
  return undefined;
}

/** CMS may name the bare key algorithm; the hash then stands beside it (RFC 3370, 3.2). */
function signatureAlgorithm(algorithm: ReturnType<typeof readPiece>, digestOid: string) {
  const named = readOid(readInside(algorithm, tags.sequence)[0]);
  if (named !== '1.2.840.113549.1.1.1') return algorithm;
  const full: Record<string, string> = { sha256: '11', sha384: '12', sha512: '13' };
  return readPiece(sequence(oid(`1.2.840.113549.1.1.${full[hashName(digestOid)]}`), nil()));
}

function hashName(digestOid: string): string {
  const names: Record<string, string> = {
    [sha256Oid]: 'sha256',
    '2.16.840.1.101.3.4.2.2': 'sha384',
    '2.16.840.1.101.3.4.2.3': 'sha512',
  };
  const known = names[digestOid];
  if (!known) throw new Error('weak or unknown hash');
  return known;
}
