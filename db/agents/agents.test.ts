import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { askLeader } from '../../test/fixtures/ask-signature';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { SignatureRequest } from '../signing/entity';
import { AuditEvent } from '../audit/entity';
import { Person } from '../people/entity';
import {
  advanceSequence,
  countPairingTry,
  findAgent,
  recordAgent,
  recordPairing,
  removeAgent,
  usePairing,
} from './agents';
import {
  endSignatureRequest,
  listOffer,
  offerSignatureRequests,
  recordAnswers,
} from '../signing/signature-requests';

/** What must hold when many ask at once, on the real database. */
let database: TestDatabase;
let office: TestOffice;
let personId: string;
const at = new Date('2026-11-23T02:00:00Z');
const later = (ms: number) => new Date(at.getTime() + ms);
const together = <T>(count: number, work: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => work(i)));

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, '000.00.02.H99', 'Phường Mẫu');
  personId = office.staff.leader;
});
afterAll(() => database.stop());

describe('a pairing', () => {
  const pairing = () => ({
    pairingId: randomUUID().slice(0, 4).toUpperCase(),
    secret: 'ABCDEFGH',
    personId,
    expiresAt: later(300_000),
  });

  test('counts each of many tries that come together', async () => {
    const one = pairing();
    await recordPairing(database.db, one);
    const tries = await together(12, () => countPairingTry(database.db, one.pairingId));
    expect(tries.map((found) => found?.tries).sort((a, b) => a! - b!)).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1),
    );
    expect(await countPairingTry(database.db, 'ZZZZ')).toBeUndefined();
  });

  test('is used by one of many', async () => {
    const one = pairing();
    await recordPairing(database.db, one);
    const used = await together(8, () => usePairing(database.db, one.pairingId));
    expect(used.filter(Boolean)).toHaveLength(1);
  });

  test('ends with the next one of its person', async () => {
    const [first, second] = [pairing(), pairing()];
    await recordPairing(database.db, first);
    await recordPairing(database.db, second);
    expect(await usePairing(database.db, first.pairingId)).toBe(false);
    expect(await usePairing(database.db, second.pairingId)).toBe(true);
  });
});

describe('a computer', () => {
  const makeAgent = async () => {
    const id = randomUUID();
    const facts = { personId, publicKey: Buffer.from('key'), computerName: 'Máy mẫu' };
    await recordAgent(database.db, { id, ...facts, pairedAt: at });
    return id;
  };

  test('has each of its messages taken once, and none that is older', async () => {
    const id = await makeAgent();
    const same = await together(8, () => advanceSequence(database.db, id, 5, at));
    expect(same.filter(Boolean)).toHaveLength(1);
    expect(await advanceSequence(database.db, id, 4, at)).toBe(false);
    const mixed = await together(8, (i) => advanceSequence(database.db, id, 6 + i, at));
    expect(mixed.filter(Boolean).length).toBeGreaterThan(0);
    expect((await findAgent(database.db, id))?.sequence).toBe(13);
  });

  test('is removed by its own person, once and for ever', async () => {
    const id = await makeAgent();
    expect(await removeAgent(database.db, office.staff.clerk, id, at)).toBe(false);
    const removed = await together(4, () => removeAgent(database.db, personId, id, at));
    expect(removed.filter(Boolean)).toHaveLength(1);
    expect(await findAgent(database.db, id)).toBeUndefined();
    expect(await advanceSequence(database.db, id, 99, at)).toBe(false);
  });

  test('is nobody’s once its person may not sign in any more', async () => {
    const id = await makeAgent();
    await database.db.manager.update(Person, { id: personId }, { state: 'inactive' });
    expect(await findAgent(database.db, id)).toBeUndefined();
    await database.db.manager.update(Person, { id: personId }, { state: 'active' });
    expect(await findAgent(database.db, id)).toBeDefined();
  });
});

