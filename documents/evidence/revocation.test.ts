import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type Authority,
  type CertificateOptions,
  type CrlOptions,
  deltaOf,
  extension,
  forgeCertificate,
  forgeCrl,
  forgeOcsp,
  type OcspOptions,
  placesOf,
  pointOf,
  time,
} from '../../test/attacks/forge-evidence';
import { type Certificate, readCertificate } from './certificate';
import { octets, oid, readInside, readPiece, readPieces, sequence, tags, write } from './der';
import {
  checkCrl,
  checkOcsp,
  httpRevocationSource,
  type RevocationNeed,
  unwrapPem,
} from './revocation-client';

/* Answers and lists made byte by byte, each with one thing that may or may not be. */
const read = ({ certificate }: Authority): Certificate => readCertificate(certificate);
const signing = { extended: { oids: ['1.3.6.1.5.5.7.3.9'] }, noCheck: true };
const second = 1_000;
const day = 86_400_000;
const now = Math.floor(Date.now() / second) * second;

let ca: Authority;
let leaf: Authority;
let other: Authority;
let responder: Authority;
beforeAll(() => {
  ca = forgeCertificate({ name: 'CA Mẫu', ca: {}, usage: ['keyCertSign', 'cRLSign'] });
  leaf = forgeCertificate({ issuer: ca });
  other = forgeCertificate({ issuer: ca });
  responder = forgeCertificate({ issuer: ca, ...signing });
});

