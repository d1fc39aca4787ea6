import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { Dossier } from '../dossiers/entity';
import { Notice } from './entity';
import { inTransaction } from '../transaction';
import {
  claimDue,
  enqueue,
  leaseMs,
  listDue,
  recordAbandoned,
  recordNotSent,
  recordSending,
  recordSent,
  renewLease,
  retryNow,
  workflowNotice,
  type ClaimedNotice,
  type NotSent,
} from './outbox';
import { readClaimed } from './read-claimed';

let database: TestDatabase;
let office: TestOffice;
const noon = new Date('2026-11-26T12:00:00+07:00');
const after = (ms: number) => new Date(noon.getTime() + ms);

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'hop-thu-01', 'UBND Phường Mẫu');
}, 60_000);
beforeEach(() => database.db.query('DELETE FROM notice'));
afterAll(() => database.stop());

type Which = 'copy' | 'refusal';

/** A dossier at `delivering`, or before it, with nothing in the outbox but one mail. */
async function waiting(template: Which, at = noon, isDelivering = true): Promise<Dossier> {
  const { db } = database;
  const dossier = await acceptDossier(db, office, '2026-11-26T09:00:00+07:00');
  await db.manager.delete(Notice, { subjectId: dossier.id });
  if (isDelivering) await db.manager.update(Dossier, { id: dossier.id }, { stage: 'delivering' });
  await leave(dossier, template, at);
  return dossier;
}

function leave({ id: subjectId }: Dossier, template: Which, at: Date): Promise<void> {
  const occasion = { officeId: office.id, subjectKind: 'dossier', subjectId, at } as const;
  const toRequester = { recipientKind: 'requester', recipient: null } as const;
  return enqueue(database.db.manager, occasion, [{ channel: 'mail', template, ...toRequester }]);
}

async function claim(now = noon, places = 10): Promise<ClaimedNotice[]> {
  const { db } = database;
  const ids = (await listDue(db, new Map([['mail', places]]), now)).get('mail') ?? [];
  const name = ids.length === 0 ? null : await claimDue(db, ids, places, now);
  if (name === null) return [];
  return (await readClaimed(db, ids, name)).map(({ notice }) => notice);
}

async function claimOne(now = noon): Promise<ClaimedNotice> {
  const [item] = await claim(now);
  if (item === undefined) throw new Error('nothing is due');
  return item;
}

const rowOf = ({ id: subjectId }: Dossier, template: Which = 'copy') =>
  database.db.manager.findOneByOrFail(Notice, { subjectId, template });
const waitingOf = async ({ id }: Dossier) =>
  (await database.db.manager.findOneByOrFail(Dossier, { id })).waitingFor;

const inVain: NotSent = {
  ...{ status: 'pending', attempts: 1, nextAt: after(60_000), refusals: 1, refusedSince: noon },
  ...{ byLink: true, lastError: '451 later', waitingFor: 'mail-recipient-busy' },
};

test('only what is due, of its lane and not too many, the longest due first', async () => {
  const second = await waiting('copy', after(-1_000));
  const first = await waiting('refusal', after(-2_000));
  await waiting('copy', after(1));
  const occasion = { officeId: office.id, subjectKind: 'dossier', subjectId: first.id } as const;
  const started = [workflowNotice('start')];
  await enqueue(database.db.manager, { ...occasion, at: after(-3_000) }, started);
  const lanes = new Map([
    ['mail' as const, 5],
    ['workflow' as const, 5],
    ['sms' as const, 5],
  ]);
  const due = await listDue(database.db, lanes, noon);
  expect([...due].map(([lane, ids]) => [lane, ids.length])).toEqual([
    ['mail', 2],
    ['workflow', 1],
  ]);
  expect(await listDue(database.db, new Map([['mail', 0]]), noon)).toEqual(new Map());
  expect((await claim(noon, 1)).map((item) => item.subjectId)).toEqual([first.id]);
  expect((await claim()).map((item) => item.subjectId)).toEqual([second.id]);
  expect(await claim()).toEqual([]);
});

test('what was left under the same key is left once; the portal’s has arrived with it', async () => {
  const dossier = await waiting('copy');
  const { id } = await rowOf(dossier);
  await leave(dossier, 'copy', after(1));
  expect(await rowOf(dossier)).toMatchObject({ id, nextAt: noon });
  const occasion = { officeId: office.id, subjectKind: 'dossier', subjectId: dossier.id } as const;
  const alarm = (recipient: string, about: string) => ({
    ...({
      channel: 'portal',
      template: 'alarm-breach',
      recipientKind: 'right',
      recipient,
    } as const),
    occasion: about,
  });
  const alarms = [alarm('create', '1'), alarm('supervise', '1'), alarm('create', '2')];
  for (const at of [noon, after(5)]) {
    await enqueue(database.db.manager, { ...occasion, at }, alarms);
  }
  const found = await database.db.manager.findBy(Notice, { channel: 'portal' });
  expect(found.map(({ status, sentAt }) => [status, sentAt])).toEqual(
    Array(3).fill(['sent', noon]),
  );
});

