import { type DataSource, type EntityManager, In } from 'typeorm';
import { updateRow } from '../write-row';
import { EncryptedPin } from './entity';

/** An encrypted PIN as it is kept. */
export type KeptPin = Pick<EncryptedPin, 'ciphertext' | 'typedAt' | 'expiresAt'>;

/** Null where none is kept under this id for this dossier and step. */
export async function findPin(
  db: DataSource,
  which: { id: string; dossierId: string; step: 'sign' | 'seal' },
): Promise<KeptPin | null> {
  const { id, dossierId, step } = which;
  const [pin] = await db.query<KeptPin[]>(
    `SELECT ciphertext, typedAt, expiresAt FROM encrypted_pin
      WHERE id = ? AND dossierId = ? AND step = ?`,
    [id, dossierId, step],
  );
  return pin ?? null;
}

/**
 * Notes that a PIN is about to be put to its key.
 * @returns false where it was wiped, or where a try of it ended without an answer
 */
export async function markPinTried(db: DataSource, id: string, now: Date): Promise<boolean> {
  const { affectedRows } = await db.query<{ affectedRows: number }>(
    `UPDATE encrypted_pin SET triedAt = ?
      WHERE id = ? AND ciphertext IS NOT NULL AND (triedAt IS NULL OR acceptedAt IS NOT NULL)`,
    [now, id],
  );
  return affectedRows === 1;
}

/** Notes that the key has taken a PIN: a later try of the same act may use it again. */
export async function markPinAccepted(db: DataSource, id: string, at: Date): Promise<void> {
  await updateRow(db.manager, 'encrypted_pin', id, { acceptedAt: at });
}

/** Wipes a PIN that has done its work, or must not be used again. */
export async function wipePin(db: DataSource, id: string): Promise<void> {
  await updateRow(db.manager, 'encrypted_pin', id, { ciphertext: null });
}

export async function wipePins(manager: EntityManager, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await manager.update(EncryptedPin, { id: In(ids) }, { ciphertext: null });
}

/** Wipes every PIN that was typed for a step of a dossier. */
export async function wipePinsOfStep(
  manager: EntityManager,
  { dossierId, step }: Pick<EncryptedPin, 'dossierId' | 'step'>,
): Promise<void> {
  await manager.update(EncryptedPin, { dossierId, step }, { ciphertext: null });
}
