import { ApplicationFailure } from '@temporalio/activity';
import type { DataSource } from 'typeorm';
import { type KeptPin, markPinTried } from '../../db/signing/kept-pin';
import { SaoyError } from '../../domain/problem';
import type { PinContext } from '../../tokens/pin/encrypt-pin';
import type { TokenSigner } from '../../tokens/pkcs11/token-signer';

export interface TokenDeps {
  db: DataSource;
  signer: TokenSigner;
  /** Decrypts a PIN; the caller wipes it. */
  decryptPin: (ciphertext: string, context: PinContext) => Promise<Uint8Array>;
  now: () => Date;
}

/**
 * A PIN is taken for one operation. If a try before this one ended without an answer (the process
 * died), its outcome is unknown and it is never tried again: the person types it anew.
 * @param kept as it was read a moment ago; of two that have read the same, one takes it
 * @throws SaoyError `pin-used`, `pin-expired`
 */
export async function takePin(
  db: DataSource,
  id: string,
  kept: KeptPin | null,
  now: Date,
): Promise<{ ciphertext: string; typedAt: Date }> {
  if (kept === null || kept.ciphertext === null) throw new SaoyError('pin-used');
  if (kept.expiresAt < now) throw new SaoyError('pin-expired');
  const { ciphertext, typedAt } = kept;
  if (!(await markPinTried(db, id, now))) throw new SaoyError('pin-used');
  return { ciphertext, typedAt };
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
