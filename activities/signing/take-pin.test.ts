import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { takePin } from './take-pin';
import { EncryptedPin } from '../../db/signing/entity';
import { findPin } from '../../db/signing/kept-pin';
import { startDatabase, type TestDatabase } from '../../test/stack/database';

/** A PIN serves the one operation that it was typed for, and reaches a key once. */
let database: TestDatabase;
let pin: EncryptedPin;
const now = new Date('2026-11-23T02:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);

beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

beforeEach(async () => {
  pin = {
    id: randomUUID(),
    dossierId: randomUUID(),
    step: 'sign',
    actorId: randomUUID(),
    ciphertext: 'ciphertext',
    typedAt: now,
    expiresAt: later(120_000),
    triedAt: null,
    acceptedAt: null,
  };
  await database.db.manager.insert(EncryptedPin, pin);
});

const take = async (changes: Partial<Parameters<typeof findPin>[1]> = {}, at = now) => {
  const which = { dossierId: pin.dossierId, step: 'sign' as const, id: pin.id, ...changes };
  return takePin(database.db, which.id, await findPin(database.db, which), at);
};
const set = (changes: Partial<EncryptedPin>) =>
  database.db.manager.update(EncryptedPin, { id: pin.id }, changes);

test('it is given with when it was typed, and marked as tried before it is used', async () => {
  expect(await take()).toEqual({ ciphertext: 'ciphertext', typedAt: now });
  expect(await database.db.manager.findOneByOrFail(EncryptedPin, { id: pin.id })).toMatchObject({
    triedAt: now,
    acceptedAt: null,
  });
});

test('one whose first try ended without an answer is pin-used', async () => {
  await take();
  await expect(take()).rejects.toMatchObject({ code: 'pin-used' });
});

test('of two that take it at once one has it', async () => {
  const kept = await findPin(database.db, pin);
  const both = [1, 2].map(() => takePin(database.db, pin.id, kept, now));
  const outcomes = await Promise.allSettled(both);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(outcomes).toContainEqual(
    expect.objectContaining({ reason: expect.objectContaining({ code: 'pin-used' }) as unknown }),
  );
});

test('one that was wiped after it was read is not taken', async () => {
  const kept = await findPin(database.db, pin);
  await set({ ciphertext: null });
  await expect(takePin(database.db, pin.id, kept, now)).rejects.toMatchObject({ code: 'pin-used' });
});

test('one that the token has accepted may be tried again', async () => {
  await take();
  await set({ acceptedAt: now });
  await expect(take()).resolves.toMatchObject({ ciphertext: 'ciphertext' });
});

test('one encrypted for signing is not taken for sealing, nor for another dossier', async () => {
  await expect(take({ step: 'seal' })).rejects.toMatchObject({ code: 'pin-used' });
  await expect(take({ dossierId: randomUUID() })).rejects.toMatchObject({ code: 'pin-used' });
  await expect(take({ id: randomUUID() })).rejects.toMatchObject({ code: 'pin-used' });
  await expect(take()).resolves.toMatchObject({ ciphertext: 'ciphertext' });
});

test('one that was wiped or is too old is refused', async () => {
  await expect(take({}, later(120_001))).rejects.toMatchObject({ code: 'pin-expired' });
  await set({ ciphertext: null });
  await expect(take()).rejects.toMatchObject({ code: 'pin-used' });
});
