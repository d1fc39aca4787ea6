import { findWaiting } from '../../db/signing/asked-signatures';
import type { AskedSignature, OwnWay } from '../../db/signing/entity';
import { SaoyError } from '../../domain/problem';
import type { ApiDeps } from '../http/deps';

/**
 * The signature of a dossier that waits for this person, by one of these ways.
 * @throws SaoyError `signing-not-waiting` where there is none
 */
export async function getWaiting(
  { db }: Pick<ApiDeps, 'db'>,
  dossierId: string,
  personId: string,
  ways: OwnWay[],
): Promise<AskedSignature> {
  const asked = await findWaiting(db, dossierId, personId, ways);
  if (asked === null) throw new SaoyError('signing-not-waiting');
  return asked;
}
