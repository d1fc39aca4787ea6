import type { DataSource } from 'typeorm';
import type { EncryptedPin } from './entity';

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
