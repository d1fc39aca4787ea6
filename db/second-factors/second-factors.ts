import { type EntityManager, IsNull } from 'typeorm';
import { Passkey } from '../passkeys/entity';
import { RecoveryCode, SecondFactor } from './entity';

/** A person's second factor, set up or only begun. */
export function findSecondFactor(
  manager: EntityManager,
  personId: string,
): Promise<SecondFactor | null> {
  return manager.findOneBy(SecondFactor, { personId });
}

/** Begins, or begins anew, what is not confirmed yet. @returns false where a confirmed one stands */
export async function recordBegun(
  manager: EntityManager,
  begun: Pick<SecondFactor, 'personId' | 'secret' | 'createdAt'>,
): Promise<boolean> {
  const { personId, secret, createdAt } = begun;
  await manager.query(
    `INSERT INTO second_factor (personId, secret, lastStep, createdAt, confirmedAt)
      VALUES (?, ?, 0, ?, NULL)
      ON DUPLICATE KEY UPDATE secret = IF(confirmedAt IS NULL, ?, secret)`,
    [personId, secret, createdAt, secret],
  );
  const kept = await manager.findOneByOrFail(SecondFactor, { personId });
  return kept.confirmedAt === null;
}

/** Takes the code of a time step, once. @returns false where it or a later one was taken before */
export async function takeStep(
  manager: EntityManager,
  personId: string,
  step: number,
): Promise<boolean> {
  const { affectedRows } = await manager.query<{ affectedRows: number }>(
    'UPDATE second_factor SET lastStep = ? WHERE personId = ? AND lastStep < ?',
    [step, personId, step],
  );
  return affectedRows === 1;
}

/** Takes a recovery code, once. @returns false where there is none such, or it was taken before */
export async function takeRecoveryCode(
  manager: EntityManager,
  personId: string,
  codeHash: string,
  at: Date,
): Promise<boolean> {
  const { affected } = await manager.update(
    RecoveryCode,
    { personId, codeHash, usedAt: IsNull() },
    { usedAt: at },
  );
  return affected === 1;
}

export async function confirmSecondFactor(
  manager: EntityManager,
  personId: string,
  at: Date,
): Promise<void> {
  await manager.update(SecondFactor, { personId }, { confirmedAt: at });
}

/** Puts new recovery codes in the place of the old. */
export async function replaceRecoveryCodes(
  manager: EntityManager,
  personId: string,
  hashes: readonly string[],
): Promise<void> {
  await manager.delete(RecoveryCode, { personId });
  await manager.insert(
    RecoveryCode,
    hashes.map((codeHash) => ({ personId, codeHash, usedAt: null })),
  );
}

export function countRecoveryCodes(manager: EntityManager, personId: string): Promise<number> {
  return manager.countBy(RecoveryCode, { personId, usedAt: IsNull() });
}

/** @returns whether there was one */
export async function removeSecondFactor(
  manager: EntityManager,
  personId: string,
): Promise<boolean> {
  await manager.delete(RecoveryCode, { personId });
  await manager.delete(Passkey, { personId });
  const { affected } = await manager.delete(SecondFactor, { personId });
  return affected === 1;
}
