import { ApplicationFailure } from '@temporalio/activity';
import type { DataSource } from 'typeorm';
import { SealedPin } from '../../db/signing/entity';
import { SaoyError } from '../../domain/problem';
import type { PinContext } from '../../tokens/pin/seal-pin';
import type { TokenSigner } from '../../tokens/pkcs11/token-signer';
import { inTransaction } from '../../db/transaction';

export interface TokenDeps {
  db: DataSource;
  signer: TokenSigner;
  /** Opens a sealed PIN; the caller wipes it. */
  openPin: (sealed: string, context: PinContext) => Promise<Uint8Array>;
  now: () => Date;
}

/**
 * A PIN is taken for one operation. If a try before this one ended without an answer (the process
 * died), its outcome is unknown and it is never tried again: the person types it anew.
 */
export async function takePin(
  db: DataSource,
  order: { dossierId: string; step: 'sign' | 'seal'; sealedPinId: string },
  now: Date,
): Promise<{ sealed: string; typedAt: Date }> {
  return inTransaction(db, async (inside) => {
    const pin = await inside.findOne(SealedPin, {
      where: { id: order.sealedPinId, dossierId: order.dossierId, step: order.step },
      lock: { mode: 'pessimistic_write' },
    });
    if (pin === null || pin.sealed === null) throw new SaoyError('pin-used');
    if (pin.expiresAt < now) throw new SaoyError('pin-expired');
    if (pin.triedAt !== null && pin.acceptedAt === null) throw new SaoyError('pin-used');
    await inside.update(SealedPin, { id: pin.id }, { triedAt: now });
    return { sealed: pin.sealed, typedAt: pin.typedAt };
  });
}

/** What the token, the provider or the PIN says is final: a person decides what comes next. */
export function toFailure(error: SaoyError): ApplicationFailure {
  return ApplicationFailure.create({
    message: error.code,
    type: error.code,
    nonRetryable: true,
    details: [error.params],
  });
}
