import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { SealedPin, SignatureWork, Token } from '../../db/signing/entity';
import { SaoyError } from '../../domain/problem';
import { applyUnlocked } from './publish-tokens';
import { takePin, toFailure, type TokenDeps } from './take-pin';

export type TokenActivities = ReturnType<typeof createTokenActivities>;

/** The only activity that asks a key. Runs in the process that holds the token. */
export function createTokenActivities(deps: TokenDeps) {
  return {
    async signWithToken(order: {
      dossierId: string;
      step: 'sign' | 'seal';
      actKey: string;
      sealedPinId: string;
    }): Promise<{ signature: string }> {
      try {
        return { signature: await sign(deps, order) };
      } catch (error) {
        // What the token or the PIN says is final: a person decides what comes next.
        if (error instanceof SaoyError) throw toFailure(error);
        throw error;
      }
    },
  };
}

async function sign(
  { db, signer, openPin, now }: TokenDeps,
  order: { dossierId: string; step: 'sign' | 'seal'; actKey: string; sealedPinId: string },
): Promise<string> {
  const { dossierId, step } = order;
  const work = await db.manager.findOneByOrFail(SignatureWork, {
    dossierId,
    step,
    attempt: order.actKey,
  });
  const token = await db.manager.findOneByOrFail(Token, { label: work.tokenLabel });
  // Before the PIN is marked as tried: what fails here has not reached the token.
  if (token.unlockedAt !== null) await applyUnlocked({ db, signer }, token);
  const { sealed, typedAt } = await takePin(db, order, now());
  const pin = await openPin(sealed, { dossierId, step, token: token.label });
  try {
    const signature = await signer.sign({
      tokenLabel: token.label,
      key: { fingerprint: createHash('sha256').update(certificateOf(work)).digest('hex') },
      pin,
      pinTypedAt: typedAt.getTime(),
      mechanism: work.mechanism,
      content: { data: work.toBeSigned },
    });
    await db.manager.update(SealedPin, { id: order.sealedPinId }, { acceptedAt: now() });
    return Buffer.from(signature).toString('base64');
  } catch (error) {
    await wipePin(db, order.sealedPinId);
    throw error;
  } finally {
    pin.fill(0);
  }
}

/** The one that it was prepared for: a renewed pair may stand under the same id by now. */
function certificateOf({ certificates, tokenLabel }: SignatureWork): Buffer {
  const [certificate] = certificates ?? [];
  if (certificate === undefined) throw new SaoyError('token-key-missing', { token: tokenLabel });
  return Buffer.from(certificate, 'base64');
}

async function wipePin(db: DataSource, id: string): Promise<void> {
  await db.manager.update(SealedPin, { id }, { sealed: null });
}
