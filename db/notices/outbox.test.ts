import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { Dossier } from '../dossiers/entity';
import { OutboxItem, type OutboxKind } from './entity';
import { inTransaction } from '../transaction';
import {
  claimDue,
  enqueue,
  leaseMs,
  listDueKinds,
  recordAbandoned,
  recordNotSent,
  recordSending,
  recordSent,
  renewLease,
  retryNow,
  type ClaimedItem,
  type NotSent,
} from './outbox';

let database: TestDatabase;
let office: TestOffice;
const noon = new Date('2026-11-26T12:00:00+07:00');
const after = (ms: number) => new Date(noon.getTime() + ms);

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'hop-thu-01', 'UBND Phường Mẫu');
}, 60_000);
beforeEach(() => database.db.query('DELETE FROM outbox'));
afterAll(() => database.stop());

/** A dossier at `delivering`, or before it, with nothing in the outbox but one item. */
async function waiting(kind: OutboxKind, at = noon, isDelivering = true): Promise<Dossier> {
  const { db } = database;
  const dossier = await acceptDossier(db, office, '2026-11-26T09:00:00+07:00');
  await db.manager.delete(OutboxItem, { dossierId: dossier.id });
  if (isDelivering) await db.manager.update(Dossier, { id: dossier.id }, { stage: 'delivering' });
  await enqueue(db.manager, { kind, officeId: office.id, dossierId: dossier.id, at });
  return dossier;
}

const claim = (kinds: OutboxKind[], now = noon, itemsMax = 10) =>
  claimDue(database.db, kinds, itemsMax, now);

async function claimOne(now = noon): Promise<ClaimedItem> {
  const [item] = await claim(['mail-copy'], now);
  if (item === undefined) throw new Error('nothing is due');
  return item;
}

const rowOf = ({ id: dossierId }: Dossier, kind: OutboxKind = 'mail-copy') =>
  database.db.manager.findOneByOrFail(OutboxItem, { dossierId, kind });
const waitingOf = async ({ id }: Dossier) =>
  (await database.db.manager.findOneByOrFail(Dossier, { id })).waitingFor;

const inVain: NotSent = {
  ...{ status: 'pending', attempts: 1, nextAt: after(60_000), refusals: 1, refusedSince: noon },
  ...{ byLink: true, lastError: '451 later', waitingFor: 'mail-recipient-busy' },
};

test('only what is due, of these kinds and not too many, the longest due first', async () => {
  const second = await waiting('mail-copy', after(-1_000));
  const first = await waiting('mail-copy', after(-2_000));
  await waiting('mail-copy', after(1));
  await waiting('mail-refusal', after(-3_000));
  expect(new Set(await listDueKinds(database.db, noon))).toEqual(
    new Set(['mail-copy', 'mail-refusal']),
  );
  expect((await claim(['mail-copy'], noon, 1)).map((item) => item.dossierId)).toEqual([first.id]);
  expect((await claim(['mail-copy'])).map((item) => item.dossierId)).toEqual([second.id]);
  expect(await claim(['mail-copy'])).toEqual([]);
  expect(await listDueKinds(database.db, noon)).toEqual(['mail-refusal']);
});

test('two that claim at once share out what is due', async () => {
  for (let made = 0; made < 8; made += 1) await waiting('mail-copy');
  const claims = await Promise.all([1, 2, 3, 4].map(() => claim(['mail-copy'], noon, 3)));
  const ids = claims.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  ids.push(...(await claim(['mail-copy'])).map(({ id }) => id));
  expect(new Set(ids).size).toBe(8);
});

test('a claim that is renewed holds on, and one that is not ends', async () => {
  await waiting('mail-copy');
  const item = await claimOne();
  expect(await renewLease(database.db, item, after(leaseMs - 1))).toBe(true);
  expect(await claim(['mail-copy'], after(leaseMs + 1))).toEqual([]);
  expect(await listDueKinds(database.db, after(leaseMs + 1))).toEqual([]);
  const taken = await claimOne(after(2 * leaseMs));
  expect(await renewLease(database.db, item, after(2 * leaseMs))).toBe(false);
  expect(taken.claim).not.toBe(item.claim);
});

