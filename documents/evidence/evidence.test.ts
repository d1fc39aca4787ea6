import 'reflect-metadata';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorkshop, type TestSigner, type Workshop } from '../../test/documents/make-copy';
import { readAuthority } from '../../tokens/pki/create-development-pki';
import { answerOcsp } from '../../tokens/pki/answer-ocsp';
import { revokeCertificate } from '../../tokens/pki/issue-certificate';
import { type Certificate, readCertificate, sha256 } from './certificate';
import { integer, oid, readOid, readPiece, readTime, sequence, setOf, write } from './der';
import { checkCrl, checkOcsp, httpRevocationSource } from './revocation-client';
import { checkTimestamp, httpTimestampSource } from './timestamp-client';

let workshop: Workshop;
let signer: TestSigner;
let certificate: Certificate;
let issuing: Certificate;
const opened: Server[] = [];

beforeAll(async () => {
  workshop = await openWorkshop();
  signer = await workshop.issue('p-256');
  certificate = readCertificate(signer.certificate);
  issuing = readCertificate(workshop.pki.issuing);
});
afterEach(() => {
  for (const server of opened.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});
afterAll(() => workshop.close());

/** A server that answers everything alike. */
async function serve(status: number, body: Uint8Array | (() => Promise<Uint8Array>)) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      void (typeof body === 'function' ? body() : Promise.resolve(body)).then((bytes) =>
        response.writeHead(status).end(bytes),
      );
    });
  });
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function fetchBytes(path: string, init?: RequestInit): Promise<Uint8Array> {
  return Buffer.from(await (await fetch(`${workshop.url}${path}`, init)).arrayBuffer());
}

describe('time stamps', () => {
  const hash = sha256(Buffer.from('Giấy khai sinh'));

  it('are of our hash, now, by a time stamping certificate', async () => {
    const stamp = checkTimestamp(await workshop.timestamp.stamp(hash), hash);
    expect(Math.abs(stamp.time - Date.now())).toBeLessThan(3_000);
    expect(stamp.signer.extendedKeyUsages).toEqual(['1.3.6.1.5.5.7.3.8']);
  });

  it('come from the second server where the first is down, wrong or endless', async () => {
    const second = `${workshop.url}/tsa`;
    const stale = await workshop.timestamp.stamp(hash);
    const firsts = [
      'http://127.0.0.1:9/',
      await serve(500, Buffer.from('')),
      await serve(200, Buffer.from('<html>')),
      await serve(200, randomBytes(300 * 1024)),
      // Somebody else's answer replayed: its nonce is not ours.
      await serve(200, sequence(sequence(integer(0)), stale)),
    ];
    for (const first of firsts) {
      const source = httpTimestampSource([first, second], { timeoutMs: 2_000 });
      expect(checkTimestamp(await source.stamp(hash), hash).time).toBeGreaterThan(0);
      const alone = httpTimestampSource([first], { timeoutMs: 2_000 });
      await expect(alone.stamp(hash)).rejects.toMatchObject({ code: 'timestamp-unavailable' });
    }
  });

  it('are refused under another policy, over another hash, and when changed', async () => {
    const source = httpTimestampSource([`${workshop.url}/tsa`], { policy: '1.2.3.4' });
    await expect(source.stamp(hash)).rejects.toMatchObject({ code: 'timestamp-unavailable' });
    const token = await workshop.timestamp.stamp(hash);
    expect(() => checkTimestamp(token, sha256(Buffer.from('khác')))).toThrow('another hash');
    const changed = Uint8Array.from(token);
    changed[changed.length - 3] = (changed[changed.length - 3] ?? 0) ^ 1;
    expect(() => checkTimestamp(changed, hash)).toThrow();
  });
});

