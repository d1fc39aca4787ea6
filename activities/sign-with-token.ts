import type { DataSource } from 'typeorm';
import { SealedPin, SignatureWork } from '../db/entities/dossier';
import { Token } from '../db/entities/people';
import { SaoyError } from '../domain/problem';
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
  const sealed = await takePin(db, order, now());
  const pin = await openPin(sealed, { dossierId, step, token: token.label });
  try {
    const signature = await signer.sign({
      tokenLabel: token.label,
      key: { keyId: token.keyId },
      pin,
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

async function wipePin(db: DataSource, id: string): Promise<void> {
  await db.manager.update(SealedPin, { id }, { sealed: null });
}
