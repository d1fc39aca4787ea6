import { EntityNotFoundError, type EntityManager } from 'typeorm';
import { valueOfJson } from '../value-of-json';
import type { KeptPin } from './kept-pin';
import { PreparedSignature, type Token } from './entity';

/** All that the token process needs for one signature, by one statement. */
export interface TokenSigningInput {
  prepared: Pick<PreparedSignature, 'tokenLabel' | 'toBeSigned' | 'mechanism' | 'certificates'>;
  token: Pick<Token, 'label' | 'unlockedAt'>;
  /** Null where none is kept under this id for this dossier and step. */
  pin: KeptPin | null;
}

type Row = Omit<TokenSigningInput['prepared'], 'certificates'> &
  KeptPin & { certificates: unknown; label: string; unlockedAt: Date | null; pinId: string | null };

/** @throws EntityNotFoundError where nothing was prepared, or its token was never seen */
export async function getTokenSigningInput(
  manager: EntityManager,
  act: { dossierId: string; step: 'sign' | 'seal'; actKey: string; encryptedPinId: string },
): Promise<TokenSigningInput> {
  const { dossierId, step, actKey, encryptedPinId } = act;
  const [row] = await manager.query<Row[]>(
    `SELECT s.tokenLabel, s.toBeSigned, s.mechanism, s.certificates, t.label, t.unlockedAt,
        p.id AS pinId, p.ciphertext, p.typedAt, p.expiresAt
      FROM prepared_signature s
      JOIN token t ON t.label = s.tokenLabel
      LEFT JOIN encrypted_pin p ON p.id = ? AND p.dossierId = s.dossierId AND p.step = s.step
      WHERE s.dossierId = ? AND s.step = ? AND s.attempt = ?`,
    [encryptedPinId, dossierId, step, actKey],
  );
  if (!row) throw new EntityNotFoundError(PreparedSignature, act);
  const { tokenLabel, toBeSigned, mechanism, certificates, label, unlockedAt, pinId } = row;
  const { ciphertext, typedAt, expiresAt } = row;
  return {
    prepared: {
      ...{ tokenLabel, toBeSigned, mechanism },
      certificates: valueOfJson(certificates) as string[],
    },
    token: { label, unlockedAt },
    pin: pinId === null ? null : { ciphertext, typedAt, expiresAt },
  };
}