describe('revocation data', () => {
  it('is an OCSP answer by the responder that the issuer named', async () => {
    const evidence = await workshop.revocation.fetch(certificate, issuing, {
      after: Date.now() - 5_000,
    });
    expect(evidence.kind).toBe('ocsp');
    expect(evidence.certificates[0]?.extendedKeyUsages).toEqual(['1.3.6.1.5.5.7.3.9']);
  });

  it('is a CRL where no responder answers', async () => {
    const silent = { ...certificate, ocspUrls: [`${workshop.url}/nobody`] };
    const evidence = await workshop.revocation.fetch(silent, issuing, {
      after: Date.now() - 5_000,
    });
    expect(evidence.kind).toBe('crl');
  });

  it('is not asked for at a private address that nobody named', async () => {
    await expect(
      httpRevocationSource().fetch(certificate, issuing, { after: 0 }),
    ).rejects.toMatchObject({
      code: 'revocation-unavailable',
    });
  });

  it('is not there where it is older than what it must prove', async () => {
    await expect(
      workshop.revocation.fetch(certificate, issuing, { after: Date.now() + 5_000 }),
    ).rejects.toMatchObject({ code: 'revocation-awaited' });
  });

  it('tells of a revoked certificate, by OCSP and by CRL', async () => {
    const revoked = await workshop.issue('p-256');
    const at = Date.now() - 60_000;
    await revokeCertificate(workshop.pki, { serial: revoked.serial, at, reason: 'superseded' });
    const code = { code: 'certificate-revoked' };
    const subject = readCertificate(revoked.certificate);
    await expect(workshop.revocation.fetch(subject, issuing, { after: 0 })).rejects.toMatchObject(
      code,
    );
    const crl = await fetchBytes('/crl/issuing.crl');
    expect(checkCrl(crl, subject, issuing, Date.now()).revoked).toEqual({
      at: Math.floor(at / 1000) * 1000,
      reason: 4,
    });
  });

  it('is refused by whom it may not come from, about another, late or changed', async () => {
    const evidence = await workshop.revocation.fetch(certificate, issuing, { after: 0 });
    const other = readCertificate((await workshop.issue('p-256')).certificate);
    const root = readCertificate(workshop.pki.root);
    const now = Date.now();
    expect(() => checkOcsp(evidence.der, other, issuing, now)).toThrow('another certificate');
    expect(() => checkOcsp(evidence.der, certificate, root, now)).toThrow('may not answer');
    const year = 366 * 86_400_000;
    expect(() => checkOcsp(evidence.der, certificate, issuing, now + 30 * year)).toThrow(
      /expired|out of date/,
    );
    const nonce = Buffer.concat([Buffer.from([4, 16]), randomBytes(16)]);
    expect(() => checkOcsp(evidence.der, certificate, issuing, now, nonce)).toThrow('nonce');
    for (let at = 40; at < evidence.der.length; at += 37) {
      const changed = Uint8Array.from(evidence.der);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => checkOcsp(changed, certificate, issuing, now)).toThrow();
    }
    const crl = await fetchBytes('/crl/issuing.crl');
    expect(() => checkCrl(crl, certificate, root, now)).toThrow('does not verify');
    expect(() => checkCrl(crl, certificate, issuing, now + year)).toThrow('out of date');
    expect(() => checkCrl(Buffer.from(crl).fill(0, 30, 34), certificate, issuing, now)).toThrow();
  });
});

/** A CRL of the issuing CA with these extensions. */
async function makeCrl(extensions: { type: string; value: Uint8Array }[]): Promise<Uint8Array> {
  const { certificate: ca, key } = await readAuthority(workshop.pki.dir, 'issuing');
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const { subtle } = webcrypto;
  const crl = await x509.X509CrlGenerator.create({
    issuer: new x509.X509Certificate(ca).subjectName,
    thisUpdate: new Date(Date.now() - 1_000),
    nextUpdate: new Date(Date.now() + 60_000),
    signingAlgorithm: algorithm,
    signingKey: await subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']),
    extensions: extensions.map(({ type, value }) => new x509.Extension(type, true, value)),
  });
  return new Uint8Array(crl.rawData);
}

