import type { DataSource, EntityManager } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { Office } from '../offices/entity';
import { Token } from './entity';
import { inTransaction } from '../transaction';
import { recordAudit } from '../audit/record-audit';

/**
 * Writes down that a token's issuer has unlocked it: its process then lets PINs reach it again.
 * @param facts.actorId null at the server's own command line
 * @param facts.officeId the office that it must belong to, where the person's right ends there
 * @throws SaoyError `token-unknown`; `token-not-locked`; `token-still-locked` where the token, as last seen,
 *   says itself that its PIN is low, final or locked
 */
export async function recordTokenUnlocked(
  db: DataSource | EntityManager,
  facts: { label: string; actorId: string | null; officeId?: string; actKey: string; at: Date },
): Promise<void> {
  const { label, actorId, officeId, actKey, at } = facts;
  await inTransaction(db, async (inside) => {
    const token = await inside.findOne(Token, {
      where: { label },
      lock: { mode: 'pessimistic_write' },
    });
    const office = token && (await inside.findOneBy(Office, { code: token.officeCode }));
    if (!token || !office || (officeId ?? office.id) !== office.id) {
      throw new SaoyError('token-unknown', { token: label });
    }
    if (token.pinState !== 'fine') throw new SaoyError('token-still-locked', { token: label });
    if (token.pinTriesLeft !== 0) throw new SaoyError('token-not-locked', { token: label });
    await inside.update(Token, { label }, { unlockedAt: at });
    await recordAudit(inside, {
      officeId: office.id,
      dossierId: null,
      actorId,
      action: 'token-unlocked',
      actKey,
      details: { token: label },
      at,
    });
  });
}
