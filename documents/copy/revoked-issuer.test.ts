import { X509Certificate } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { drawScan } from '../../test/documents/draw-scan';
import { evidenceOf, makeCopy, openWorkshop, type Workshop } from '../../test/documents/make-copy';
import { revokeCertificate } from '../../tokens/pki/issue-certificate';
import { httpIssuerSource } from '../evidence/issuers';
import { httpRevocationSource } from '../evidence/revocation-client';
import { verifyCopy } from '../verify/verify-copy';
import { addLongTermData } from './add-long-term-data';

/** The authority above a signer is revoked: what is proven to be older holds, and nothing else. */
let workshop: Workshop;
let other: Workshop;

beforeEach(async () => {
  [workshop, other] = await Promise.all([openWorkshop(), openWorkshop()]);
});
afterEach(() => Promise.all([workshop.close(), other.close()]));

/** Answers speak in whole seconds: what lies in the next one is surely later. */
const pastSecond = () => sleep(1_100);

async function revokeIssuer(): Promise<void> {
  const serial = new X509Certificate(workshop.pki.issuing).serialNumber.toLowerCase();
  await pastSecond();
  await revokeCertificate(
    workshop.pki,
    { serial, at: Date.now(), reason: 'cessationOfOperation' },
    'root',
  );
  await pastSecond();
}

/** Both signers are under one authority; whose time stamps they get, and what happens before the seal's. */
function place(stamping: Workshop, beforeSeal = () => Promise.resolve()): Workshop {
  const policy = { hosts: [], privateHosts: [workshop, other].map(({ url }) => new URL(url).host) };
  let stamps = 0;
  return {
    ...workshop,
    timestamp: {
      ...stamping.timestamp,
      stamp: async (hash) => {
        stamps += 1;
        if (stamps === 2) await beforeSeal();
        return stamping.timestamp.stamp(hash);
      },
    },
    anchors: [...workshop.anchors, ...other.anchors],
    revocation: httpRevocationSource({ policy }),
    issuers: httpIssuerSource({ policy }),
  };
}

async function make(at: Workshop) {
  return makeCopy(at, drawScan(1), {
    leader: await workshop.issue('p-256'),
    agency: await workshop.issue('p-256', { profile: 'seal' }),
  });
}

it('after both signatures is no obstacle where the time stamps do not hang on it', async () => {
  const elsewhere = place(other);
  const { sealed } = await make(elsewhere);
  await revokeIssuer();
  const copy = await addLongTermData({ sealed, ...evidenceOf(elsewhere) });
  const { verdict, reasons } = await verifyCopy(copy, {
    trustAnchors: elsewhere.anchors,
    at: Date.now(),
    online: false,
  });
  expect([verdict, reasons]).toEqual(['valid', []]);
});

it('after both signatures is one where the time stamps that prove them hang on it too', async () => {
  const { sealed } = await make(workshop);
  await revokeIssuer();
  await expect(addLongTermData({ sealed, ...evidenceOf(workshop) })).rejects.toMatchObject({
    code: 'certificate-revoked',
    params: { revokedAt: expect.stringMatching(/Z$/) },
  });
});

it('between the leader’s signature and the seal is one, though the leader’s is older', async () => {
  await expect(make(place(other, revokeIssuer))).rejects.toMatchObject({
    code: 'certificate-revoked',
  });
});
