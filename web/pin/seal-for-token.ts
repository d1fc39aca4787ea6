import { sealPin, type PinPublicKey } from '../../tokens/pin/seal-pin';
import { serverNow } from '../server/clock';
import type { TokenState } from '../server/shapes';

/** Time enough for a slow token, and no more. */
const lifetimeMs = 120_000;

/**
 * Seals a PIN to the token process for one step of one dossier. What it returns is all that leaves
 * this page; the PIN itself never does.
 */
export function sealPinFor(
  token: TokenState,
  pin: string,
  dossierId: string,
  step: 'sign' | 'seal',
): Promise<string> {
  const { x = '', y = '' } = token.publicKey;
  const publicKey: PinPublicKey = { kty: 'EC', crv: 'P-256', x, y };
  return sealPin(publicKey, pin, { dossierId, step, token: token.label }, serverNow() + lifetimeMs);
}
