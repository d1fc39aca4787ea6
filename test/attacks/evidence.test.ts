import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readCertificate, type Certificate } from '../../documents/evidence/certificate';
import { integer, nil, octets, oid, sequence } from '../../documents/evidence/der';
import type { RevocationSource } from '../../documents/evidence/revocation-client';
import { addLongTermData } from '../../documents/copy/add-long-term-data';
import { readCertificate as readVerifierCertificate } from '../../documents/verify/proof/certificate';
import { verifyCopy } from '../../documents/verify/verify-copy';
import { answerOcsp } from '../../tokens/pki/answer-ocsp';
import { revokeCertificate } from '../../tokens/pki/issue-certificate';
import { drawScan } from '../documents/draw-scan';
import {
  evidenceOf,
  makeCopy,
  openWorkshop,
  type TestSigner,
  type Workshop,
} from '../documents/make-copy';
import { createHash } from 'node:crypto';

/** Copies whose validation data lies: who was revoked when, and who may say so. */

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

const verify = (file: Uint8Array, at = Date.now()) =>
  verifyCopy(file, { trustAnchors: [workshop.pki.root], at, online: false });

/** OCSP answers from a PKI folder at a time, taken as they come: nothing is checked. */
function careless(dir: string, clock: () => number): RevocationSource {
  return {
    async fetch(certificate, issuer) {
      const der = await answerOcsp(dir, askFor(certificate, issuer), clock());
      const responder = issuerIsRoot(issuer) ? 'ocsp-root' : 'ocsp-issuing';
      const certificates = [readCertificate(readFileSync(join(dir, `${responder}.der`)))];
      const word = { nextUpdate: undefined, revoked: undefined };
      return { kind: 'ocsp', der, producedAt: clock(), ...word, certificates };
    },
  };
}

const issuerIsRoot = (issuer: Certificate) => Buffer.compare(issuer.der, workshop.pki.root) === 0;

function askFor(certificate: Certificate, issuer: Certificate): Uint8Array {
  const sha1 = (bytes: Uint8Array) => octets(createHash('sha1').update(bytes).digest());
  const read = readVerifierCertificate(issuer.der);
  const id = sequence(
    sequence(oid('1.3.14.3.2.26'), nil()),
    sha1(read.subject),
    sha1(read.publicKey),
    integer(readVerifierCertificate(certificate.der).serial),
  );
  return sequence(sequence(sequence(sequence(id))));
}

async function sealedCopy(): Promise<{ sealed: Uint8Array; leader: TestSigner }> {
  const leader = await workshop.issue('p-256');
  const agency = await workshop.issue('p-256', { profile: 'seal' });
  const { sealed } = await makeCopy(workshop, drawScan(), { leader, agency });
  return { sealed, leader };
}

const archive = (sealed: Uint8Array, revocation: RevocationSource) =>
  addLongTermData({ sealed, ...evidenceOf(workshop), revocation });

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a leader’s certificate', () => {
  it('revoked before the signing makes the copy invalid', async () => {
    const { sealed, leader } = await sealedCopy();
    const at = Date.now() - 86_400_000;
    await revokeCertificate(workshop.pki, { serial: leader.serial, at, reason: 'keyCompromise' });
    const report = await verify(await archive(sealed, careless(workshop.pki.dir, Date.now)));
    expect(report.reasons).toEqual(['certificate-revoked']);
    expect([report.verdict, report.intact]).toEqual(['invalid', 'yes']);
    expect(report.signatures[0]?.findings.certificate.result).toBe('failed');
    expect(report.signatures[1]?.verdict).toBe('valid');
  });

  it('revoked after the signing leaves the copy valid', async () => {
    const { sealed, leader } = await sealedCopy();
    await pause(2_100);
    await revokeCertificate(workshop.pki, {
      serial: leader.serial,
      at: Date.now(),
      reason: 'cessationOfOperation',
    });
    await pause(1_100);
    const report = await verify(await archive(sealed, careless(workshop.pki.dir, Date.now)));
    expect(report.reasons).toEqual([]);
    expect(report.verdict).toBe('valid');
    expect(report.signatures[0]?.revocation?.revokedAt).not.toBeNull();
  });

  it('is not known good from an answer older than the signing', async () => {
    const { sealed } = await sealedCopy();
    const old = careless(workshop.pki.dir, () => Date.now() - 3_600_000);
    const report = await verify(await archive(sealed, old));
    expect(report.reasons).toContain('revocation-unknown');
    expect([report.verdict, report.intact]).toEqual(['undetermined', 'yes']);
  });

  it('is not known good from an answer of the future', async () => {
    const { sealed } = await sealedCopy();
    const future = careless(workshop.pki.dir, () => Date.now() + 86_400_000);
    const report = await verify(await archive(sealed, future));
    expect(report.reasons).toContain('revocation-unknown');
    expect(report.verdict).toBe('undetermined');
  });
});

describe('an OCSP answer', () => {
  it.each([
    ['of a person without that right', () => workshop.issue('p-256')],
    ['of a server certificate', () => workshop.issue('p-256', { profile: 'tls' })],
    [
      'of a responder whose certificate had ended',
      () =>
        workshop.issue('p-256', {
          profile: 'ocsp-responder',
          notBefore: Date.now() - 9 * 86_400_000,
          notAfter: Date.now() - 86_400_000,
        }),
    ],
    [
      'of another CA’s responder',
      () => workshop.issue('p-256', { profile: 'ocsp-responder', issuer: 'root' }),
    ],
  ])('%s counts for nothing', async (_name, make) => {
    const { sealed } = await sealedCopy();
    const wrong = await make();
    const dir = `${workshop.pki.dir}-wrong-${wrong.serial}`;
    cpSync(workshop.pki.dir, dir, { recursive: true });
    writeFileSync(join(dir, 'ocsp-issuing.der'), wrong.certificate);
    const pem = wrong.key.export({ type: 'pkcs8', format: 'pem' }) as string;
    writeFileSync(join(dir, 'ocsp-issuing.key'), pem);
    const report = await verify(await archive(sealed, careless(dir, Date.now)));
    expect(report.reasons).toContain('revocation-unknown');
    expect([report.verdict, report.intact]).toEqual(['undetermined', 'yes']);
  });
});

describe('the check itself', () => {
  it('finds a stamp of the future wrong', async () => {
    const { sealed } = await sealedCopy();
    const copy = await archive(sealed, careless(workshop.pki.dir, Date.now));
    const report = await verify(copy, Date.now() - 3_600_000);
    expect(report.reasons).toContain('timestamp-from-future');
    expect(report.verdict).toBe('invalid');
  });
});
