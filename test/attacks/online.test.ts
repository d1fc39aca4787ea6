import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { anyPublicHost, onlyHostOf } from '../../documents/evidence/fetch-bounded';
import { createFetchEvidence } from '../../documents/verify/online/fetch-evidence';
import type { FetchEvidence } from '../../documents/verify/evidence-port';
import { verifyCopy } from '../../documents/verify/verify-copy';
import { openWorkshop, type Workshop } from '../documents/make-copy';
import { signStamped } from './sign-stamped';

/** Signatures of strangers, whose evidence must be fetched from where their certificates say. */

let workshop: Workshop;

beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

/** One for each file, as the bounds are. */
const fetchLocal = () => createFetchEvidence(onlyHostOf(workshop.url));

const verify = (file: Uint8Array, fetchEvidence?: FetchEvidence) =>
  verifyCopy(file, {
    trustAnchors: [workshop.pki.root],
    at: Date.now(),
    online: fetchEvidence !== undefined,
    ...(fetchEvidence ? { fetchEvidence } : {}),
  });

it('is undetermined offline and valid online where the policy lets the address be asked', async () => {
  const file = await signStamped(workshop);
  const offline = await verify(file);
  expect([offline.verdict, offline.intact]).toEqual(['undetermined', 'yes']);
  const online = await verify(file, fetchLocal());
  expect(online.reasons).toEqual([]);
  expect(online.verdict).toBe('valid');
  expect(online.evidence.online).toBe(true);
});

it('never asks a private address that the policy does not name, nor a host it refuses', async () => {
  const file = await signStamped(workshop);
  const closed = await verify(file, createFetchEvidence(anyPublicHost));
  expect(closed.verdict).toBe('undetermined');
  const refused = createFetchEvidence({ hosts: ['ocsp.vi-du.vn'], privateHosts: [] });
  expect((await verify(file, refused)).verdict).toBe('undetermined');
});

it.each<[string, FetchEvidence]>([
  ['fails', () => Promise.reject(new Error('no line'))],
  ['answers nothing', () => Promise.resolve({ ocsps: [], crls: [], certificates: [] })],
  [
    'answers with anything',
    () => {
      const noise = [new Uint8Array(3000).fill(0x30), new Uint8Array(0)];
      return Promise.resolve({ ocsps: noise, crls: noise, certificates: noise });
    },
  ],
  [
    'answers about somebody else',
    async () => {
      const other = (await workshop.issue('p-256')).certificate;
      return { ocsps: [other], crls: [other], certificates: [other] };
    },
  ],
])('is never valid where what should be fetched %s', async (_how, fetchEvidence) => {
  const report = await verify(await signStamped(workshop), fetchEvidence);
  expect(report.verdict).toBe('undetermined');
  expect(report.intact).not.toBe('no');
});

it('finds a certificate that had ended when the stamp was given invalid', async () => {
  const file = await signStamped(workshop, {
    notBefore: Date.now() - 9 * 86_400_000,
    notAfter: Date.now() - 86_400_000,
  });
  const report = await verify(file, fetchLocal());
  expect(report.reasons).toContain('certificate-expired');
  expect([report.verdict, report.intact]).toEqual(['invalid', 'yes']);
});
