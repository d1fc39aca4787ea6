import { isIP, isIPv4, isIPv6 } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { MiddlewareHandler } from 'hono';
import type { TrustedProxies } from '../../settings/trusted-proxies';
import type { AppContext, AppEnv } from './env';

/** A longer way through proxies is somebody's invention. */
const hopsMax = 16;

/**
 * Sets `clientAddress`, by which tries and uploads are counted and which log lines name. It is the
 * connection's address. Where that is a proxy of ours (TRUSTED_PROXIES), it is the last address in
 * `X-Forwarded-For` that is none of ours: what stands further left the client may have written.
 */
export function clientAddress(trusted: TrustedProxies): MiddlewareHandler<AppEnv> {
  return (c, next) => {
    const header = c.req.header('x-forwarded-for');
    c.set('clientAddress', findClient(connectionAddress(c), header, trusted));
    return next();
  };
}

/** Pure. @param header `X-Forwarded-For`: client, proxy, proxy */
export function findClient(
  connection: string,
  header: string | undefined,
  trusted: TrustedProxies,
): string {
  let client = connection;
  const hops = (header ?? '').split(',').slice(-hopsMax);
  while (trusted.has(client)) {
    const hop = plainAddress(hops.pop() ?? '');
    if (hop === undefined) break;
    client = hop;
  }
  return client;
}

/**
 * What is counted as one client: an IPv4 address, or the /64 that a provider gives to one customer,
 * who has 2^64 addresses in it to choose from.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const all = [...left, ...new Array<string>(zeros).fill('0'), ...right];
  const first = all.slice(0, 4).map((group) => parseInt(group, 16).toString(16));
  return `${first.join(':')}::/64`;
}

/** An address as its person may see it again: `203.0.113.*`, or the provider's part of one of IPv6. */
export function maskAddress(address: string): string {
  return isIPv4(address)
    ? address.replace(/\d+$/, '*')
    : networkOf(address).replace(/::\/64$/, ':*');
}

/** An IP address without port, brackets, zone and IPv4's dress in IPv6; undefined for anything else. */
function plainAddress(text: string): string | undefined {
  const trimmed = text.trim();
  const inner =
    /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d+$/.exec(trimmed)?.[1] ?? trimmed;
  const address = inner.replace(/%.*$/, '').toLowerCase();
  const mapped = /^::ffff:([\d.]+)$/.exec(address)?.[1];
  if (mapped !== undefined && isIPv4(mapped)) return mapped;
  return isIP(address) === 0 ? undefined : address;
}

function connectionAddress(c: AppContext): string {
  // Requests made inside a test have no connection.
  const env = c.env as object | undefined;
  if (!env || !('incoming' in env || 'server' in env)) return 'inside';
  return plainAddress(getConnInfo(c).remote.address ?? '') ?? 'unknown';
}