describe('old word beside young word', () => {
  /** An OCSP answer of three hours ago, that it is good, and a CRL of now. */
  async function revokedSince() {
    const revoked = await workshop.issue('p-256');
    const answering = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        void answerOcsp(workshop.pki.dir, Buffer.concat(parts), Date.now() - 3 * 3_600_000).then(
          (bytes) => response.end((old ??= bytes)),
        );
      });
    });
    let old: Buffer | undefined;
    opened.push(answering);
    await new Promise<void>((resolve) => answering.listen(0, '127.0.0.1', resolve));
    const ocsp = `http://127.0.0.1:${(answering.address() as AddressInfo).port}/`;
    const subject = { ...readCertificate(revoked.certificate), ocspUrls: [ocsp] };
    const hosts = [ocsp, workshop.url].map((one) => new URL(one).host);
    const source = httpRevocationSource({ policy: { hosts: [], privateHosts: hosts } });
    const ask = (prefersYoung: boolean) =>
      source.fetch(subject, issuing, {
        after: Date.now() - 60_000,
        inForceSince: -Infinity,
        prefersYoung,
      });
    expect((await ask(false)).kind).toBe('ocsp');
    const at = Date.now() - 3_600_000;
    await revokeCertificate(workshop.pki, { serial: revoked.serial, at, reason: 'superseded' });
    return ask;
  }

  it('is not enough where young word is looked for: a CRL may tell of a revocation', async () => {
    const ask = await revokedSince();
    await expect(ask(true)).rejects.toMatchObject({ code: 'certificate-revoked' });
    await expect(ask(false)).resolves.toMatchObject({ kind: 'ocsp' });
  });

  it.each([
    ['users', 0x81, [true, false]],
    ['authorities', 0x82, [false, true]],
    ['attribute certificates', 0x85, [false, false]],
  ])(
    'that speaks of %s alone says nothing of others',
    async (_name, tag, [ofUser, ofAuthority]) => {
      const flag = write(tag, Buffer.from([0xff]));
      const crl = await makeCrl([{ type: '2.5.29.28', value: sequence(flag) }]);
      const read = (subject: Certificate, issuer: Certificate) => () =>
        checkCrl(crl, subject, issuer, Date.now());
      const authority = { ...certificate, isCa: true };
      if (ofUser) expect(read(certificate, issuing)().kind).toBe('crl');
      else expect(read(certificate, issuing)).toThrow('CRL');
      if (ofAuthority) expect(read(authority, issuing)().kind).toBe('crl');
      else expect(read(authority, issuing)).toThrow('CRL');
    },
  );

  it('in a list that is but the changes to another is none', async () => {
    const crl = await makeCrl([{ type: '2.5.29.27', value: integer(1) }]);
    expect(() => checkCrl(crl, certificate, issuing, Date.now())).toThrow('partial');
  });

  it('of the future is none', async () => {
    const crl = await fetchBytes('/crl/issuing.crl');
    expect(() => checkCrl(crl, certificate, issuing, Date.now() - 3_600_000)).toThrow('future');
    const { der } = await workshop.revocation.fetch(certificate, issuing, { after: 0 });
    expect(() => checkOcsp(der, certificate, issuing, Date.now() - 3_600_000)).toThrow();
  });
});

describe('DER', () => {
  it('is written as others read it, and read strictly', () => {
    expect(Buffer.from(oid('1.2.840.113549.1.9.16.2.47')).toString('hex')).toBe(
      '060b2a864886f70d010910022f',
    );
    expect(readOid(readPiece(oid('2.16.840.1.101.3.4.2.1')))).toBe('2.16.840.1.101.3.4.2.1');
    expect(Buffer.from(integer(128)).toString('hex')).toBe('02020080');
    expect(Buffer.from(integer(0)).toString('hex')).toBe('020100');
    expect(Buffer.from(integer(Buffer.from('0000ff', 'hex'))).toString('hex')).toBe('020200ff');
    expect(Buffer.from(setOf(integer(3), integer(1))).toString('hex')).toBe('3106020101020103');
    expect(write(4, Buffer.alloc(300)).subarray(0, 4)).toEqual(Buffer.from([4, 0x82, 1, 44]));
    const time = (tag: number, text: string) => readTime(readPiece(write(tag, Buffer.from(text))));
    expect(time(0x17, '491231235959Z')).toBe(Date.UTC(2049, 11, 31, 23, 59, 59));
    expect(time(0x18, '20261121103000.25Z')).toBe(Date.UTC(2026, 10, 21, 10, 30, 0, 250));
    for (const bad of ['30', '3080', '308500000000', '3005020101', '1f0100']) {
      expect(() => readPiece(Buffer.from(bad, 'hex'))).toThrow('DER');
    }
  });
});
