import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { evidenceOf, openWorkshop, type Workshop } from '../../test/documents/make-copy';
import { revokeCertificate } from '../../tokens/pki/issue-certificate';
import { setManners } from '../../tokens/pki/manners';
import { SigningReadiness } from './signing-readiness';

/** Whether a key may sign now, asked of a responder and a time stamp server that answer. */
let workshop: Workshop;
let other: Workshop;
let readiness: SigningReadiness;
const clock = { off: 0 };
const now = () => Date.now() + clock.off;
/** Each question that was asked. */
const asked = { words: 0, stamps: 0 };

beforeAll(async () => {
  [workshop, other] = await Promise.all([openWorkshop(), openWorkshop()]);
});
beforeEach(() => {
  clock.off = 0;
  readiness = open(workshop);
  Object.assign(asked, { words: 0, stamps: 0 });
});
afterEach(() => Promise.all([workshop, other].map(({ pki }) => setManners(pki.dir, {}))));
afterAll(() => Promise.all([workshop.close(), other.close()]));

function open(stamping: Workshop, anchors = workshop.anchors): SigningReadiness {
  const { revocation } = workshop;
  const { timestamp } = stamping;
  return new SigningReadiness({
    ...evidenceOf(workshop),
    revocation: {
      fetch: (...question) => ((asked.words += 1), revocation.fetch(...question)),
    },
    timestamp: {
      ...timestamp,
      stamp: (hash) => ((asked.stamps += 1), timestamp.stamp(hash)),
    },
    listAnchors: () => Promise.resolve(anchors),
    now,
  });
}

it('gives the path to the anchor, also of a chain that nobody handed over', async () => {
  const { certificate } = await workshop.issue('p-256');
  const { chain, tokenBytes } = await readiness.require({ certificate, chain: [] });
  expect(chain.map((der) => Buffer.from(der))).toEqual(
    [workshop.pki.issuing, workshop.pki.root].map((der) => Buffer.from(der)),
  );
  expect(tokenBytes).toBeGreaterThan(500);
});

it('refuses one that was revoked an hour ago, whatever it was found to be before', async () => {
  const signer = await workshop.issue('p-256');
  await readiness.require(signer);
  const at = Date.now() - 3_600_000;
  await revokeCertificate(workshop.pki, { serial: signer.serial, at, reason: 'keyCompromise' });
  clock.off = 10_000;
  await expect(readiness.require(signer)).rejects.toMatchObject({ code: 'certificate-revoked' });
});

it('takes word that is in force, though it is hours old', async () => {
  const signer = await workshop.issue('p-256');
  await setManners(workshop.pki.dir, { madeMsAgo: 3 * 3_600_000 });
  await expect(readiness.require(signer)).resolves.toBeDefined();
});

it('asks once for a hundred signatures at a time, and anew after ten seconds', async () => {
  const signer = await workshop.issue('p-256');
  await Promise.all(Array.from({ length: 100 }, () => readiness.require(signer)));
  for (let i = 0; i < 20; i += 1) await readiness.require(signer);
  // The signer's certificate, its CA's, and the time stamp authority's.
  expect(asked).toEqual({ words: 3, stamps: 1 });
  clock.off = 10_000;
  await readiness.require(signer);
  expect(asked).toEqual({ words: 4, stamps: 1 });
  clock.off = 60_000;
  await readiness.require(signer);
  expect(asked).toEqual({ words: 7, stamps: 2 });
});

it('refuses a certificate of an authority that is not trusted here', async () => {
  const signer = await other.issue('p-256');
  await expect(readiness.require(signer)).rejects.toMatchObject({
    code: 'signer-certificate-unsuitable',
    params: { reason: 'no path to its root' },
  });
});

it('refuses where the time stamp authority leads to no anchor, and lets go on once it does', async () => {
  const signer = await workshop.issue('p-256');
  await expect(open(other).require(signer)).rejects.toMatchObject({
    code: 'path-unavailable',
    params: { certificate: 'Sao Y Development TSA' },
  });
});

it('refuses within five seconds where a server says nothing', async () => {
  const signer = await workshop.issue('p-256');
  const silent = new SigningReadiness({
    ...evidenceOf(workshop),
    timestamp: { bytesSeen: () => 0, stamp: () => new Promise(() => {}) },
    listAnchors: () => Promise.resolve(workshop.anchors),
    now,
  });
  const start = performance.now();
  await expect(silent.require(signer)).rejects.toMatchObject({ code: 'timestamp-unavailable' });
  expect(performance.now() - start).toBeLessThan(5_000);
}, 20_000);

it('refuses where nobody answers whether it is revoked, and says whom it asked', async () => {
  const signer = await workshop.issue('p-256');
  await setManners(workshop.pki.dir, { hasNoOcsp: true, crlRedirects: 9 });
  await expect(readiness.require(signer)).rejects.toMatchObject({
    code: 'revocation-unavailable',
    params: { reason: expect.stringContaining(`${workshop.url}/ocsp: HTTP 503`) },
  });
});
