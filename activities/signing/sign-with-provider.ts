import { Context } from '@temporalio/activity';
import type { PreparedSignature } from '../../db/signing/entity';
import { findPin, wipePin } from '../../db/signing/kept-pin';
import { getPreparedSignature } from '../../db/signing/prepared-signatures';
import { getSignatureRequest, recordAnswers } from '../../db/signing/signature-requests';
import { findSigningKey } from '../../db/signing/signing-key';
import { SaoyError } from '../../domain/problem';
import type { Consent, CscClient } from '../../tokens/remote/csc-client';
import { takePin, toFailure, type TokenDeps } from './take-pin';

export type ProviderDeps = Omit<TokenDeps, 'signer'> & { provider: CscClient | undefined };

interface SignInput {
  dossierId: string;
  step: 'sign' | 'seal';
  actKey: string;
  /** Null where the provider asks the signer's phone itself. */
  encryptedPinId: string | null;
}

/** Temporal learns of a process that died after a few of these. */
const heartbeatMs = 4_000;

/** The only activity that asks a provider of remote signatures: in the process that decrypts PINs. */
export function createSignWithProvider(deps: ProviderDeps) {
  return async (input: SignInput): Promise<{ signature: string }> => {
    const beat = setInterval(() => Context.current().heartbeat(), heartbeatMs);
    try {
      return { signature: await sign(deps, input) };
    } catch (error) {
      if (error instanceof SaoyError) throw toFailure(error);
      throw error;
    } finally {
      clearInterval(beat);
    }
  };
}

async function sign(deps: ProviderDeps, input: SignInput): Promise<string> {
  const { db, provider, now } = deps;
  if (!provider) throw new SaoyError('remote-not-configured');
  const prepared = await getPreparedSignature(db.manager, input);
  const asked = await getSignatureRequest(db.manager, input);
  const key = await findSigningKey(db, asked);
  if (key?.method !== 'remote' || key.label !== prepared.tokenLabel) {
    throw new SaoyError('signing-method-changed');
  }
  const registered = Buffer.from(key.certificates[0] ?? '', 'base64');
  const credential = await provider.getRegistered(key.label, registered);
  const consent = await takeConsent(deps, input, prepared, key.asks);
  const [signature] = await provider.sign({
    credential,
    mechanism: prepared.mechanism,
    data: [prepared.toBeSigned],
    consent,
  });
  if (!signature) throw new SaoyError('remote-signature-invalid');
  await recordAnswers(db, new Map([[asked.id, { signature }]]), now());
  return Buffer.from(signature).toString('base64');
}

/** What the signer typed, opened for this one call; where several things are asked, as a JSON list. */
async function takeConsent(
  deps: Pick<TokenDeps, 'db' | 'decryptPin' | 'now'>,
  { dossierId, step, encryptedPinId }: SignInput,
  prepared: PreparedSignature,
  asks: string[],
): Promise<Consent> {
  if (asks.length === 0) return { askedByProvider: true };
  if (encryptedPinId === null) throw new SaoyError('signing-method-changed');
  const kept = await findPin(deps.db, { id: encryptedPinId, dossierId, step });
  const { ciphertext } = await takePin(deps.db, encryptedPinId, kept, deps.now());
  const pin = await deps.decryptPin(ciphertext, { dossierId, step, token: prepared.tokenLabel });
  try {
    const text = Buffer.from(pin).toString('utf8');
    const values = asks.length === 1 ? [text] : (JSON.parse(text) as string[]);
    return { typed: asks.map((id, i) => ({ id, value: String(values[i] ?? '') })) };
  } finally {
    pin.fill(0);
    // The provider gets it once, also when the call fails.
    await wipePin(deps.db, encryptedPinId);
  }
}
