import type { TokenState } from '../../api/signing-keys/token-contract';
import { encryptPin } from '../../tokens/pin/encrypt-pin';

/**
 * Encrypts what was typed to the token process for one step of one dossier: the PIN, or several things in
 * the order asked, as a list. What it returns is all that leaves this page. It ends when the server
 * said, whatever this computer's clock believes.
 */
export function encryptPinFor(
  token: TokenState,
  typed: string | string[],
  dossierId: string,
): Promise<string> {
  const context = { dossierId, ...token.context };
  const text =
    typeof typed === 'string' ? typed : typed.length > 1 ? JSON.stringify(typed) : typed[0];
  return encryptPin(token.publicKey, text ?? '', context, Date.parse(token.pinExpiresAt));
}
