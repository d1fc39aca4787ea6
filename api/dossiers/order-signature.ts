import { randomUUID } from 'node:crypto';
import type { ApiDeps } from '../http/deps';
import { inputMissing } from '../http/problem';
import type { Dossier } from '../../db/dossiers/entity';
import { AskedSignature, SigningKey, type EncryptedPin } from '../../db/signing/entity';
import { recordPins } from '../../db/signing/record-pins';
import { SaoyError } from '../../domain/problem';
import type { SignInput } from '../../workflows/dossiers/messages';

interface SignatureAct {
  dossier: Pick<Dossier, 'id' | 'officeId'>;
  step: 'sign' | 'seal';
  actorId: string;
  encryptedPin: string | undefined;
}

type ChosenKey = Pick<SigningKey, 'way' | 'asks'>;

/**
 * What a signature is ordered with: the way the person chose to sign in this office, and the encrypted PIN
 * where that way asks for one in our page.
 * @throws SaoyError as `planSignature`
 */
export async function orderSignature(deps: ApiDeps, act: SignatureAct): Promise<SignInput> {
  const { dossier, step, actorId } = act;
  const { officeId } = dossier;
  const key = await deps.db.manager.findOneBy(SigningKey, { personId: actorId, officeId, step });
  const { order, pin } = planSignature(act, key, deps.now());
  if (pin) await recordPins(deps.db.manager, [pin]);
  return order;
}

/** A PIN waits no longer than this for the token process. */
const pinLifetimeMs = 120_000;

/**
 * The order of a signature and the PIN that is to be kept for it: the workflow carries the PIN's id only. Pure
 * but for that id.
 * @param key the person's own, null: the office's token at our server
 * @throws SaoyError `signing-way-changed` where the page asked for a PIN and none is wanted, or the
 *   other way round; `input-invalid` where a token at our server gets none
 */
export function planSignature(
  { dossier, step, actorId, encryptedPin }: SignatureAct,
  key: ChosenKey | null,
  now: number,
  lifetimeMs = pinLifetimeMs,
): { order: SignInput; pin: EncryptedPin | null } {
  const wantsPin = key === null || key.asks.length > 0;
  if (key !== null && wantsPin !== (encryptedPin !== undefined)) {
    throw new SaoyError('signing-way-changed');
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
  const order = {
    actorId,
    encryptedPinId: pin?.id ?? null,
    ...(key === null ? {} : { way: key.way }),
  };
  return { order, pin };
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
  return db.manager.existsBy(AskedSignature, { dossierId, step, attempt: actKey });
}
