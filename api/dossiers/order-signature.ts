import type { Dossier } from '../../db/dossiers/entity';
import { AskedSignature, SigningKey } from '../../db/signing/entity';
import { SaoyError } from '../../domain/problem';
import type { SignOrder } from '../../workflows/dossiers/messages';
import type { ApiDeps } from '../http/deps';
import { inputMissing } from '../http/problem';
import { keepSealedPin } from './keep-sealed-pin';

/**
 * What a signature is ordered with: the way the person chose to sign in this office, and the sealed PIN
 * where that way asks for one in our page.
 * @throws SaoyError `signing-way-changed` where the page asked for a PIN and none is wanted, or the
 *   other way round; `input-invalid` where a token at our server gets none
 */
export async function orderSignature(
  deps: ApiDeps,
  act: { dossier: Dossier; step: 'sign' | 'seal'; actorId: string; sealedPin: string | undefined },
): Promise<SignOrder> {
  const { dossier, step, actorId, sealedPin } = act;
  const { id: dossierId, officeId } = dossier;
  const key = await deps.db.manager.findOneBy(SigningKey, { personId: actorId, officeId, step });
  const wantsPin = key === null || key.asks.length > 0;
  if (key !== null && wantsPin !== (sealedPin !== undefined)) {
    throw new SaoyError('signing-way-changed');
  }
  if (wantsPin && sealedPin === undefined) throw inputMissing('sealedPin');
  const sealedPinId =
    sealedPin === undefined
      ? null
      : await keepSealedPin(deps, { dossierId, step, actorId, sealedPin });
  return { actorId, sealedPinId, ...(key === null ? {} : { way: key.way }) };
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
