import { LessThan, type EntityManager } from 'typeorm';
import { OneTimeCode, SpentProof } from './codes/entity';
import { CopyCheck, CopyLink } from './copies/entity';
import { EncryptedPin, SigningConsent } from './signing/entity';
import { PasskeyChallenge } from './passkeys/entity';
import { ProviderRequest } from './provider/entity';
import { SignInTicket } from './second-factors/entity';
import { Session, SignIn } from './sessions/entity';
import { TryCounterRow } from './tries/entity';
import { AgentPairing } from './agents/entity';
import { IdempotencyRecord } from './idempotency/entity';

/** Where a copy was checked is kept a year for its citizen. */
const checksKeptMs = 365 * 24 * 3_600_000;
/** An answer is kept for repeats this long; it holds names, so no longer. */
const answersKeptMs = 24 * 3_600_000;

/** Removes what has served: ended sessions, PINs and links past their time, answers nobody will ask again. */
export async function prune(manager: EntityManager, now: Date): Promise<void> {
  await manager.delete(Session, { expiresAt: LessThan(now) });
  await manager.delete(Session, { idleUntil: LessThan(now) });
  await manager.delete(SignIn, { keptUntil: LessThan(now) });
  await manager.delete(SignInTicket, { expiresAt: LessThan(now) });
  await manager.delete(OneTimeCode, { validUntil: LessThan(now) });
  await manager.delete(PasskeyChallenge, { expiresAt: LessThan(now) });
  await manager.delete(SpentProof, { expiresAt: LessThan(now) });
  await manager.delete(ProviderRequest, { expiresAt: LessThan(now) });
  await manager.delete(TryCounterRow, { expiresAt: LessThan(now) });
  await manager.delete(EncryptedPin, { expiresAt: LessThan(now) });
  await manager.delete(CopyLink, { expiresAt: LessThan(now) });
  await manager.delete(AgentPairing, { expiresAt: LessThan(now) });
  await manager.delete(CopyCheck, { lastAt: LessThan(new Date(now.getTime() - checksKeptMs)) });
  const before = new Date(now.getTime() - answersKeptMs);
  // Who comes back late is still told why.
  await manager.delete(SigningConsent, { expiresAt: LessThan(before) });
  await manager.delete(IdempotencyRecord, { at: LessThan(before) });
}
