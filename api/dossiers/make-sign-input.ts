import { randomUUID } from 'node:crypto';
import type { ApiDeps } from '../http/deps';
import { inputMissing } from '../http/problem';
import type { Dossier } from '../../db/dossiers/entity';
import type { EncryptedPin, SigningKey } from '../../db/signing/entity';
import { recordPins } from '../../db/signing/record-pins';
import { hasSignatureRequest } from '../../db/signing/signature-requests';
import { findSigningKey } from '../../db/signing/signing-key';
import { SaoyError } from '../../domain/problem';
import type { SignInput } from '../../workflows/dossiers/messages';

interface SignatureAct {
  dossier: Pick<Dossier, 'id' | 'officeId'>;
  step: 'sign' | 'seal';
  actorId: string;
  encryptedPin: string | undefined;
}

type ChosenKey = Pick<SigningKey, 'method' | 'asks'>;

/**
 * The workflow's input of a signature: the signing method that the person chose in this office, and the encrypted
 * PIN where that method asks for one in our page.
 * @throws SaoyError as `makeSignInput`
 */
export async function recordSignInput(deps: ApiDeps, act: SignatureAct): Promise<SignInput> {
  const { dossier, step, actorId } = act;
  const { officeId } = dossier;
  const key = await findSigningKey(deps.db, { personId: actorId, officeId, step });
  const { input, pin } = makeSignInput(act, key, deps.now());
  if (pin) await recordPins(deps.db.manager, [pin]);
  return input;
}

/** A PIN waits no longer than this for the token process. */
const pinLifetimeMs = 120_000;

/**
 * The input of a signature and the PIN that is to be kept for it: the workflow carries the PIN's id only. Pure
 * but for that id.
 * @param key the person's own, null: the office's token at our server
 * @throws SaoyError `signing-method-changed` where the page asked for a PIN and none is wanted, or the
 *   other way round; `input-invalid` where a token at our server gets none
 */
export function makeSignInput(
  { dossier, step, actorId, encryptedPin }: SignatureAct,
  key: ChosenKey | null,
  now: number,
  lifetimeMs = pinLifetimeMs,
): { input: SignInput; pin: EncryptedPin | null } {
  const wantsPin = key === null || key.asks.length > 0;
  if (key !== null && wantsPin !== (encryptedPin !== undefined)) {
    throw new SaoyError('signing-method-changed');
  }
  if (wantsPin && encryptedPin === undefined) throw inputMissing('encryptedPin');
  const pin =
    encryptedPin === undefined
      ? null
      : {
          ...{ id: randomUUID(), dossierId: dossier.id, step, actorId, ciphertext: encryptedPin },
          ...{ typedAt: new Date(now), expiresAt: new Date(now + lifetimeMs) },
          ...{ triedAt: null, acceptedAt: null },
        };
  const input = {
    actorId,
    encryptedPinId: pin?.id ?? null,
    ...(key === null ? {} : { method: key.method }),
  };
  return { input, pin };
}

/**
 * Whether the signature is asked for and waits for the person, on their computer or phone: what the
 * request is answered with, then, while the act goes on.
 */
export function isAsked(
  { db }: Pick<ApiDeps, 'db'>,
  dossierId: string,
  step: 'sign' | 'seal',
  actKey: string,
): Promise<boolean> {
  return hasSignatureRequest(db.manager, { dossierId, step, actKey });
}
