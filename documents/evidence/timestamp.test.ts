import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type Authority,
  type CertificateOptions,
  forgeCertificate,
  forgeStamp,
  type StampOptions,
} from '../../test/attacks/forge-evidence';
import { buildCms } from '../../test/attacks/sign-anything';
import { readCertificate as readVerified } from '../verify/proof/certificate';
import { readCertificate, sha256 } from './certificate';
import {
  integer,
  nil,
  octets,
  oid,
  readInside,
  readOid,
  readPiece,
  sequence,
  tags,
  write,
} from './der';
import {
  checkTimestamp,
  httpTimestampSource,
  readCmsCertificates,
  readTimestampTime,
} from './timestamp-client';

/* Tokens made byte by byte, each with one thing that may or may not be. */
const second = 1_000;
const day = 86_400_000;
const now = Math.floor(Date.now() / second) * second;
const hash = sha256(Buffer.from('Giấy khai sinh'));
const stamping = { oids: ['1.3.6.1.5.5.7.3.8'], critical: true };

let ca: Authority;
let tsa: Authority;
beforeAll(() => {
  ca = forgeCertificate({ name: 'CA Mẫu', ca: {} });
  tsa = forgeCertificate({ issuer: ca, extended: stamping });
});

describe('a token', () => {
  const token = (options: StampOptions = {}, by = tsa, at = now) =>
    forgeStamp(by, hash, at, options);
  const check = (...args: Parameters<typeof token>) => checkTimestamp(token(...args), hash);

  test('says when it stamped our hash, who signed it and whose certificates it carries', () => {
    const stamp = check({ cms: { certificates: [ca.certificate, tsa.certificate] } });
    expect(stamp.time).toBe(now);
    expect(stamp.signer).toBe(readCertificate(tsa.certificate));
    expect(stamp.certificates).toEqual([ca, tsa].map((one) => readCertificate(one.certificate)));
    expect(readTimestampTime(token())).toBe(now);
    expect(readCmsCertificates(token())).toEqual([readCertificate(tsa.certificate)]);
  });

  test('of another hash, or of ours under another name, is none', () => {
    expect(() => checkTimestamp(token(), sha256(Buffer.from('khác')))).toThrow(
      'stamps another hash',
    );
    expect(() => check({ hash: 'sha384' })).toThrow('stamps another hash');
  });

  const by = (options: CertificateOptions) => () =>
    check({}, forgeCertificate({ issuer: ca, ...options }));

  test('is signed by a certificate for time stamps, in force to the second', () => {
    const notStamping = 'not signed by a time stamping certificate in force';
    expect(by({})).toThrow(notStamping);
    expect(by({ extended: { ...stamping, critical: false } })).toThrow(notStamping);
    const extended = stamping;
    expect(by({ extended, notBefore: now, notAfter: now })().time).toBe(now);
    expect(by({ extended, notBefore: now + second })).toThrow(notStamping);
    expect(by({ extended, notBefore: now - day, notAfter: now - second })).toThrow(notStamping);
  });

  test.each(['sha256', 'sha512'] as const)(
    'may be signed over %s, not over a weak hash',
    (name) => {
      expect(check({ cms: { hash: name } }).time).toBe(now);
      expect(() => check({ cms: { hash: 'sha1' } })).toThrow('weak or unknown hash');
    },
  );

  test('may name the bare key’s algorithm, and the hash beside it', () => {
    const rsa = forgeCertificate({ issuer: ca, key: 'rsa', extended: stamping });
    for (const name of ['sha256', 'sha384', 'sha512'] as const) {
      expect(check({ cms: { hash: name } }, rsa).time).toBe(now);
    }
  });

  test('without its signer, its attributes or its digest is none', () => {
    expect(() => check({ cms: { certificates: [ca.certificate] } })).toThrow('token incomplete');
    // Another certificate of the same authority, and one of the same number of another authority.
    const { serial } = readVerified(tsa.certificate);
    const strange = forgeCertificate({ name: 'CA Khác', ca: {} });
    const twin = forgeCertificate({ issuer: strange, extended: stamping, serial });
    const certificates = [twin.certificate, tsa.certificate];
    expect(check({ cms: { certificates } }).signer).toBe(readCertificate(tsa.certificate));
    expect(() => check({ cms: { certificates: [twin.certificate] } })).toThrow('token incomplete');
    const other = forgeCertificate({ issuer: ca, extended: stamping });
    expect(() => check({ cms: { certificates: [other.certificate] } })).toThrow('token incomplete');
    expect(() => check({ cms: { attributes: 'none' } })).toThrow('token incomplete');
    expect(() => check({ cms: { digest: hash } })).toThrow('message digest differs');
    expect(() => check({ cms: { digest: new Uint8Array() } })).toThrow('message digest differs');
    const renamed = (cms: Buffer) =>
      Buffer.from(
        cms.toString('hex').replace('06092a864886f70d010904', '06092a864886f70d010909'),
        'hex',
      );
    expect(() => check({ cms: { rewrite: renamed } })).toThrow('message digest differs');
  });

  test('has exactly one signer', () => {
    for (const signerInfos of [0, 2]) {
      expect(() => check({ cms: { signerInfos } })).toThrow('exactly one signer');
    }
  });

  test('is signed data with a time stamp inside', () => {
    const swap = (from: string, to: string) => (cms: Buffer) =>
      Buffer.from(cms.toString('hex').replace(from, to), 'hex');
    const asData = swap('06092a864886f70d010702', '06092a864886f70d010701');
    expect(() => check({ cms: { rewrite: asData } })).toThrow('a token is signed data');
    const otherContent = swap('060b2a864886f70d0109100104', '060b2a864886f70d0109100105');
    expect(() => check({ cms: { rewrite: otherContent } })).toThrow('no time stamp inside');
    const detached = buildCms(Buffer.from('text'), { ...tsa, chain: [] });
    expect(() => checkTimestamp(detached, hash)).toThrow('no time stamp inside');
  });

  test('with a bit changed in what is stamped or signed proves nothing', () => {
    const der = token();
    const within = (from: number, to: number) => {
      for (let at = from; at < to; at++) {
        const changed = Uint8Array.from(der);
        changed[at] = changed[at]! ^ 1;
        expect(() => checkTimestamp(changed, hash)).toThrow();
      }
    };
    const info = der.indexOf(Buffer.from('060b2a864886f70d0109100104', 'hex'));
    within(info + 13, info + 90);
    within(der.length - 200, der.length);
  });
});

