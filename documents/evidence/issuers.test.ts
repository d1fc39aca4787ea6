import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  extension,
  forgeCertificate,
  type Authority,
  type CertificateOptions,
} from '../../test/attacks/forge-evidence';
import { readCertificate, type Certificate } from './certificate';
import { integer, oid, sequence, setOf, tagged, write } from './der';
import { onlyHostOf } from './fetch-bounded';
import { completePath, httpIssuerSource, type IssuerSource } from './issuers';
import { openEvidence } from './open-evidence';

/** Issuers' certificates from where certificates say that they are. */

const read = ({ certificate }: Authority): Certificate => readCertificate(certificate);
const root = forgeCertificate({ name: 'Gốc', ca: {}, usage: ['keyCertSign', 'cRLSign'] });

let server: Server;
let url: string;
let answers: Record<string, Uint8Array>;
let asked: string[];
beforeEach(async () => {
  answers = {};
  asked = [];
  server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    response.writeHead(answers[path] ? 200 : 404).end(answers[path]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** Of an issuer that is to be had at these paths. */
const at = (paths: string[], options: CertificateOptions = {}) =>
  forgeCertificate({
    ...options,
    extensions: [
      extension(
        '1.3.6.1.5.5.7.1.1',
        sequence(
          ...paths.map((path) =>
            sequence(oid('1.3.6.1.5.5.7.48.2'), write(0x86, Buffer.from(url + path))),
          ),
        ),
      ),
    ],
  });
const pem = (certificate: Uint8Array) =>
  Buffer.from(
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(certificate).toString('base64')}\n-----END CERTIFICATE-----\n`,
  );
const bagOf = (...certificates: Uint8Array[]) =>
  sequence(
    oid('1.2.840.113549.1.7.2'),
    write(
      tagged(0),
      sequence(
        integer(1),
        setOf(),
        sequence(oid('1.2.840.113549.1.7.1')),
        write(tagged(0), ...certificates),
        setOf(),
      ),
    ),
  );

describe('an address', () => {
  let refused: string[];
  let source: IssuerSource;
  beforeEach(() => {
    refused = [];
    const policy = onlyHostOf(url);
    source = httpIssuerSource({ policy, timeoutMs: 700, refused: (why) => refused.push(why) });
  });

  test('gives a certificate in DER or PEM, or several in a CMS', async () => {
    const other = forgeCertificate({ ca: {} });
    answers = {
      '/der': root.certificate,
      '/pem': pem(other.certificate),
      '/cms': bagOf(root.certificate, other.certificate),
    };
    const found = await source.fetch(read(at(['/der', '/pem', '/cms'])));
    expect(found).toEqual([root, other, root, other].map(read));
    expect(refused).toEqual([]);
  });

  test('is asked once, three of one certificate', async () => {
    answers = { '/a': root.certificate, '/b': root.certificate, '/d': root.certificate };
    const leaf = read(at(['/a', '/b', '/c', '/d']));
    expect(await source.fetch(leaf)).toHaveLength(2);
    expect(await source.fetch(leaf)).toHaveLength(2);
    // What failed is asked for again.
    expect(asked.sort()).toEqual(['/a', '/b', '/c', '/c']);
    expect(await source.fetch(read(root))).toEqual([]);
  });

  test('that is of no use is told, with why', async () => {
    answers = { '/noise': Buffer.from('xin chào') };
    expect(await source.fetch(read(at(['/none', '/noise'])))).toEqual([]);
    expect(refused.sort()).toEqual([`${url}/noise: DER ends early`, `${url}/none: HTTP 404`]);
    // Nobody has to be told.
    const quiet = httpIssuerSource({ policy: onlyHostOf(url) });
    expect(await quiet.fetch(read(at(['/none'])))).toEqual([]);
  });

  test('is a public one where nothing else is said', async () => {
    const closed = httpIssuerSource({ refused: (why) => refused.push(why) });
    answers = { '/a': root.certificate };
    expect(await closed.fetch(read(at(['/a'])))).toEqual([]);
    expect(refused[0]).toMatch('the policy');
    expect(asked).toEqual([]);
  });

  test('of two hundred is kept, the rest is asked for again', async () => {
    for (let i = 0; i <= 200; i++) answers[`/${i}`] = root.certificate;
    const leaves = Array.from({ length: 67 }, (_, i) =>
      read(at([3 * i, 3 * i + 1, 3 * i + 2].map((n) => `/${n}`))),
    );
    for (const leaf of leaves) await source.fetch(leaf);
    asked = [];
    for (const leaf of leaves) expect(await source.fetch(leaf)).toHaveLength(3);
    expect(asked).toEqual(['/200']);
  });
});

describe('a path', () => {
  const anchors = [read(root)];
  const issuers = () => httpIssuerSource({ policy: onlyHostOf(url) });
  /** Each of the CAs is to be had where the one below it says. */
  function chain(length: number) {
    let above = root;
    for (let i = 0; i < length; i++) {
      above = at([`/${i}`], { issuer: above, ca: {}, usage: ['keyCertSign'] });
      answers[`/${i + 1}`] = above.certificate;
    }
    return { leaf: read(at([`/${length}`], { issuer: above })), above: read(above) };
  }

  test('is found in what is at hand, nobody being asked', async () => {
    const { leaf, above } = chain(1);
    const path = await completePath(leaf, { pool: [above], anchors, issuers: issuers() });
    expect(path).toEqual([leaf, above, read(root)]);
    expect(asked).toEqual([]);
  });

  test('is completed from address to address', async () => {
    const { leaf, above } = chain(2);
    const path = await completePath(leaf, { pool: [], anchors, issuers: issuers() });
    expect(path?.map(({ subject }) => subject)).toHaveLength(4);
    expect(path?.[1]).toEqual(above);
    expect(asked).toEqual(['/2', '/1']);
  });

  test('is not looked for more than six times', async () => {
    const five = chain(5);
    expect(await completePath(five.leaf, { pool: [], anchors, issuers: issuers() })).toHaveLength(
      7,
    );
    const six = chain(6);
    expect(await completePath(six.leaf, { pool: [], anchors, issuers: issuers() })).toBeUndefined();
  });

  test('is none where an address gives nothing new', async () => {
    const { leaf, above } = chain(2);
    answers['/1'] = above.der;
    expect(await completePath(leaf, { pool: [], anchors, issuers: issuers() })).toBeUndefined();
    expect(asked).toEqual(['/2', '/1']);
  });
});

test('an installation asks public hosts and those private ones that it names', async () => {
  answers = { '/a': root.certificate };
  const host = url.slice('http://'.length);
  const refused: string[] = [];
  const open = (evidencePrivateHosts: string[]) =>
    openEvidence(
      { tsaUrls: [`${url}/tsa`], evidencePrivateHosts },
      { refused: (why) => refused.push(why) },
    );
  const leaf = read(at(['/a']));
  expect(await open([]).issuers.fetch(leaf)).toEqual([]);
  expect(refused).toEqual([expect.stringContaining('the policy')]);
  expect(await open([host]).issuers.fetch(leaf)).toEqual([read(root)]);
  const listed = forgeCertificate({
    issuer: root,
    extensions: [
      extension(
        '2.5.29.31',
        sequence(
          sequence(write(tagged(0), write(tagged(0), write(0x86, Buffer.from(`${url}/list`))))),
        ),
      ),
    ],
  });
  const ask = (hosts: string[]) =>
    open(hosts).revocation.fetch(read(listed), read(root), { after: 0 });
  await expect(ask([])).rejects.toMatchObject({ code: 'revocation-unavailable' });
  expect(asked).toEqual(['/a']);
  await expect(ask([host])).rejects.toMatchObject({ code: 'revocation-unavailable' });
  expect(asked).toEqual(['/a', '/list']);
  await expect(open([]).timestamp.stamp(Buffer.alloc(32))).rejects.toThrow();
  expect(asked).toEqual(['/a', '/list', '/tsa']);
});
