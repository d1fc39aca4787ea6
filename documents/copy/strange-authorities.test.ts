import { X509Certificate } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { drawScan } from '../../test/documents/draw-scan';
import {
  attestation,
  evidenceOf,
  makeCopy,
  openWorkshop,
  signAsToken,
  type TestSigner,
  type Workshop,
} from '../../test/documents/make-copy';
import { readAuthority } from '../../tokens/pki/create-development-pki';
import { revokeCertificate, type RevocationReason } from '../../tokens/pki/issue-certificate';
import { setManners, type PkiManners } from '../../tokens/pki/manners';
import { httpIssuerSource } from '../evidence/issuers';
import { httpRevocationSource, type RevocationSource } from '../evidence/revocation-client';
import { httpTimestampSource } from '../evidence/timestamp-client';
import { verifyCopy } from '../verify/verify-copy';
import { addLongTermData } from './add-long-term-data';
import { completeSignature } from './complete-signature';
import { prepareCertification } from './prepare-certification';

/** Authorities that keep to the standards and do otherwise than our own: the copy is completed all the same. */
let workshop: Workshop;
/** Another PKI, of whose root ours knows nothing. */
let other: Workshop;
let leader: TestSigner;
let agency: TestSigner;

const hour = 3_600_000;

beforeAll(async () => {
  [workshop, other] = await Promise.all([openWorkshop(), openWorkshop()]);
  // Issued before the answers of three hours ago that are looked at below.
  const notBefore = Date.now() - 12 * hour;
  leader = await workshop.issue('p-256', { notBefore });
  agency = await workshop.issue('p-256', { profile: 'seal', notBefore });
});
afterEach(async () => {
  await Promise.all([setManners(workshop.pki.dir, {}), setManners(other.pki.dir, {})]);
});
afterAll(() => Promise.all([workshop.close(), other.close()]));

const base64 = (der: Uint8Array) => Buffer.from(der).toString('base64');

const verify = (copy: Uint8Array, roots: Uint8Array[]) =>
  verifyCopy(copy, { trustAnchors: roots, at: Date.now(), online: false });

async function expectValid(copy: Uint8Array, roots = workshop.anchors): Promise<void> {
  const { verdict, reasons } = await verify(copy, roots);
  expect([verdict, reasons]).toEqual(['valid', []]);
}

/** Our signers, and the time stamps of the other PKI. */
function stampedElsewhere(): Workshop {
  const privateHosts = [workshop, other].map(({ url }) => new URL(url).host);
  const policy = { hosts: [], privateHosts };
  return {
    ...workshop,
    anchors: [...workshop.anchors, ...other.anchors],
    timestamp: other.timestamp,
    revocation: httpRevocationSource({ policy }),
    issuers: httpIssuerSource({ policy }),
  };
}

/** The manners are the whole PKI's: one question at a time. */
function oneByOne(ask: RevocationSource['fetch']): RevocationSource['fetch'] {
  let last: Promise<unknown> = Promise.resolve();
  return (...question) => {
    const answer = last.then(() => ask(...question));
    last = answer.catch(() => undefined);
    return answer;
  };
}

describe('a time stamp authority of another root', () => {
  it.each<[string, () => Uint8Array[]]>([
    ['alone', () => []],
    ['with its issuer', () => [other.pki.issuing]],
    ['with its issuer and root', () => [other.pki.issuing, other.pki.root]],
  ])('whose token holds its certificate %s: the copy is made and valid', async (_name, beside) => {
    await setManners(other.pki.dir, { tokenCertificates: beside().map(base64) });
    const { copy } = await makeCopy(stampedElsewhere(), drawScan(1), { leader, agency });
    await expectValid(copy, [...workshop.anchors, ...other.anchors]);
  });

  it('that nobody trusts here is told apart, and the sealed copy goes on once its root is there', async () => {
    const elsewhere = stampedElsewhere();
    const trusting = evidenceOf(elsewhere);
    const { sealed } = await makeCopy(elsewhere, drawScan(1), { leader, agency });
    await expect(
      addLongTermData({ sealed, ...trusting, anchors: workshop.anchors }),
    ).rejects.toMatchObject({
      code: 'path-unavailable',
      params: { certificate: 'Sao Y Development TSA' },
    });
    await expectValid(await addLongTermData({ sealed, ...trusting }), [
      ...workshop.anchors,
      ...other.anchors,
    ]);
  });
});

describe('a leader’s certificate that was revoked', () => {
  /** @param since against the leader's time stamp, in milliseconds */
  async function complete(since: number, reason: RevocationReason) {
    const mine = await workshop.issue('p-256');
    const signedAt = Date.now();
    const { sealed } = await makeCopy(workshop, drawScan(1), { leader: mine, agency });
    const at = signedAt + since;
    await revokeCertificate(workshop.pki, { serial: mine.serial, at, reason });
    return addLongTermData({ sealed, ...evidenceOf(workshop) });
  }

  it.each<RevocationReason>(['cessationOfOperation', 'superseded', 'unspecified'])(
    'after its time stamp for %s is no obstacle, and the copy is valid',
    async (reason) => {
      const copy = await complete(3_000, reason);
      await expectValid(copy);
    },
  );

  it('after its time stamp because its key is in strange hands is one', async () => {
    await expect(complete(3_000, 'keyCompromise')).rejects.toMatchObject({
      code: 'certificate-revoked',
    });
  });

  it('before its time stamp is one', async () => {
    await expect(complete(-hour, 'superseded')).rejects.toMatchObject({
      code: 'certificate-revoked',
      params: { revokedAt: expect.stringMatching(/Z$/) },
    });
  });
});