describe('a server', () => {
  let answer: (body: Buffer, authorization: string | undefined) => Uint8Array | undefined;
  let asked: { body: Buffer; type: string | undefined }[];
  let server: Server;
  let base: string;
  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts);
        asked.push({ body, type: request.headers['content-type'] });
        const bytes =
          request.url === '/tsa' ? answer(body, request.headers.authorization) : undefined;
        response.writeHead(bytes ? 200 : 404).end(bytes);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const nonceOf = (body: Buffer) =>
    readInside(readPiece(body), tags.sequence).findLast(({ tag }) => tag === tags.integer)!;
  /** What stands in a token, with the nonce and the policy as they should be or not. */
  const infoOf = (nonce: Uint8Array, policy = '1.2.3.4.1') =>
    sequence(
      ...[integer(1), oid(policy)],
      sequence(sequence(oid('2.16.840.1.101.3.4.2.1'), nil()), octets(hash)),
      integer(7),
      write(
        tags.generalizedTime,
        Buffer.from(new Date(now).toISOString().replace(/[-:T]|\.\d+/g, '')),
      ),
      // Its accuracy stands before the nonce.
      sequence(integer(1)),
      nonce,
    );
  const granted = (status: number, content: Uint8Array) =>
    sequence(sequence(integer(status)), forgeStamp(tsa, hash, now, { content }));
  const good = (body: Buffer) => granted(0, infoOf(nonceOf(body).raw));

  test('is asked for a stamp of our hash with our nonce and its certificate', async () => {
    answer = good;
    const source = httpTimestampSource([`http://${base}/tsa`]);
    expect(source.bytesSeen()).toBe(0);
    const token = await source.stamp(hash);
    expect(checkTimestamp(token, hash).time).toBe(now);
    expect(source.bytesSeen()).toBe(token.length);
    const [{ body, type } = { body: Buffer.alloc(0), type: '' }] = asked;
    expect(type).toBe('application/timestamp-query');
    const [version, imprint, nonce, wantsCertificate, ...rest] = readInside(
      readPiece(body),
      tags.sequence,
    );
    expect(version?.raw).toEqual(Buffer.from(integer(1)));
    expect(readOid(readInside(readInside(imprint, tags.sequence)[0], tags.sequence)[0])).toBe(
      '2.16.840.1.101.3.4.2.1',
    );
    expect(readInside(imprint, tags.sequence)[1]?.content).toEqual(Buffer.from(hash));
    expect(nonce?.content).toHaveLength(8);
    expect(nonce!.content[0]! & 0xc0).toBe(0x40);
    expect([wantsCertificate?.content[0], rest]).toEqual([0xff, []]);
    await source.stamp(hash);
    expect(nonceOf(asked[1]!.body).raw).not.toEqual(nonce?.raw);
  });

  test('that has seen larger tokens says of the largest', async () => {
    let isSmall = false;
    answer = (body) => {
      const content = infoOf(nonceOf(body).raw);
      const certificates = isSmall ? [tsa.certificate] : [tsa.certificate, ca.certificate];
      return sequence(
        sequence(integer(0)),
        forgeStamp(tsa, hash, now, { content, cms: { certificates } }),
      );
    };
    const source = httpTimestampSource([`http://${base}/tsa`]);
    const large = await source.stamp(hash);
    isSmall = true;
    expect((await source.stamp(hash)).length).toBeLessThan(large.length);
    expect(source.bytesSeen()).toBe(large.length);
  });

  test('is given its name and password, which no reason tells', async () => {
    let heard: string | undefined;
    answer = (body, authorization) => ((heard = authorization), good(body));
    await httpTimestampSource([`http://${base}/tsa`]).stamp(hash);
    expect(heard).toBeUndefined();
    await httpTimestampSource([`http://nguoi%40mau:b%C3%AD%3Am%E1%BA%ADt@${base}/tsa`]).stamp(hash);
    expect(Buffer.from(heard!.replace('Basic ', ''), 'base64').toString()).toBe('nguoi@mau:bí:mật');
    await httpTimestampSource([`http://nguoi@${base}/tsa`]).stamp(hash);
    expect(heard).toBe(`Basic ${Buffer.from('nguoi:').toString('base64')}`);
    const refusals: string[] = [];
    const lost = httpTimestampSource([`http://nguoi:mat@${base}/lost`], {
      refused: (reason) => refusals.push(reason),
    });
    await expect(lost.stamp(hash)).rejects.toMatchObject({
      code: 'timestamp-unavailable',
      params: { reason: `http://${base}/lost: HTTP 404` },
    });
    expect(refusals).toEqual([`http://${base}/lost: HTTP 404`]);
  });

  test.each<[string, (body: Buffer) => Uint8Array]>([
    ['time stamp refused', (body) => granted(2, infoOf(nonceOf(body).raw))],
    ['time stamp refused', () => sequence(sequence(integer(0)))],
    ['nonce not ours', () => granted(0, infoOf(integer(99)))],
    ['nonce not ours', () => granted(0, infoOf(nil()))],
    ['policy not the one asked for', (body) => granted(0, infoOf(nonceOf(body).raw, '1.2.3.4.9'))],
    ['DER', () => Buffer.from('<html>')],
  ])('whose answer is of no use is told: %s', async (reason, bad) => {
    answer = bad;
    const source = httpTimestampSource([`http://${base}/tsa`], { policy: '1.2.3.4.1' });
    await expect(source.stamp(hash)).rejects.toMatchObject({
      params: {
        reason: expect.stringContaining(`http://${base}/tsa: ${reason}`) as unknown as string,
      },
    });
    expect(source.bytesSeen()).toBe(0);
  });

  test('may grant with changes; the policy is asked for by name', async () => {
    answer = (body) => granted(1, infoOf(nonceOf(body).raw));
    const source = httpTimestampSource([`http://${base}/lost`, `http://${base}/tsa`], {
      policy: '1.2.3.4.1',
    });
    expect(checkTimestamp(await source.stamp(hash), hash).time).toBe(now);
    expect(readOid(readInside(readPiece(asked[1]!.body), tags.sequence)[2])).toBe('1.2.3.4.1');
  });

  test('where there are many, what came of them is told in three hundred letters', async () => {
    const urls = Array.from({ length: 12 }, (_, i) => `http://${base}/${'x'.repeat(30)}${i}`);
    const two = await httpTimestampSource(urls.slice(0, 2))
      .stamp(hash)
      .catch((error: unknown) => error);
    expect(two).toMatchObject({
      params: { reason: `${urls[0]}: HTTP 404; ${urls[1]}: HTTP 404` },
    });
    await expect(httpTimestampSource(urls).stamp(hash)).rejects.toMatchObject({
      params: { reason: expect.stringMatching(/^.{300}$/) as unknown as string },
    });
  });

  test('that a hash of other bytes is answered with is none', async () => {
    answer = (body) => {
      const content = infoOf(nonceOf(body).raw);
      const cms = { digest: createHash('sha256').update('khác').digest() };
      return sequence(sequence(integer(0)), forgeStamp(tsa, hash, now, { content, cms }));
    };
    await expect(httpTimestampSource([`http://${base}/tsa`]).stamp(hash)).rejects.toMatchObject({
      params: { reason: expect.stringContaining('message digest differs') as unknown as string },
    });
  });
});