describe('signature requests', () => {
  let dossierId: string;
  beforeEach(async () => {
    await database.db.manager.delete(SignatureRequest, { personId });
    dossierId = (await acceptDossier(database.db, office, '2026-11-23T01:00:00Z')).id;
  });

  const ask = (attempt: string, changes: Partial<SignatureRequest> = {}) =>
    askLeader(database.db, office, {
      ...{ method: 'agent', dossierId, attempt },
      ...{ askedAt: at, expiresAt: later(300_000) },
      ...changes,
    });
  const offer = (now = later(1_000)) => offerSignatureRequests(database.db, personId, now, 100);
  const signature = Buffer.from('signature');

  test('are asked once per act, and told in the audit log', async () => {
    const asked = await together(4, () => ask('sign:1').catch(() => undefined));
    expect(new Set(asked.flatMap((one) => one?.id ?? [])).size).toBe(1);
    const events = await database.db.manager.findBy(AuditEvent, { dossierId });
    expect(events.filter(({ action }) => action === 'ask-signature')).toHaveLength(1);
  });

  test('that wait together are one request, which stays as it was', async () => {
    await together(3, (i) => ask(`sign:${i}`));
    const looks = await together(4, () => offer());
    const ids = new Set(looks.flat().map(({ offerId }) => offerId));
    expect(ids.size).toBe(1);
    expect(looks.every((look) => look.length === 3)).toBe(true);
    await ask('sign:late', { askedAt: later(1_000) });
    const [offerId] = ids;
    const next = await offer(later(2_000));
    expect(next.filter((one) => one.offerId === offerId)).toHaveLength(3);
    expect(new Set(next.map((one) => one.offerId)).size).toBe(2);
  });

  test('that were asked a moment ago are held back for what comes with them, not for long', async () => {
    await ask('sign:1');
    expect(await offer(later(300))).toEqual([]);
    await ask('sign:2', { askedAt: later(2_800) });
    expect(await offer(later(2_900))).toEqual([]);
    expect(await offer(later(3_100))).toHaveLength(2);
  });

  test('of another certificate, step or method are another request or none', async () => {
    await ask('sign:1');
    await ask('sign:2', { certificate: Buffer.from('another') });
    await ask('sign:3', { method: 'remote' });
    await ask('sign:4', { expiresAt: later(500) });
    const offered = await offer();
    expect(offered).toHaveLength(2);
    expect(new Set(offered.map(({ offerId }) => offerId)).size).toBe(2);
  });

  test('take one answer of many that come together', async () => {
    const { id } = await ask('sign:1');
    const taken = await together(8, (i) =>
      recordAnswers(
        database.db,
        new Map([[id, i % 2 ? { signature } : { failure: 'agent-declined' }]]),
        later(1_000),
      ),
    );
    expect(taken.flat()).toEqual([id]);
    const [{ offerId } = { offerId: null }] = await database.db.manager.findBy(SignatureRequest, {
      id,
    });
    expect(offerId).toBeNull();
  });

  test('that were cancelled or are over take none', async () => {
    const [cancelled, over] = [await ask('sign:1'), await ask('sign:2')];
    await offer();
    const [offerId] = (await offer()).map((one) => String(one.offerId));
    await endSignatureRequest(database.db, cancelled.id, 'signing-cancelled', later(2_000));
    expect((await listOffer(database.db, String(offerId))).map(({ id }) => id)).toEqual([over.id]);
    const answers = new Map([cancelled, over].map(({ id }) => [id, { signature }] as const));
    expect(await recordAnswers(database.db, answers, later(300_000))).toEqual([]);
    expect(await recordAnswers(database.db, answers, later(299_000))).toEqual([over.id]);
    const ended = await endSignatureRequest(
      database.db,
      over.id,
      'signing-expired',
      later(400_000),
    );
    expect(ended.failure).toBeNull();
    expect(ended.signature).toEqual(signature);
  });
});