it('a time stamp authority that was revoked meanwhile is told apart from a signer', async () => {
  const strange = await openWorkshop();
  try {
    const { sealed } = await makeCopy(strange, drawScan(1), {
      leader: await strange.issue('p-256'),
      agency: await strange.issue('p-256', { profile: 'seal' }),
    });
    const { certificate } = await readAuthority(strange.pki.dir, 'tsa');
    const serial = new X509Certificate(certificate).serialNumber.toLowerCase();
    await revokeCertificate(strange.pki, { serial, at: Date.now() - hour, reason: 'superseded' });
    await expect(addLongTermData({ sealed, ...evidenceOf(strange) })).rejects.toMatchObject({
      code: 'timestamp-authority-revoked',
      params: { authority: 'Sao Y Development TSA' },
    });
  } finally {
    await strange.close();
  }
});

describe('answers', () => {
  let sealed: Uint8Array;
  beforeAll(async () => {
    ({ sealed } = await makeCopy(workshop, drawScan(1), { leader, agency }));
  });
  const complete = () => addLongTermData({ sealed, ...evidenceOf(workshop) });

  it('made three hours ago serve for authorities; for the signers the next one is waited for by name', async () => {
    await setManners(workshop.pki.dir, { madeMsAgo: 3 * hour });
    const awaited = await complete().catch((error: unknown) => error);
    expect(awaited).toMatchObject({
      code: 'revocation-awaited',
      params: { authority: 'Sao Y Development CA' },
    });
    const { nextUpdate } = (awaited as { params: { nextUpdate: string } }).params;
    const hoursLeft = (Date.parse(nextUpdate) - Date.now()) / hour;
    expect(hoursLeft).toBeGreaterThan(20.9);
    expect(hoursLeft).toBeLessThan(21.1);
    await setManners(workshop.pki.dir, {});
    await expectValid(await complete());
  });

  it('in force of an authority are enough where only the signers’ are new', async () => {
    const old = new Set<string>();
    const careful = workshop.revocation;
    const copy = await addLongTermData({
      sealed,
      ...evidenceOf(workshop),
      revocation: {
        fetch: oneByOne(async (certificate, issuer, need) => {
          const isSigner = certificate.keyUsage?.nonRepudiation && !certificate.isTimeStamping;
          await setManners(workshop.pki.dir, isSigner ? {} : { madeMsAgo: 3 * hour });
          const evidence = await careful.fetch(certificate, issuer, need);
          if (evidence.producedAt < Date.now() - hour) old.add(base64(certificate.der));
          return evidence;
        }),
      },
    }).finally(() => setManners(workshop.pki.dir, {}));
    expect(old.size).toBeGreaterThan(0);
    await expectValid(copy);
  });

  /** Both signatures, and an answer about the first signer from between their time stamps. */
  async function answerFromBetween(seal: TestSigner) {
    let stamps = 0;
    let madeAt = 0;
    const stamp = async (hash: Uint8Array) => {
      stamps += 1;
      if (stamps === 2) {
        await sleep(2_200);
        madeAt = Date.now();
        await sleep(1_200);
      }
      return workshop.timestamp.stamp(hash);
    };
    const timestamp = { ...workshop.timestamp, stamp };
    const made = await makeCopy({ ...workshop, timestamp }, drawScan(1), { leader, agency: seal });
    const ask = oneByOne(async (certificate, ...rest) => {
      const isLeader = base64(certificate.der) === base64(leader.certificate);
      await setManners(workshop.pki.dir, isLeader ? { madeMsAgo: Date.now() - madeAt } : {});
      return workshop.revocation.fetch(certificate, ...rest);
    });
    const asked: Promise<unknown>[] = [];
    const revocation: RevocationSource = {
      fetch: (...question) => {
        const answer = ask(...question);
        asked.push(answer);
        return answer;
      },
    };
    const evidence = { ...evidenceOf(workshop), revocation };
    const completing = addLongTermData({ sealed: made.sealed, ...evidence });
    // Where one answer ends it, the others are still being asked for.
    await completing.catch(() => Promise.allSettled(asked));
    return completing;
  }

  it('made after the leader’s time stamp serve for the leader, though the seal is younger', async () => {
    await expectValid(await answerFromBetween(agency));
  });

  it('made before the seal do not serve where one certificate signed both', async () => {
    await expect(answerFromBetween(leader)).rejects.toMatchObject({ code: 'revocation-awaited' });
  });

  it.each<[string, PkiManners]>([
    ['of a responder that refuses nonces', { refusesNonces: true }],
    ['as a CRL in text', { hasNoOcsp: true, crlAsPem: true }],
    ['as a CRL behind one redirect', { hasNoOcsp: true, crlRedirects: 1 }],
  ])('%s are taken', async (_name, manners) => {
    await setManners(workshop.pki.dir, manners);
    await expectValid(await complete());
  });

  it('behind two redirects are refused, with the address and why', async () => {
    await setManners(workshop.pki.dir, { hasNoOcsp: true, crlRedirects: 2 });
    const refused: string[] = [];
    const revocation = httpRevocationSource({
      policy: { hosts: [], privateHosts: [new URL(workshop.url).host] },
      refused: (reason) => refused.push(reason),
    });
    await expect(
      addLongTermData({ sealed, ...evidenceOf(workshop), revocation }),
    ).rejects.toMatchObject({
      code: 'revocation-unavailable',
      params: { reason: expect.stringContaining(`${workshop.url}/crl/`) },
    });
    // Of lists that are asked at once, the first that is refused ends it.
    expect(refused).toContainEqual(expect.stringMatching(/\/crl\/(issuing|root)\.crl: HTTP 301$/));
    expect(refused).toContain(`${workshop.url}/ocsp: HTTP 503`);
  });
});

