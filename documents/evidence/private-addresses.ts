import { BlockList, isIP } from 'node:net';

/** Loopback, private, link-local, shared, documentation, multicast and reserved (RFC 6890). */
const ipv4 = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  ipv4.addSubnet(network, bits, 'ipv4');
// A list of its own: one that holds ::/3 would count every IPv4 address as mapped into it.
const ipv6 = new BlockList();
// Of IPv6 only global unicast (2000::/3) is public, less what carries an IPv4 address inside.
for (const [network, bits] of [
  ['::', 3],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['4000::', 2],
  ['8000::', 1],
] as const)
  ipv6.addSubnet(network, bits, 'ipv6');

/** @param address a literal IPv4 or IPv6 address */
export function isPrivateAddress(address: string): boolean {
  return isIP(address) === 6 ? ipv6.check(address, 'ipv6') : ipv4.check(address, 'ipv4');
}
