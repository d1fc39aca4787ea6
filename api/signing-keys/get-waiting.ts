import { In, IsNull } from 'typeorm';
import { AskedSignature, type OwnWay } from '../../db/signing/entity';
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
  const which = { dossierId, personId, way: In(ways), answeredAt: IsNull() };
  const asked = await db.manager.findOneBy(AskedSignature, which);
  if (asked === null) throw new SaoyError('signing-not-waiting');
  return asked;
}