describe('an OCSP answer', () => {
  const answer = (options: Partial<OcspOptions> = {}) =>
    forgeOcsp({ about: leaf, issuer: ca, responder, thisUpdate: now, ...options });
  const check = (options: Partial<OcspOptions> = {}, at = now, nonce?: Uint8Array) =>
    checkOcsp(answer(options), read(leaf), read(ca), at, nonce);

  test('says when, until when, that it is good, and by whom', () => {
    const der = answer();
    expect(checkOcsp(der, read(leaf), read(ca), now)).toEqual({
      ...{ kind: 'ocsp', der, producedAt: now, nextUpdate: now + day, revoked: undefined },
      certificates: [read(responder)],
    });
    expect(check({ responder: ca, enclosed: [] }).certificates).toEqual([]);
    expect(check({ nextUpdate: null }).nextUpdate).toBeUndefined();
  });

  test('that it was revoked, since when and why', () => {
    const revokedAt = now - day;
    expect(check({ status: { revokedAt } }).revoked).toEqual({ at: revokedAt, reason: 0 });
    expect(check({ status: { revokedAt, reason: 1 } }).revoked).toEqual({
      at: revokedAt,
      reason: 1,
    });
    expect(() => check({ status: 'unknown' })).toThrow('does not know the certificate');
  });

  test.each(['sha1', 'sha256', 'sha384'] as const)('may name the issuer by %s', (hash) => {
    expect(check({ hash }).kind).toBe('ocsp');
    expect(() => check({ hash, wrongNameHash: true })).toThrow('about another certificate');
    expect(() => check({ hash, wrongKeyHash: true })).toThrow('about another certificate');
  });

  test('about another, or by an unknown hash, says nothing', () => {
    expect(() => check({ about: other })).toThrow('about another certificate');
    expect(() => check({ hash: 'sha512' })).toThrow('about another certificate');
    expect(() => check({ hash: 'md5' })).toThrow('about another certificate');
  });

  const by = (options: CertificateOptions) => () =>
    check({ responder: forgeCertificate({ issuer: ca, ...signing, ...options }) });

  test('is signed by one whom the issuer named for it, in force', () => {
    expect(by({})().kind).toBe('ocsp');
    expect(by({ extended: { oids: ['1.3.6.1.5.5.7.3.8'] } })).toThrow('one who may not answer');
    expect(by({ noCheck: false })).toThrow('one who may not answer');
    expect(by({ issuer: other })).toThrow('one who may not answer');
    const strange = forgeCertificate({ name: 'CA Mẫu', ca: {} });
    expect(by({ issuer: strange })).toThrow('one who may not answer');
    expect(() => check({ enclosed: [] })).toThrow('signature does not verify');
    expect(() => check({ enclosed: [other] })).toThrow('signature does not verify');
    expect(check({ enclosed: [other, responder] }).certificates).toEqual([read(responder)]);
  });

  test('to the second in which its responder begins and ends', () => {
    const to = (notBefore: number, notAfter: number) => by({ notBefore, notAfter })();
    expect(to(now, now).kind).toBe('ocsp');
    expect(() => to(now + second, now + day)).toThrow('responder expired');
    expect(() => to(now - day, now - second)).toThrow('responder expired');
  });

  test('is current: not of the future but for a minute, nor after its own end', () => {
    expect(check({ thisUpdate: now + 60 * second }).producedAt).toBe(now + 60 * second);
    expect(() => check({ thisUpdate: now + 61 * second })).toThrow('from the future');
    expect(check({ thisUpdate: now - day, nextUpdate: now }).nextUpdate).toBe(now);
    expect(() => check({ thisUpdate: now - day, nextUpdate: now - second })).toThrow('out of date');
    expect(check({ producedAt: now }).producedAt).toBe(now);
    expect(() => check({ producedAt: now - second })).toThrow('from before what it says');
  });

  test('says one thing of a certificate, and nothing that nobody understands', () => {
    const two = 'says two things of one certificate';
    expect(() => check({ contradictions: [{ revokedAt: now - day }] })).toThrow(two);
    expect(() => check({ contradictions: ['good'] })).toThrow(two);
    const strange = (critical: boolean) => extension('1.2.3.4', octets(Buffer.alloc(1)), critical);
    expect(() => check({ extensions: [strange(true)] })).toThrow('of unknown meaning');
    expect(() => check({ ownExtensions: [strange(true)] })).toThrow('of unknown meaning');
    expect(check({ extensions: [strange(false)], ownExtensions: [strange(false)] }).kind).toBe(
      'ocsp',
    );
    expect(
      check({ extensions: [extension('1.3.6.1.5.5.7.48.1.2', octets(Buffer.alloc(16, 7)), true)] })
        .kind,
    ).toBe('ocsp');
  });

  test('bears our nonce where it bears one, or none', () => {
    const nonce = octets(Buffer.alloc(16, 7));
    expect(check({ nonce }, now, nonce).kind).toBe('ocsp');
    expect(() => check({ nonce: octets(Buffer.alloc(16, 8)) }, now, nonce)).toThrow(
      'nonce not ours',
    );
    expect(check({}, now, nonce).kind).toBe('ocsp');
    expect(check({ nonce }).kind).toBe('ocsp');
    const other = extension('1.3.6.1.5.5.7.48.1.9', octets(Buffer.alloc(16, 8)));
    expect(check({ nonce, extensions: [other] }, now, nonce).kind).toBe('ocsp');
    const ours = extension('1.3.6.1.5.5.7.48.1.2', nonce, true);
    const strange = extension('1.3.6.1.5.5.7.48.1.2', octets(Buffer.alloc(16, 8)), true);
    expect(check({ extensions: [other, ours] }, now, nonce).kind).toBe('ocsp');
    expect(() => check({ extensions: [other, strange] }, now, nonce)).toThrow('nonce not ours');
  });

  test('may write out its version, and carry no certificates at all', () => {
    expect(check({ hasVersion: true }).producedAt).toBe(now);
    expect(check({ hasVersion: true, responder: ca, enclosed: [] }).certificates).toEqual([]);
  });

  test('without success, cut short or changed is none', () => {
    const failed = sequence(write(tags.enumerated, Buffer.from([6])));
    expect(() => checkOcsp(failed, read(leaf), read(ca), now)).toThrow('not successful');
    const der = answer({ responder: ca, enclosed: [] });
    for (let at = 0; at < der.length; at += 1) {
      const changed = Uint8Array.from(der);
      changed[at] = changed[at]! ^ 1;
      expect(() => checkOcsp(changed, read(leaf), read(ca), now)).toThrow();
    }
  });
});

