import { EntityNotFoundError, type EntityManager } from 'typeorm';
import { valueOfJson } from '../dossiers/dossier-from-row';
import type { KeptPin } from './kept-pin';
import { SignatureWork, type Token } from './entity';

/** What a token is to sign, as it was prepared. */
export type PreparedWork = Pick<
  SignatureWork,
  'tokenLabel' | 'toBeSigned' | 'mechanism' | 'certificates'
>;

/** All that the token process needs for one signature, by one statement. */
export interface TokenOrder {
  work: PreparedWork;
  token: Pick<Token, 'label' | 'unlockedAt'>;
  /** Null where none is kept under this id for this dossier and step. */
  pin: KeptPin | null;
}

type Row = Omit<PreparedWork, 'certificates'> &
  KeptPin & { certificates: unknown; label: string; unlockedAt: Date | null; pinId: string | null };

/** @throws EntityNotFoundError where nothing was prepared, or its token was never seen */
export async function getTokenOrder(
  manager: EntityManager,
  act: { dossierId: string; step: 'sign' | 'seal'; actKey: string; encryptedPinId: string },
): Promise<TokenOrder> {
  const { dossierId, step, actKey, encryptedPinId } = act;
  const [row] = await manager.query<Row[]>(
    `SELECT w.tokenLabel, w.toBeSigned, w.mechanism, w.certificates, t.label, t.unlockedAt,
        p.id AS pinId, p.ciphertext, p.typedAt, p.expiresAt
      FROM signature_work w
      JOIN token t ON t.label = w.tokenLabel
      LEFT JOIN encrypted_pin p ON p.id = ? AND p.dossierId = w.dossierId AND p.step = w.step
      WHERE w.dossierId = ? AND w.step = ? AND w.attempt = ?`,
    [encryptedPinId, dossierId, step, actKey],
  );
  if (!row) throw new EntityNotFoundError(SignatureWork, act);
  const { tokenLabel, toBeSigned, mechanism, certificates, label, unlockedAt, pinId } = row;
  const { ciphertext, typedAt, expiresAt } = row;
  return {
    work: {
      ...{ tokenLabel, toBeSigned, mechanism },
      certificates: valueOfJson(certificates) as string[],
    },
    token: { label, unlockedAt },
    pin: pinId === null ? null : { ciphertext, typedAt, expiresAt },
  };
}