describe('a time stamp token larger than any before', () => {
  const large = async () => {
    const subject = { commonName: 'Bên cạnh', organizationalUnit: 'dài '.repeat(300) };
    const issued = await Promise.all(
      Array.from({ length: 12 }, () => workshop.issue('p-256', { subject })),
    );
    return { tokenCertificates: issued.map(({ certificate }) => base64(certificate)) };
  };

  it('is refused once by its own code; what is prepared next has room for it, in the archive too', async () => {
    const timestamp = httpTimestampSource([`${workshop.url}/tsa`]);
    let stamps = 0;
    const counted = {
      ...timestamp,
      stamp: (hash: Uint8Array) => ((stamps += 1), timestamp.stamp(hash)),
    };
    const prepare = () =>
      prepareCertification({
        scan: drawScan(1),
        attestation,
        signer: leader,
        signedAt: Date.now(),
        tokenBytes: timestamp.bytesSeen(),
      });
    const prepared = await prepare();
    await setManners(workshop.pki.dir, await large());
    const complete = (one: typeof prepared) =>
      completeSignature({
        prepared: one,
        signature: signAsToken(one, leader.key),
        signer: leader,
        timestamp: counted,
      });
    await expect(complete(prepared)).rejects.toMatchObject({
      code: 'timestamp-too-large',
      params: { bytes: expect.any(Number), room: expect.any(Number) },
    });
    expect(stamps).toBe(1);
    await expect(complete(await prepare())).resolves.toBeInstanceOf(Uint8Array);
    expect(stamps).toBe(2);
  });

  it('that first comes over the whole document gets a gap of its size at the second try', async () => {
    const { sealed } = await makeCopy(workshop, drawScan(1), { leader, agency });
    await setManners(workshop.pki.dir, await large());
    const timestamp = httpTimestampSource([`${workshop.url}/tsa`]);
    let stamps = 0;
    const counted = {
      ...timestamp,
      stamp: (hash: Uint8Array) => ((stamps += 1), timestamp.stamp(hash)),
    };
    const copy = await addLongTermData({
      sealed,
      ...evidenceOf(workshop),
      timestamp: counted,
    });
    expect(stamps).toBe(2);
    await expectValid(copy);
  });
});

it('a time stamp server that wants name and password is given them, and nobody else hears of them', async () => {
  await setManners(workshop.pki.dir, { tsaCredentials: 'vi-du:mật khẩu/1' });
  const hash = Buffer.alloc(32, 1);
  const url = new URL(`${workshop.url}/tsa`);
  url.username = 'vi-du';
  url.password = encodeURIComponent('mật khẩu/1');
  await expect(httpTimestampSource([url.href]).stamp(hash)).resolves.toBeInstanceOf(Uint8Array);
  url.password = 'sai-mat-khau';
  const refused: string[] = [];
  const source = httpTimestampSource([url.href], { refused: (reason) => refused.push(reason) });
  const failure: unknown = await source.stamp(hash).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'timestamp-unavailable' });
  expect(refused).toEqual([`${workshop.url}/tsa: HTTP 401`]);
  for (const told of [String(failure), JSON.stringify(failure), ...refused]) {
    expect(told).not.toContain('sai-mat-khau');
  }
});

it('a copy that cannot be read is told by a code, never by a bare error', async () => {
  const { sealed, certified } = await makeCopy(workshop, drawScan(1), { leader, agency });
  const cut = sealed.slice(0, sealed.length - 400);
  for (const bytes of [cut, certified, Buffer.from('%PDF-1.7 nothing'), Buffer.alloc(0)]) {
    await expect(addLongTermData({ sealed: bytes, ...evidenceOf(workshop) })).rejects.toMatchObject(
      { code: 'copy-unsuitable' },
    );
  }
});
