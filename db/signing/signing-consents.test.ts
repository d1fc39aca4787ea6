import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { SigningConsent } from './entity';
import { askLeader } from '../../test/fixtures/ask-signature';
import { endSignatureRequest } from './signature-requests';
import { prune } from '../prune';
import { recordConsent, takeConsent } from './signing-consents';

/** When a consent from the provider's page is taken, and when not, on the real database. */
let database: TestDatabase;
let office: TestOffice;
const at = new Date('2026-11-23T02:00:00Z');
const expiresAt = new Date(at.getTime() + 300_000);
const codeVerifier = 'v'.repeat(64);

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, '000.00.03.H99', 'Phường Mẫu');
});
afterAll(() => database.stop());

/** A signature of the leader's that waits for the provider's page. */
async function open() {
  const { id: dossierId } = await acceptDossier(database.db, office, '2026-11-23T01:00:00Z');
  const facts = { dossierId, attempt: `sign:${randomUUID()}`, askedAt: at, expiresAt };
  const asked = await askLeader(database.db, office, { method: 'consent', ...facts });
  const stateHash = createHash('sha256').update(randomUUID()).digest('hex');
  await recordConsent(database.db, { stateHash, requestId: asked.id, codeVerifier, expiresAt });
  return { asked, stateHash };
}
const take = (stateHash: string, personId = office.staff.leader, now = at) =>
  takeConsent(database.db, { stateHash, personId }, now);

test('it is taken once, of many that come together, and its verifier is wiped', async () => {
  const { asked, stateHash } = await open();
  const taken = await Promise.allSettled(Array.from({ length: 8 }, () => take(stateHash)));
  const won = taken.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  expect(won).toMatchObject([{ asked: { id: asked.id }, codeVerifier }]);
  await expect(take(stateHash)).rejects.toMatchObject({ code: 'consent-used' });
  const kept = await database.db.manager.findOneByOrFail(SigningConsent, { stateHash });
  expect(kept).toMatchObject({ codeVerifier: null, takenAt: at });
});

test('somebody else’s is refused and stays for its person', async () => {
  const { stateHash } = await open();
  await expect(take(stateHash, office.staff.clerk)).rejects.toMatchObject({
    code: 'consent-not-yours',
  });
  await expect(take(stateHash)).resolves.toMatchObject({ codeVerifier });
});

test.each([
  ['one instant too late', 'consent-expired', expiresAt],
  ['in time', undefined, new Date(expiresAt.getTime() - 1)],
])('%s it is %s', async (_when, code, now) => {
  const { stateHash } = await open();
  const taking = take(stateHash, office.staff.leader, now);
  if (code) await expect(taking).rejects.toMatchObject({ code });
  else await expect(taking).resolves.toMatchObject({ codeVerifier });
});

test('one that was never given out is unknown; one of a request that has ended is not waited for', async () => {
  await expect(take('0'.repeat(64))).rejects.toMatchObject({ code: 'consent-unknown' });
  const { asked, stateHash } = await open();
  await endSignatureRequest(database.db, asked.id, 'signing-cancelled', at);
  await expect(take(stateHash)).rejects.toMatchObject({ code: 'signing-not-waiting' });
});

test('a day after its end nothing is left of it', async () => {
  const { stateHash } = await open();
  const day = 24 * 3_600_000;
  await prune(database.db.manager, new Date(expiresAt.getTime() + day - 1));
  expect(await database.db.manager.existsBy(SigningConsent, { stateHash })).toBe(true);
  await prune(database.db.manager, new Date(expiresAt.getTime() + day + 1));
  expect(await database.db.manager.existsBy(SigningConsent, { stateHash })).toBe(false);
});