test('a try in vain is written down by its holder alone, with what the dossier waits for', async () => {
  const dossier = await waiting('mail-copy');
  const item = await claimOne();
  await recordNotSent(database.db, { ...item, claim: 'another' }, inVain, noon);
  expect(await rowOf(dossier)).toMatchObject({ attempts: 0, claim: item.claim });
  expect(await waitingOf(dossier)).toBeNull();
  await recordNotSent(database.db, item, inVain, noon);
  const { waitingFor, ...result } = inVain;
  expect(await rowOf(dossier)).toMatchObject({ ...result, claim: null, leaseUntil: null });
  expect(await waitingOf(dossier)).toBe(waitingFor);
  expect(await claim(['mail-copy'], after(59_999))).toEqual([]);
  expect(await claim(['mail-copy'], after(60_000))).toHaveLength(1);
});

test('a dossier that does not wait for its mail is not said to', async () => {
  const early = await waiting('mail-copy', noon, false);
  await recordNotSent(database.db, await claimOne(), inVain, noon);
  const refused = await waiting('mail-refusal');
  const [refusal] = await claim(['mail-refusal']);
  await recordNotSent(database.db, refusal as ClaimedItem, inVain, noon);
  expect([await waitingOf(early), await waitingOf(refused)]).toEqual([null, null]);
});

test('sent once, its workflow is told once; nothing but a copy is told of', async () => {
  const dossier = await waiting('mail-copy');
  const item = await claimOne();
  await recordSending(database.db, item, noon);
  await recordSent(database.db, item, after(500));
  await recordSent(database.db, item, after(900));
  expect(await rowOf(dossier)).toMatchObject({
    ...{ status: 'sent', attempts: 1, claim: null, sentAt: after(500) },
  });
  expect((await rowOf(dossier, 'tell-mailed')).status).toBe('pending');
  await waiting('mail-refusal');
  const [refusal] = await claim(['mail-refusal']);
  await recordSent(database.db, refusal as ClaimedItem, noon);
  expect(await database.db.manager.countBy(OutboxItem, { kind: 'tell-mailed' })).toBe(1);
});

test('only what was being handed over, and whose claim is over, is perhaps sent', async () => {
  const handed = await waiting('mail-copy');
  const item = await claimOne();
  await recordSending(database.db, item, noon);
  const claimed = await waiting('mail-copy');
  await claimOne();
  expect(await recordAbandoned(database.db, after(leaseMs), [])).toBe(0);
  expect(await recordAbandoned(database.db, after(leaseMs + 1), [item.id])).toBe(0);
  expect(await recordAbandoned(database.db, after(leaseMs + 1), [])).toBe(1);
  expect((await rowOf(handed)).status).toBe('uncertain');
  expect(await recordSending(database.db, item, after(leaseMs + 2))).toBe(false);
  expect(await waitingOf(handed)).toBe('mail-uncertain');
  expect((await rowOf(claimed)).status).toBe('pending');
  expect(await claim(['mail-copy'], after(2 * leaseMs))).toHaveLength(1);
});

test('a person’s act takes the item from whoever tries it, with its tries counted anew', async () => {
  const dossier = await waiting('mail-copy');
  await recordNotSent(database.db, await claimOne(), { ...inVain, status: 'failed' }, noon);
  const which = { dossierId: dossier.id, kind: 'mail-copy' as const };
  const retry = (now: Date) => inTransaction(database.db, (inside) => retryNow(inside, which, now));
  expect(await retry(after(1_000))).toMatchObject({ status: 'failed' });
  expect(await rowOf(dossier)).toMatchObject({
    ...{ status: 'pending', attempts: 0, refusals: 0, refusedSince: null, byLink: true },
    nextAt: after(1_000),
  });
  const item = await claimOne(after(1_000));
  expect(await retry(after(2_000))).toBeDefined();
  expect(await recordSending(database.db, item, after(2_000))).toBe(false);
  await recordSent(database.db, item, after(2_000));
  expect((await rowOf(dossier)).status).toBe('pending');
  const next = await claimOne(after(2_000));
  expect(await recordSending(database.db, next, after(2_000))).toBe(true);
  expect(await retry(after(3_000))).toBeUndefined();
  await recordSent(database.db, next, after(3_000));
  expect(await retry(after(4_000))).toBeUndefined();
  await expect(
    moveDossier(database.db, dossier, after(5_000).toISOString(), { action: 'deliver' }),
  ).resolves.toMatchObject({ stage: 'delivered' });
  expect(await waitingOf(dossier)).toBeNull();
});
