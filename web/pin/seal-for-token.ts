import type { TokenState } from '../../api/contract/token';
import { sealPin } from '../../tokens/pin/seal-pin';
import { serverNow } from '../server/clock';

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
  lifetime = lifetimeMs,
): Promise<string> {
  const context = { dossierId, ...token.context };
  return sealPin(token.publicKey, pin, context, serverNow() + lifetime);
}
