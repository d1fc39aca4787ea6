import { randomUUID } from 'node:crypto';
import { SealedPin } from '../../db/signing/entity';
import type { ApiDeps } from '../http/deps';

/** A PIN waits no longer than this for the token process. */
const lifetimeMs = 120_000;

/** Keeps a sealed PIN for the token process to take; the workflow carries its id only. */
export async function keepSealedPin(
  { db, now }: ApiDeps,
  pin: { dossierId: string; step: 'sign' | 'seal'; actorId: string; sealedPin: string },
): Promise<string> {
  const id = randomUUID();
  const { sealedPin: sealed, ...rest } = pin;
  const expiresAt = new Date(now() + lifetimeMs);
  await db.manager.insert(SealedPin, {
    id,
    ...rest,
    sealed,
    typedAt: new Date(now()),
    expiresAt,
    triedAt: null,
    acceptedAt: null,
  });
  return id;
}
