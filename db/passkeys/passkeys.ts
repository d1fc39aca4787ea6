import { createHash, randomUUID } from 'node:crypto';
import { type EntityManager, MoreThan } from 'typeorm';
import { isDuplicate } from '../is-duplicate';
import { insertRows } from '../write-row';
import { Passkey, PasskeyChallenge } from './entity';

export function listPasskeys(manager: EntityManager, personId: string): Promise<Passkey[]> {
  return manager.find(Passkey, { where: { personId }, order: { madeAt: 'ASC' } });
}

export function findPasskey(
  manager: EntityManager,
  personId: string,
  credentialId: string,
): Promise<Passkey | null> {
  return manager.findOneBy(Passkey, { idHash: hashOf(credentialId), personId });
}

/** @returns false where somebody has it already */
export async function recordPasskey(
  manager: EntityManager,
  passkey: Pick<Passkey, 'personId' | 'credentialId' | 'publicKey' | 'counter' | 'name' | 'madeAt'>,
): Promise<boolean> {
  const row = { ...passkey, idHash: hashOf(passkey.credentialId), id: randomUUID(), usedAt: null };
  try {
    await manager.insert(Passkey, row);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

export async function recordUse(
  manager: EntityManager,
  { idHash }: Pick<Passkey, 'idHash'>,
  used: { counter: number; usedAt: Date },
): Promise<void> {
  await manager.update(Passkey, { idHash }, used);
}

/** @returns whether there was one */
export async function removePasskey(
  manager: EntityManager,
  personId: string,
  id: string,
): Promise<boolean> {
  const { affected } = await manager.delete(Passkey, { id, personId });
  return affected === 1;
}

/** Puts a challenge in the place of the one before. */
export async function recordChallenge(
  manager: EntityManager,
  challenge: PasskeyChallenge,
): Promise<void> {
  const newer = 'challenge = VALUES(challenge), expiresAt = VALUES(expiresAt)';
  await insertRows(manager, 'passkey_challenge', [{ ...challenge }], newer);
}

/** Takes a challenge, once. @returns null where there is none, or it is over */
export async function takeChallenge(
  manager: EntityManager,
  holder: string,
  now: Date,
): Promise<string | null> {
  const open = { holder, expiresAt: MoreThan(now) };
  const found = await manager.findOneBy(PasskeyChallenge, open);
  if (!found) return null;
  const { challenge } = found;
  const { affected } = await manager.delete(PasskeyChallenge, { holder, challenge });
  return affected === 1 ? challenge : null;
}

function hashOf(credentialId: string): string {
  return createHash('sha256').update(credentialId).digest('hex');
}
