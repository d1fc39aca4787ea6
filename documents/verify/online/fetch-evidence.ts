import { createHash } from 'node:crypto';
import { lookup, type LookupAddress } from 'node:dns';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { nil, octets, oid, sequence, write } from '../../evidence/der';
import type { Certificate } from '../proof/certificate';
import type { FetchEvidence } from '../verify-copy';

const timeoutMs = 10_000;
const answerBytesMax = 20 * 1024 * 1024;
const urlsMax = 3;

/** Fetches from the addresses that certificates name, wherever they are public. */
export const fetchEvidence: FetchEvidence = createFetchEvidence({});

/**
 * OCSP, CRL and issuers' certificates from the addresses that a certificate names (AIA, CDP): HTTP
 * only, bounded in bytes and time, without redirects, never at a private address. What fails is
 * left out: the verdict then says that it could not look.
 * @param policy.mayFetch whether policy allows an address; all public ones by default
 * @param policy.trustedHosts `host:port` that may be private, such as a development PKI's
 */
export function createFetchEvidence(policy: {
  mayFetch?: (url: URL) => boolean;
  trustedHosts?: string[];
}): FetchEvidence {
  const get = async (urls: string[], body?: Uint8Array): Promise<Uint8Array[]> => {
    for (const text of urls.slice(0, urlsMax)) {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      if (!url || !/^https?:$/.test(url.protocol) || policy.mayFetch?.(url) === false) continue;
      const mayBePrivate = policy.trustedHosts?.includes(url.host) ?? false;
      const answer = await fetchOne(url, body, mayBePrivate).catch(() => undefined);
      if (answer) return [answer];
    }
    return [];
  };
  return async (certificate, issuer) => {
    const certificates = issuer ? [] : await get(certificate.issuerUrls);
    if (!issuer) return { certificates, ocsps: [], crls: [] };
    const ocsps = await get(certificate.ocspUrls, ocspRequest(certificate, issuer));
    return { certificates, ocsps, crls: ocsps.length > 0 ? [] : await get(certificate.crlUrls) };
  };
}

/** An unsigned request for one certificate (RFC 6960, 4.1); its names are hashed with SHA-1. */
function ocspRequest(certificate: Certificate, issuer: Certificate): Uint8Array {
  const sha1 = (bytes: Uint8Array) => octets(createHash('sha1').update(bytes).digest());
  const id = sequence(
    sequence(oid('1.3.14.3.2.26'), nil()),
    sha1(issuer.subject),
    sha1(issuer.publicKey),
    write(0x02, certificate.serial),
  );
  return sequence(sequence(sequence(sequence(id))));
}

function fetchOne(
  url: URL,
  body: Uint8Array | undefined,
  mayBePrivate: boolean,
): Promise<Uint8Array> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!mayBePrivate && isIP(host) && isPrivate(host))
    return Promise.reject(new Error('a private address'));
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: body ? 'POST' : 'GET',
      headers: body ? { 'content-type': 'application/ocsp-request' } : {},
      signal: AbortSignal.timeout(timeoutMs),
      // The address that is checked is the one that is connected to.
      ...(mayBePrivate ? {} : { lookup: lookupPublic }),
    });
    request.once('error', reject);
    request.once('response', (response) => {
      read(response).then(resolve, reject);
    });
    request.end(body);
  });
}

async function read(response: IncomingMessage): Promise<Uint8Array> {
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(`HTTP ${response.statusCode}`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > answerBytesMax) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, []);
    const open = addresses.filter(({ address }) => !isPrivate(address));
    if (open.length === 0) return callback(new Error('a private address'), []);
    if (options.all) return callback(null, open);
    callback(null, open[0]?.address ?? '', open[0]?.family);
  });
};

/** Loopback, private, link-local, shared, multicast and reserved ranges. */
const privateRanges = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  privateRanges.addSubnet(network, bits, 'ipv4');
// Only global unicast is public, less what maps IPv4 into it.
privateRanges.addSubnet('::', 3, 'ipv6');
privateRanges.addSubnet('4000::', 2, 'ipv6');
privateRanges.addSubnet('8000::', 1, 'ipv6');
privateRanges.addSubnet('2002::', 16, 'ipv6');

function isPrivate(address: string): boolean {
  return privateRanges.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
