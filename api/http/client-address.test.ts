import { expect, test } from '@jest/globals';
import { trustProxies } from '../../settings/trusted-proxies';
import { findClient, networkOf } from './client-address';

const proxies = trustProxies(['10.0.0.5', '10.1.0.0/16', '2001:db8:1::/48']);

test.each([
  ['a connection without a proxy', '203.0.113.9', undefined, '203.0.113.9'],
  ['a header of a stranger', '203.0.113.9', '198.51.100.2', '203.0.113.9'],
  ['a client behind the proxy', '10.0.0.5', '198.51.100.2', '198.51.100.2'],
  ['what the client wrote before it', '10.0.0.5', '1.1.1.1, 198.51.100.2', '198.51.100.2'],
  ['two proxies', '10.0.0.5', '1.1.1.1, 198.51.100.2, 10.1.7.7', '198.51.100.2'],
  ['a neighbour of the proxy', '10.0.0.6', '198.51.100.2', '10.0.0.6'],
  ['a proxy itself', '10.0.0.5', undefined, '10.0.0.5'],
  ['proxies alone', '10.0.0.5', '10.1.0.1', '10.1.0.1'],
  ['no address', '10.0.0.5', '198.51.100.2, unknown', '10.0.0.5'],
  ['a port', '10.0.0.5', '198.51.100.2:4711', '198.51.100.2'],
  ['IPv6 with a port', '10.0.0.5', '[2001:DB8::7]:4711', '2001:db8::7'],
  ['IPv4 in IPv6', '10.0.0.5', '::ffff:198.51.100.2', '198.51.100.2'],
  ['a proxy at IPv6', '2001:db8:1::2', '198.51.100.2', '198.51.100.2'],
  ['an invented way', '10.0.0.5', `198.51.100.2${', 10.1.0.1'.repeat(40)}`, '10.1.0.1'],
])('%s', (_what, connection, header, client) => {
  expect(findClient(connection, header, proxies)).toBe(client);
});

test('without the setting no header is read', () => {
  expect(findClient('10.0.0.5', '198.51.100.2', trustProxies([]))).toBe('10.0.0.5');
});

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['2001:db8:0:1:aaaa::1', '2001:db8:0:1::/64'],
  ['2001:db8:0:1:bbbb:0:0:2', '2001:db8:0:1::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['unknown', 'unknown'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
