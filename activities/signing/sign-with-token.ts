import { createHash } from 'node:crypto';
import { applyUnlocked } from './publish-tokens';
import { takePin, toFailure, type TokenDeps } from './take-pin';
import {
  getTokenSigningInput,
  type TokenSigningInput,
} from '../../db/signing/get-token-signing-input';
import { markPinAccepted, wipePin } from '../../db/signing/kept-pin';
import { SaoyError } from '../../domain/problem';

interface SignInput {
  dossierId: string;
  step: 'sign' | 'seal';
  actKey: string;
  encryptedPinId: string;
}

/** The only activity that asks a key. Runs in the process that holds the token. */
export function createSignWithToken(deps: TokenDeps) {
  return async (input: SignInput): Promise<{ signature: string }> => {
    try {
      return { signature: await sign(deps, input) };
    } catch (error) {
      // What the token or the PIN says is final: a person decides what comes next.
      if (error instanceof SaoyError) throw toFailure(error);
      throw error;
    }
  };
}

async function sign({ db, signer, decryptPin, now }: TokenDeps, input: SignInput): Promise<string> {
  const { dossierId, step } = input;
  const { prepared, token, pin: kept } = await getTokenSigningInput(db.manager, input);
  // Before the PIN is marked as tried: what fails here has not reached the token.
  if (token.unlockedAt !== null) await applyUnlocked({ db, signer }, token);
  const { ciphertext, typedAt } = await takePin(db, input.encryptedPinId, kept, now());
  const pin = await decryptPin(ciphertext, { dossierId, step, token: token.label });
  try {
    const signature = await signer.sign({
      tokenLabel: token.label,
      key: { fingerprint: createHash('sha256').update(certificateOf(prepared)).digest('hex') },
      pin,
      pinTypedAt: typedAt.getTime(),
      mechanism: prepared.mechanism,
      content: { data: prepared.toBeSigned },
    });
    await markPinAccepted(db, input.encryptedPinId, now());
    return Buffer.from(signature).toString('base64');
  } catch (error) {
    await wipePin(db, input.encryptedPinId);
    throw error;
  } finally {
    pin.fill(0);
  }
}

/** The one that it was prepared for: a renewed pair may stand under the same id by now. */
function certificateOf({ certificates, tokenLabel }: TokenSigningInput['prepared']): Buffer {
  const [certificate] = certificates ?? [];
  if (certificate === undefined) throw new SaoyError('token-key-missing', { token: tokenLabel });
  return Buffer.from(certificate, 'base64');
}
