import { BlockList, isIP, isIPv4 } from 'node:net';

/** Proxies of ours, by address: what they say of a client in `X-Forwarded-For` is believed. */
export interface TrustedProxies {
  /** @param address an IP address as `plainAddress` writes it */
  has(address: string): boolean;
}

/** An address, or a network as `10.0.0.0/8`. */
export function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= lengthOf(version));
}

/** @param parts each as `isAddressOrNetwork` takes it; none: no header is believed */
export function trustProxies(parts: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const part of parts) {
    const [address = '', bits] = part.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    list.addSubnet(address, Number(bits ?? lengthOf(isIP(address))), family);
  }
  return {
    has: (address) => isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6'),
  };
}

const lengthOf = (version: number) => (version === 4 ? 32 : 128);
