import { lookup, type LookupAddress } from 'node:dns';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPrivateAddress } from './private-addresses';

/** What an answer may cost. */
export interface FetchBounds {
  timeoutMs: number;
  maxBytes: number;
}

/** Whom evidence may be asked of. Plain data, so that it can be handed to a thread. */
export interface FetchPolicy {
  /**
   * Names that may be asked: `ocsp.example.vn`, `.example.vn` for all below it, `*` for every one;
   * with its port where that is not 80 or 443.
   */
  hosts: string[];
  /** `host:port` that may stand at a private address, such as a development PKI's; asked as well. */
  privateHosts: string[];
}

/** Every public host, and no private address. */
export const anyPublicHost: FetchPolicy = { hosts: ['*'], privateHosts: [] };

/** One host that the operator named, wherever it stands. @param url its address */
export function onlyHostOf(url: string): FetchPolicy {
  return { hosts: [], privateHosts: [hostAndPort(new URL(url))] };
}

/** Whether a policy lets an address be asked, before its name is looked up. */
export function mayFetch(url: URL, policy: FetchPolicy): boolean {
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return false;
  const { hostname, port } = url;
  const isListed = policy.hosts.some((entry) => {
    const [name = '', ownPort = ''] = entry.toLowerCase().split(':');
    if (port !== ownPort) return false;
    return name === '*' || hostname === name || (name.startsWith('.') && hostname.endsWith(name));
  });
  return isListed || policy.privateHosts.includes(hostAndPort(url));
}

/** @throws Error as {@link getBounded} */
export function postBounded(
  url: string,
  post: { contentType: string; body: Uint8Array; authorization?: string | undefined },
  bounds: FetchBounds,
  policy: FetchPolicy,
): Promise<Uint8Array> {
  return askFollowing(url, post, bounds, policy);
}

/**
 * HTTP within a policy: bounded in bytes and time, one redirect to a host that the policy allows as well,
 * never at a private address that the policy does not name. The address that is checked is the one that is
 * connected to.
 * @throws Error naming the address, on what the policy forbids, on any answer but 200, on too many bytes
 *   and on time
 */
export function getBounded(
  url: string,
  bounds: FetchBounds,
  policy: FetchPolicy,
): Promise<Uint8Array> {
  return askFollowing(url, undefined, bounds, policy);
}

type Post = Parameters<typeof postBounded>[1] | undefined;

const redirects = new Set([301, 302, 303, 307, 308]);

async function askFollowing(
  address: string,
  post: Post,
  bounds: FetchBounds,
  policy: FetchPolicy,
): Promise<Uint8Array> {
  const endsAt = Date.now() + bounds.timeoutMs;
  let url = new URL(address);
  try {
    let response = await ask(url, post, bounds.timeoutMs, policy);
    const { location } = response.headers;
    if (redirects.has(response.statusCode ?? 0) && location !== undefined) {
      response.destroy();
      const next = new URL(location, url);
      // What opens one server is no other's to see.
      const open =
        next.origin === url.origin ? post : post && { ...post, authorization: undefined };
      url = next;
      response = await ask(next, open, Math.max(1, endsAt - Date.now()), policy);
    }
    return await read(response, bounds);
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new Error(`${withoutQuery(url)}: ${reason}`, { cause: error });
  }
}

/** An address as it may be logged and shown. */
function withoutQuery({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname.length > 80 ? `${pathname.slice(0, 80)}…` : pathname}`;
}

async function ask(
  url: URL,
  post: Post,
  timeoutMs: number,
  policy: FetchPolicy,
): Promise<IncomingMessage> {
  const guarded = guardConnection(url, policy);
  return new Promise<IncomingMessage>((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: post ? 'POST' : 'GET',
      headers: post ? headersOf(post) : {},
      signal: AbortSignal.timeout(timeoutMs),
      ...guarded,
    });
    request.once('error', reject);
    request.once('response', resolve);
    request.end(post?.body);
  });
}

/**
 * How a request within a policy connects: to the very address that is checked.
 * @throws Error on what the policy forbids
 */
export function guardConnection(url: URL, policy: FetchPolicy): { lookup?: LookupFunction } {
  if (!mayFetch(url, policy)) throw new Error('the policy does not let this host be asked');
  if (policy.privateHosts.includes(hostAndPort(url))) return {};
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A literal address is connected to without being looked up.
  if (isIP(host) && isPrivateAddress(host)) throw new Error('a private address');
  return { lookup: lookupPublic };
}

function headersOf({ contentType, body, authorization }: NonNullable<Post>) {
  return {
    'content-type': contentType,
    'content-length': body.length,
    ...(authorization === undefined ? {} : { authorization }),
  };
}

async function read(response: IncomingMessage, bounds: FetchBounds): Promise<Uint8Array> {
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(`HTTP ${response.statusCode}`);
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bounds.maxBytes) throw new Error('answer too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, []);
    const open = addresses.filter(({ address }) => !isPrivateAddress(address));
    const [first] = open;
    if (!first) return callback(new Error('a private address'), []);
    if (options.all) return callback(null, open);
    callback(null, first.address, first.family);
  });
};

/** A `host:port` with the port of the scheme where none is given. */
function hostAndPort({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}