describe('a list', () => {
  const list = (options: Parameters<typeof forgeCrl>[1] = {}) =>
    forgeCrl(ca, { thisUpdate: now, ...options });
  const check = (options: Parameters<typeof forgeCrl>[1] = {}, of = read(leaf), by = read(ca)) =>
    checkCrl(list(options), of, by, now);

  test('says when, until when, and that it is not revoked', () => {
    const der = list();
    expect(checkCrl(der, read(leaf), read(ca), now)).toEqual({
      ...{ kind: 'crl', der, producedAt: now, nextUpdate: now + 7 * day, revoked: undefined },
      certificates: [],
    });
    expect(check({ revoked: [[other, now - day]] }).revoked).toBeUndefined();
  });

  const reason = (code: number) =>
    extension('2.5.29.21', write(tags.enumerated, Buffer.from([code])));
  const invalidSince = (at: number) => extension('2.5.29.24', time(at));

  test('that it was revoked: since when at the earliest, and why', () => {
    const at = now - day;
    const found = (...details: Uint8Array[]) =>
      check({
        revoked: [
          [other, at - day],
          [leaf, at, ...details],
        ],
      }).revoked;
    expect(found()).toEqual({ at, reason: 0 });
    expect(found(reason(4))).toEqual({ at, reason: 4 });
    const critical = extension('2.5.29.21', write(tags.enumerated, Buffer.from([5])), true);
    expect(found(critical)).toEqual({ at, reason: 5 });
    expect(found(reason(1), invalidSince(at - day))).toEqual({ at: at - day, reason: 1 });
    expect(found(invalidSince(at + day))).toEqual({ at, reason: 0 });
    const twice: CrlOptions['revoked'] = [
      [leaf, at],
      [leaf, at - day, reason(1)],
    ];
    expect(check({ revoked: twice }).revoked).toEqual({ at: at - day, reason: 1 });
  });

  test('that speaks for other issuers too, or says what nobody understands, says nothing', () => {
    const ofAnother = extension('2.5.29.29', octets(Buffer.alloc(1)), true);
    expect(() => check({ revoked: [[other, now - day, ofAnother]] })).toThrow('CRL is partial');
    const strange = (critical: boolean) => extension('1.2.3.4', octets(Buffer.alloc(1)), critical);
    expect(() => check({ extensions: [strange(true)] })).toThrow('CRL of unknown meaning');
    expect(check({ extensions: [strange(false)] }).kind).toBe('crl');
    const no = write(tags.boolean, Buffer.from([0]));
    const writtenOut = sequence(oid('1.2.3.4'), no, octets(Buffer.alloc(1)));
    expect(check({ extensions: [writtenOut] }).kind).toBe('crl');
  });

  test('with an entry that nobody understands says nothing, whoever it is about', () => {
    const entry = (critical: boolean) => extension('1.2.3.4', octets(Buffer.alloc(1)), critical);
    expect(() => check({ revoked: [[other, now - day, entry(true)]] })).toThrow(
      'CRL of unknown meaning',
    );
    expect(check({ revoked: [[other, now - day, entry(false)]] }).revoked).toBeUndefined();
  });

  test('that is one of several speaks of the certificates that name its place', () => {
    const named = (...places: string[]) =>
      read(forgeCertificate({ issuer: ca, extensions: [placesOf('2.5.29.31', places)] }));
    const ofPlace = (of: Certificate, ...places: string[]) =>
      check({ extensions: [placesOf('2.5.29.28', places)] }, of);
    expect(ofPlace(named('one', 'two'), 'other', 'two').kind).toBe('crl');
    for (const leafOf of [named('one'), named(), read(leaf)])
      expect(() => ofPlace(leafOf, 'two')).toThrow('CRL of other certificates');
    expect(() => ofPlace(named('one'))).toThrow('CRL of other certificates');
    // A list of the whole authority speaks of all.
    expect(check({}, named('one')).kind).toBe('crl');
  });

  test('by whom it may not come from says nothing', () => {
    const twin = forgeCertificate({ name: 'CA Mẫu', ca: {} });
    expect(() => check({}, read(leaf), read(twin))).toThrow('signature does not verify');
    const noLists = forgeCertificate({ ca: {}, usage: ['keyCertSign'] });
    const under = forgeCertificate({ issuer: noLists });
    const der = forgeCrl(noLists, { thisUpdate: now });
    expect(() => checkCrl(der, read(under), read(noLists), now)).toThrow('may not sign it');
    const bare = forgeCertificate({ ca: {} });
    const child = forgeCertificate({ issuer: bare });
    expect(checkCrl(forgeCrl(bare), read(child), read(bare), now).kind).toBe('crl');
    // Signed by the issuer's key, of another name.
    const renamed = forgeCrl({ ...forgeCertificate({ ca: {} }), key: ca.key }, { thisUpdate: now });
    expect(() => checkCrl(renamed, read(leaf), read(ca), now)).toThrow('CRL of another issuer');
  });

  test('is current', () => {
    expect(check({ thisUpdate: now + 60 * second }).producedAt).toBe(now + 60 * second);
    expect(() => check({ thisUpdate: now + 61 * second })).toThrow('from the future');
    expect(check({ thisUpdate: now - day, nextUpdate: now }).nextUpdate).toBe(now);
    expect(() => check({ thisUpdate: now - day, nextUpdate: now - second })).toThrow('out of date');
  });

  const authority = () => ({ ...read(leaf), isCa: true });

  test('of changes alone, of some reasons or of other certificates says nothing', () => {
    expect(() => check({ extensions: [deltaOf()] })).toThrow('CRL is partial');
    expect(() =>
      check({ extensions: [extension('2.5.29.20', write(2, Buffer.from([1]))), deltaOf()] }),
    ).toThrow('CRL is partial');
    expect(check({ extensions: [extension('2.5.29.20', write(2, Buffer.from([1])))] }).kind).toBe(
      'crl',
    );
    for (const flag of [0x83, 0x84, 0x85]) {
      expect(() => check({ extensions: [pointOf(flag)] })).toThrow('CRL is partial');
    }
    expect(check({ extensions: [pointOf(0x81)] }).kind).toBe('crl');
    expect(() => check({ extensions: [pointOf(0x81)] }, authority())).toThrow(
      'of other certificates',
    );
    expect(check({ extensions: [pointOf(0x82)] }, authority()).kind).toBe('crl');
    expect(() => check({ extensions: [pointOf(0x82)] })).toThrow('of other certificates');
    const off = extension('2.5.29.28', sequence(write(0x82, Buffer.from([0]))), true);
    expect(check({ extensions: [off] }).kind).toBe('crl');
  });

  test('without an end, or changed, is none', () => {
    expect(() => check({ nextUpdate: null })).toThrow('CRL without an end');
    const der = list({ revoked: [[other, now - day]] });
    for (let at = 0; at < der.length; at += 1) {
      const changed = Uint8Array.from(der);
      changed[at] = changed[at]! ^ 1;
      expect(() => checkCrl(changed, read(leaf), read(ca), now)).toThrow();
    }
  });

  test('in PEM is what stands between its lines', () => {
    const der = list();
    const pem = `trước\n-----BEGIN X509 CRL-----\n${der.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END X509 CRL-----\n`;
    expect(Buffer.from(unwrapPem(Buffer.from(pem)))).toEqual(der);
    expect(unwrapPem(der)).toBe(der);
    const text = Buffer.from('no list');
    expect(unwrapPem(text)).toBe(text);
    const view = Buffer.concat([Buffer.from('xx'), Buffer.from(pem), Buffer.from('yy')]);
    expect(Buffer.from(unwrapPem(view.subarray(2, -2)))).toEqual(der);
  });
});

