import { findWaiting } from '../../db/signing/signature-requests';
import type { SignatureRequest, OwnSigningMethod } from '../../db/signing/entity';
import { SaoyError } from '../../domain/problem';
import type { ApiDeps } from '../http/deps';

/**
 * The signature of a dossier that waits for this person, by one of these methods.
 * @throws SaoyError `signing-not-waiting` where there is none
 */
export async function getWaiting(
  { db }: Pick<ApiDeps, 'db'>,
  dossierId: string,
  personId: string,
  methods: OwnSigningMethod[],
): Promise<SignatureRequest> {
  const asked = await findWaiting(db, dossierId, personId, methods);
  if (asked === null) throw new SaoyError('signing-not-waiting');
  return asked;
}
