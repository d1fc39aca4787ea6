import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  anyPublicHost,
  getBounded,
  guardConnection,
  mayFetch,
  onlyHostOf,
  postBounded,
} from './fetch-bounded';
import { isPrivateAddress } from './private-addresses';

const opened: Server[] = [];
let asked = 0;
const bounds = { timeoutMs: 700, maxBytes: 1_000 };

afterEach(() => {
  asked = 0;
  for (const server of opened.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** @returns its port on loopback, IPv4 and IPv6 where there is one */
async function serve(answer: (write: (bytes: Buffer) => void, end: () => void) => void) {
  const server = createServer((_request, response) => {
    asked += 1;
    answer(
      (bytes) => response.write(bytes),
      () => response.end(),
    );
  });
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return (server.address() as AddressInfo).port;
}

const greet = () => serve((write, end) => (write(Buffer.from('here')), end()));

describe('a fetch', () => {
  it('reaches a private address where the policy names its host and port', async () => {
    const url = `http://127.0.0.1:${await greet()}/crl`;
    const bytes = await getBounded(url, bounds, onlyHostOf(url));
    expect(Buffer.from(bytes).toString()).toBe('here');
    const other = onlyHostOf('http://127.0.0.1:1/');
    await expect(getBounded(url, bounds, other)).rejects.toThrow('policy');
  });

  it.each([
    '127.0.0.1',
    'localhost',
    'localhost.',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
  ])('never reaches %s under a policy of public hosts', async (host) => {
    const port = await greet();
    const policy = { hosts: [`*:${port}`], privateHosts: [] };
    await expect(getBounded(`http://${host}:${port}/`, bounds, policy)).rejects.toThrow();
    expect(asked).toBe(0);
  });

  it('does not take more bytes or time than it may', async () => {
    const endless = await serve((write) => {
      for (let i = 0; i < 100; i++) write(Buffer.alloc(64));
    });
    const url = `http://127.0.0.1:${endless}/`;
    await expect(getBounded(url, bounds, onlyHostOf(url))).rejects.toThrow('too large');
    const silent = `http://127.0.0.1:${await serve((write) => write(Buffer.from('.')))}/`;
    const start = performance.now();
    await expect(getBounded(silent, bounds, onlyHostOf(silent))).rejects.toThrow();
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe('an answer', () => {
  /** A server that answers each request as it is told. */
  async function answering(act: RequestListener) {
    const server = createServer(act);
    opened.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const get = (url: string) => getBounded(url, bounds, onlyHostOf(url));

  it('may have as many bytes as are allowed, no more', async () => {
    const url = await answering(({ url: path }, response) =>
      response.end(Buffer.alloc(Number(path?.slice(1)))),
    );
    expect(await get(`${url}/1000`)).toHaveLength(1_000);
    await expect(get(`${url}/1001`)).rejects.toThrow(`${url}/1001: answer too large`);
  });

  it('that names another place is one all the same, unless it is a redirect', async () => {
    let asked = 0;
    const url = await answering((_request, response) => {
      asked += 1;
      response.writeHead(200, { location: '/other' }).end('here');
    });
    expect(Buffer.from(await get(url)).toString()).toBe('here');
    expect(asked).toBe(1);
    const nowhere = await answering((_request, response) => response.writeHead(302).end());
    await expect(get(`${nowhere}/from`)).rejects.toThrow(`${nowhere}/from: HTTP 302`);
  });

  it('is asked for by GET or POST, and by its own protocol', async () => {
    const seen: unknown[] = [];
    const url = await answering((request, response) => {
      const { method, headers } = request;
      seen.push([method, headers['content-type'], headers.authorization]);
      if (request.url === '/from') response.writeHead(307, { location: '/to' });
      request.on('data', (bytes: Buffer) => seen.push(bytes.toString()));
      request.on('end', () => response.end('here'));
    });
    await get(url);
    const post = { contentType: 'text/plain', body: Buffer.from('?'), authorization: 'Basic eA==' };
    await postBounded(`${url}/from`, post, bounds, onlyHostOf(url));
    const asPosted = ['POST', 'text/plain', 'Basic eA=='];
    expect(seen).toEqual([['GET', undefined, undefined], asPosted, '?', asPosted, '?']);
    const secure = url.replace('http:', 'https:');
    await expect(get(secure)).rejects.toThrow(/SSL|EPROTO|packet length|wrong version/i);
    expect(seen).toHaveLength(5);
  });

  it('that fails says where, without what was asked, and why', async () => {
    const url = await answering((_request, response) => response.writeHead(404).end());
    for (const [path, shown] of [
      [`/${'x'.repeat(79)}?so=1`, `/${'x'.repeat(79)}`],
      [`/${'x'.repeat(80)}?so=1`, `/${'x'.repeat(79)}…`],
    ] as const) {
      const failed: unknown = await get(`${url}${path}`).catch((error: unknown) => error);
      expect(failed).toMatchObject({ message: `${url}${shown}: HTTP 404` });
      expect((failed as Error).cause).toMatchObject({ message: 'HTTP 404' });
    }
  });
});

describe('a connection', () => {
  const guard = (url: string, policy = anyPublicHost) => guardConnection(new URL(url), policy);
  type Found = [error: Error | null, address: unknown, family?: number | undefined];
  const look = (host: string, all: boolean) =>
    new Promise<Found>((resolve) => {
      guard('http://ocsp.example/').lookup?.(host, { all }, (...found) => resolve(found));
    });

  it('goes to the address that is checked, a public one', async () => {
    expect(await look('8.8.8.8', true)).toEqual([null, [{ address: '8.8.8.8', family: 4 }]]);
    expect(await look('8.8.8.8', false)).toEqual([null, '8.8.8.8', 4]);
    for (const host of ['127.0.0.1', 'localhost']) {
      const [error, addresses] = await look(host, true);
      expect(error?.message).toBe('a private address');
      expect(addresses).toEqual([]);
    }
    const [error, addresses] = await look('khong-co.invalid', true);
    expect(error).toMatchObject({ syscall: 'getaddrinfo' });
    expect(addresses).toEqual([]);
  });

  it('is looked up unless the policy names the private host', () => {
    expect(guard('http://8.8.8.8/').lookup).toBeDefined();
    expect(guard('http://[2a00:1450:4001::1]/').lookup).toBeDefined();
    expect(() => guard('http://10.0.0.1/')).toThrow('a private address');
    expect(() => guard('http://[::1]/')).toThrow('a private address');
    expect(guard('http://10.0.0.1/', onlyHostOf('http://10.0.0.1/'))).toEqual({});
  });

  it('to one host goes to its port, or that of its protocol', () => {
    expect(onlyHostOf('http://a.example/x')).toEqual({ hosts: [], privateHosts: ['a.example:80'] });
    expect(onlyHostOf('https://a.example').privateHosts).toEqual(['a.example:443']);
    expect(onlyHostOf('https://a.example:8443').privateHosts).toEqual(['a.example:8443']);
    expect(anyPublicHost).toEqual({ hosts: ['*'], privateHosts: [] });
  });
});

describe('a redirect', () => {
  /** Answers with a redirect; `seen` gets what it was asked with. */
  async function redirect(location: string, seen: (authorization: string | undefined) => void) {
    const server = createServer((request, response) => {
      seen(request.headers.authorization);
      response.writeHead(302, { location }).end();
    });
    opened.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/from`;
  }
  const hostsOf = (...urls: string[]) => ({
    hosts: [],
    privateHosts: urls.map((url) => new URL(url).host),
  });

  it('is followed once, to a host that may be asked as well', async () => {
    const end = `http://127.0.0.1:${await greet()}/crl`;
    const once = await redirect(end, () => undefined);
    const bytes = await getBounded(once, bounds, hostsOf(once, end));
    expect(Buffer.from(bytes).toString()).toBe('here');
    const twice = await redirect(once, () => undefined);
    await expect(getBounded(twice, bounds, hostsOf(once, twice, end))).rejects.toThrow(
      `${once}: HTTP 302`,
    );
  });

  it('is not followed to any other host', async () => {
    const end = `http://127.0.0.1:${await greet()}/crl`;
    const from = await redirect(end, () => undefined);
    await expect(getBounded(from, bounds, hostsOf(from))).rejects.toThrow(`${end}: the policy`);
    const file = await redirect('file:///etc/passwd', () => undefined);
    await expect(getBounded(file, bounds, hostsOf(file))).rejects.toThrow('the policy');
    expect(asked).toBe(0);
  });

  it('takes what opens one server to no other', async () => {
    const seen: (string | undefined)[] = [];
    const end = await redirect('/again', (authorization) => seen.push(authorization));
    const from = await redirect(end, (authorization) => seen.push(authorization));
    const post = { contentType: 'text/plain', body: Buffer.from('?'), authorization: 'Basic eA==' };
    await expect(postBounded(from, post, bounds, hostsOf(from, end))).rejects.toThrow('HTTP 302');
    expect(seen).toEqual(['Basic eA==', undefined]);
  });
});

describe('a policy', () => {
  const policy = {
    hosts: ['ocsp.vi-du.vn', '.ca.vi-du.vn', 'crl.vi-du.vn:8080'],
    privateHosts: [],
  };
  it.each([
    ['http://ocsp.vi-du.vn/x', true],
    ['https://OCSP.vi-du.vn/x', true],
    ['http://a.b.ca.vi-du.vn/', true],
    ['http://crl.vi-du.vn:8080/', true],
    ['http://crl.vi-du.vn/', false],
    ['http://ocsp.vi-du.vn:8081/', false],
    ['http://ca.vi-du.vn.evil.example/', false],
    ['http://xca.vi-du.vn/', false],
    ['http://ocsp.vi-du.vn@evil.example/', false],
    ['http://user@ocsp.vi-du.vn/', false],
    ['http://:secret@ocsp.vi-du.vn/', false],
    ['http://xocsp.vi-du.vn/', false],
    ['xhttp://ocsp.vi-du.vn/', false],
    ['httpx://ocsp.vi-du.vn/', false],
    ['file:///etc/passwd', false],
    ['ldap://ocsp.vi-du.vn/', false],
  ])('on %s says %s', (url, may) => {
    expect(mayFetch(new URL(url), policy)).toBe(may);
  });

  it('of any public host keeps to the usual ports', () => {
    expect(mayFetch(new URL('http://anything.example/'), anyPublicHost)).toBe(true);
    expect(mayFetch(new URL('http://anything.example:22/'), anyPublicHost)).toBe(false);
  });
});

it.each([
  ['8.8.8.8', false],
  ['2a00:1450:4001::1', false],
  ['10.1.2.3', true],
  ['172.31.0.1', true],
  ['192.168.1.1', true],
  ['169.254.169.254', true],
  ['100.64.0.1', true],
  ['0.0.0.0', true],
  ['255.255.255.255', true],
  ['fe80::1', true],
  ['fd00::1', true],
  ['::', true],
  ['2002:7f00:1::', true],
  ['2001:0:7f00:1::', true],
  ['ff02::1', true],
])('the address %s is private: %s', (address, isPrivate) => {
  expect(isPrivateAddress(address)).toBe(isPrivate);
});