describe('asking', () => {
  /** What each path answers, by what was posted to it; undefined: 404. */
  let answers: Map<string, (body: Buffer) => Uint8Array | undefined>;
  let asked: string[];
  let server: Server;
  let base: string;
  beforeEach(async () => {
    answers = new Map();
    asked = [];
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        asked.push(request.url ?? '');
        const answer = answers.get(request.url ?? '')?.(Buffer.concat(parts));
        response.writeHead(answer ? 200 : 404).end(answer);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const refusals: string[] = [];
  async function ask(
    ocsp: string[],
    crl: string[],
    need: Partial<RevocationNeed> = {},
    options: { withinMs?: number } = {},
  ) {
    refusals.length = 0;
    const source = httpRevocationSource({
      policy: { hosts: [], privateHosts: [new URL(base).host] },
      now: () => now,
      refused: (reason) => refusals.push(reason),
      timeoutMs: 2_000,
      ...options,
    });
    const urls = {
      ocspUrls: ocsp.map((path) => base + path),
      crlUrls: crl.map((path) => base + path),
    };
    return source.fetch({ ...read(leaf), ...urls }, read(ca), { after: now - second, ...need });
  }
  const ocsp =
    (options: Partial<OcspOptions> = {}) =>
    () =>
      forgeOcsp({ about: leaf, issuer: ca, responder, thisUpdate: now, ...options });
  const crl =
    (options: Parameters<typeof forgeCrl>[1] = {}) =>
    () =>
      forgeCrl(ca, { thisUpdate: now, ...options });

  test('goes from address to address, responders first, until one is enough', async () => {
    answers.set('/list', crl());
    const found = await ask(['/none', '/bad'], ['/list', '/later']);
    expect(found.kind).toBe('crl');
    expect(asked).toEqual(['/none', '/none', '/bad', '/bad', '/list']);
    expect(refusals).toEqual([`${base}/none: HTTP 404`, `${base}/bad: HTTP 404`]);
    answers.set('/good', ocsp());
    asked.length = 0;
    expect((await ask(['/good'], ['/list'])).kind).toBe('ocsp');
    expect(asked).toEqual(['/good']);
  });

  test('asks without a nonce where a responder takes none, and remembers it', async () => {
    const hasNonce = (body: Buffer) => body.includes(Buffer.from('2b0601050507300102', 'hex'));
    answers.set('/plain', (body) => (hasNonce(body) ? undefined : ocsp()()));
    expect((await ask(['/plain'], [])).kind).toBe('ocsp');
    expect(asked).toHaveLength(2);
    await ask(['/plain'], []);
    expect(asked).toHaveLength(3);
    let body: Buffer = Buffer.alloc(0);
    answers.set('/nonce', (posted) => {
      body = posted;
      return ocsp()();
    });
    await ask(['/nonce'], []);
    const [request] = readInside(readPiece(body), tags.sequence);
    const [list, extensions] = readInside(request, tags.sequence);
    const id = readInside(
      readInside(readInside(list, tags.sequence)[0], tags.sequence)[0],
      tags.sequence,
    );
    expect(id[3]?.raw).toEqual(read(leaf).serialNumber);
    const [nonce] = readInside(readPieces(extensions!.content)[0], tags.sequence);
    expect(readInside(nonce, tags.sequence)[1]?.content).toHaveLength(18);
  });

  test('ends with a certificate that was revoked, unless what it signed is proven to be older', async () => {
    const revokedAt = now - day;
    const at = new Date(revokedAt).toISOString();
    const refused = { code: 'certificate-revoked', params: { revokedAt: at } };
    answers.set('/revoked', ocsp({ status: { revokedAt, reason: 4 } }));
    answers.set('/good', ocsp());
    await expect(ask(['/revoked', '/good'], [])).rejects.toMatchObject(refused);
    expect(asked).toEqual(['/revoked']);
    const proven = (provenAt: number) => ask(['/revoked'], [], { provenAt });
    await expect(proven(revokedAt)).rejects.toMatchObject(refused);
    expect((await proven(revokedAt - 1)).revoked).toEqual({ at: revokedAt, reason: 4 });
    for (const reason of [1, 2, 10]) {
      answers.set('/revoked', ocsp({ status: { revokedAt, reason } }));
      await expect(proven(revokedAt - day)).rejects.toMatchObject(refused);
    }
  });

  test('wants word of after the instant, or what is in force where that is enough', async () => {
    answers.set('/old', ocsp({ thisUpdate: now - day, nextUpdate: now + day }));
    answers.set('/list', crl());
    const old = { after: now - day };
    await expect(ask(['/old'], [], old)).rejects.toMatchObject({
      code: 'revocation-awaited',
      params: { authority: 'CA Mẫu', nextUpdate: new Date(now + day).toISOString() },
    });
    expect((await ask(['/old'], [], { after: now - day - 1 })).producedAt).toBe(now - day);
    expect((await ask(['/old'], [], { ...old, inForceSince: now - day })).kind).toBe('ocsp');
    await expect(ask(['/old'], [], { ...old, inForceSince: now - day + 1 })).rejects.toMatchObject({
      code: 'revocation-awaited',
    });
    const young = { after: now - second, inForceSince: -Infinity };
    expect((await ask(['/old'], ['/list'], young)).kind).toBe('ocsp');
    expect((await ask(['/old'], ['/list'], { ...young, prefersYoung: true })).kind).toBe('crl');
    expect((await ask(['/old'], [], { ...young, prefersYoung: true })).kind).toBe('ocsp');
  });

  test('what never ends is in force for nobody; of several the youngest in force is taken', async () => {
    answers.set('/endless', ocsp({ thisUpdate: now - day, nextUpdate: null }));
    const need = { after: now, inForceSince: -Infinity };
    await expect(ask(['/endless'], [], need)).rejects.toMatchObject({
      params: { nextUpdate: '' },
    });
    answers.set('/older', ocsp({ thisUpdate: now - 3 * day, nextUpdate: now + day }));
    answers.set('/younger', ocsp({ thisUpdate: now - 2 * day, nextUpdate: now + day }));
    const young = { ...need, prefersYoung: true };
    expect((await ask(['/older', '/younger'], [], young)).producedAt).toBe(now - 2 * day);
    expect((await ask(['/younger', '/older'], [], young)).producedAt).toBe(now - 2 * day);
  });

  test('of what is too old, tells when the first new word comes', async () => {
    answers.set('/late', ocsp({ thisUpdate: now - day, nextUpdate: now + 2 * day }));
    answers.set('/soon', ocsp({ thisUpdate: now - day, nextUpdate: now + day }));
    answers.set('/never', ocsp({ thisUpdate: now - day, nextUpdate: null }));
    const awaited = (at: number) => ({ params: { nextUpdate: new Date(at).toISOString() } });
    const need = { after: now };
    await expect(ask(['/late', '/soon'], [], need)).rejects.toMatchObject(awaited(now + day));
    await expect(ask(['/soon', '/late'], [], need)).rejects.toMatchObject(awaited(now + day));
    await expect(ask(['/never', '/soon'], [], need)).rejects.toMatchObject(awaited(now + day));
    await expect(ask(['/soon', '/never'], [], need)).rejects.toMatchObject(awaited(now + day));
  });

  test('tells what came of each address, or that there is none; no longer than three hundred letters', async () => {
    await expect(ask(['/a'], ['/b'])).rejects.toMatchObject({
      code: 'revocation-unavailable',
      params: { reason: `${base}/a: HTTP 404; ${base}/b: HTTP 404` },
    });
    await expect(ask([], [])).rejects.toMatchObject({
      params: { reason: 'CA Mẫu: no address that answers' },
    });
    answers.set('/text', () => Buffer.from('no list'));
    await expect(ask([], ['/text'])).rejects.toMatchObject({
      params: { reason: expect.stringContaining(`${base}/text: DER`) as unknown as string },
    });
    const many = Array.from({ length: 12 }, (_, i) => `/${'x'.repeat(30)}${i}`);
    await expect(ask([], many)).rejects.toMatchObject({
      params: { reason: expect.stringMatching(/^.{300}$/) as unknown as string },
    });
    await expect(ask(['/a'], ['/b'], {}, { withinMs: 0 })).rejects.toMatchObject({
      params: { reason: 'CA Mẫu: no address that answers' },
    });
  });
});