test('two that claim at once share out what is due', async () => {
  for (let made = 0; made < 8; made += 1) await waiting('copy');
  const claims = await Promise.all([1, 2, 3, 4].map(() => claim(noon, 3)));
  const ids = claims.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  ids.push(...(await claim()).map(({ id }) => id));
  expect(new Set(ids).size).toBe(8);
});

test('a claim that is renewed holds on, and one that is not ends', async () => {
  await waiting('copy');
  const item = await claimOne();
  expect(await renewLease(database.db, item, after(leaseMs - 1))).toBe(true);
  expect(await claim(after(leaseMs + 1))).toEqual([]);
  const taken = await claimOne(after(2 * leaseMs));
  expect(await renewLease(database.db, item, after(2 * leaseMs))).toBe(false);
  expect(taken.claim).not.toBe(item.claim);
});

test('a try in vain is written down by its holder alone, with what the dossier waits for', async () => {
  const dossier = await waiting('copy');
  const item = await claimOne();
  await recordNotSent(database.db, { ...item, claim: 'another' }, inVain, noon);
  expect(await rowOf(dossier)).toMatchObject({ attempts: 0, claim: item.claim });
  expect(await waitingOf(dossier)).toBeNull();
  await recordNotSent(database.db, item, inVain, noon);
  const { waitingFor, ...result } = inVain;
  expect(await rowOf(dossier)).toMatchObject({ ...result, claim: null, leaseUntil: null });
  expect(await waitingOf(dossier)).toBe(waitingFor);
  expect(await claim(after(59_999))).toEqual([]);
  expect(await claim(after(60_000))).toHaveLength(1);
});

test('a dossier that does not wait for its mail is not said to', async () => {
  const early = await waiting('copy', noon, false);
  await recordNotSent(database.db, await claimOne(), inVain, noon);
  const refused = await waiting('refusal');
  const [refusal] = await claim();
  await recordNotSent(database.db, refusal as ClaimedNotice, inVain, noon);
  expect([await waitingOf(early), await waitingOf(refused)]).toEqual([null, null]);
});

test('sent once', async () => {
  const dossier = await waiting('copy');
  const item = await claimOne();
  await recordSending(database.db, item, noon);
  const { manager } = database.db;
  expect(await recordSent(manager, item, after(500))).toBe(true);
  expect(await recordSent(manager, item, after(900))).toBe(false);
  expect(await rowOf(dossier)).toMatchObject({
    ...{ status: 'sent', attempts: 1, claim: null, sentAt: after(500) },
  });
});

test('only what was being handed over, and whose claim is over, is perhaps sent', async () => {
  const handed = await waiting('copy');
  const item = await claimOne();
  await recordSending(database.db, item, noon);
  const claimed = await waiting('copy');
  await claimOne();
  expect(await recordAbandoned(database.db, after(leaseMs), [])).toBe(0);
  expect(await recordAbandoned(database.db, after(leaseMs + 1), [item.id])).toBe(0);
  expect(await recordAbandoned(database.db, after(leaseMs + 1), [])).toBe(1);
  expect((await rowOf(handed)).status).toBe('uncertain');
  expect(await recordSending(database.db, item, after(leaseMs + 2))).toBe(false);
  expect(await waitingOf(handed)).toBe('mail-uncertain');
  expect((await rowOf(claimed)).status).toBe('pending');
  expect(await claim(after(2 * leaseMs))).toHaveLength(1);
});

test('a person’s act takes the item from whoever tries it, with its tries counted anew', async () => {
  const dossier = await waiting('copy');
  await recordNotSent(database.db, await claimOne(), { ...inVain, status: 'failed' }, noon);
  const { id } = await rowOf(dossier);
  const retry = (now: Date) => inTransaction(database.db, (inside) => retryNow(inside, id, now));
  expect(await retry(after(1_000))).toMatchObject({ status: 'failed' });
  expect(await rowOf(dossier)).toMatchObject({
    ...{ status: 'pending', attempts: 0, refusals: 0, refusedSince: null, byLink: true },
    nextAt: after(1_000),
  });
  const item = await claimOne(after(1_000));
  expect(await retry(after(2_000))).toBeDefined();
  expect(await recordSending(database.db, item, after(2_000))).toBe(false);
  await recordSent(database.db.manager, item, after(2_000));
  expect((await rowOf(dossier)).status).toBe('pending');
  const next = await claimOne(after(2_000));
  expect(await recordSending(database.db, next, after(2_000))).toBe(true);
  expect(await retry(after(3_000))).toBeUndefined();
  await recordSent(database.db.manager, next, after(3_000));
  expect(await retry(after(4_000))).toBeUndefined();
  await expect(
    moveDossier(database.db, dossier, after(5_000).toISOString(), { action: 'deliver' }),
  ).resolves.toMatchObject({ stage: 'delivered' });
  expect(await waitingOf(dossier)).toBeNull();
});
