import { addCorrelation } from '../../ops/correlation/correlation';
import type { ApiDeps } from './deps';
import type { AppContext } from './env';
import { requireRight, requireSession } from './session';
import type { Dossier } from '../../db/dossiers/entity';
import { findDossier } from '../../db/dossiers/find-dossier';
import type { SignedIn } from '../../db/sessions/find-session';
import { SaoyError } from '../../domain/problem';
import type { Right } from '../../domain/process';

/**
 * First line of every handler that names a dossier: looks for it in the person's offices alone.
 * @throws SaoyError `sign-in-needed`; `dossier-unknown` (404) for none and for another office's;
 *   `right-missing` (403) where the person sees the dossier but lacks every one of `rights`.
 */
export async function requireDossier(
  c: AppContext,
  { db }: ApiDeps,
  id: string,
  ...rights: Right[]
): Promise<{ dossier: Dossier; signedIn: SignedIn }> {
  const officeIds = requireSession(c).offices.map((office) => office.id);
  if (officeIds.length === 0) throw new SaoyError('dossier-unknown');
  const dossier = await findDossier(db, officeIds, id);
  if (!dossier) throw new SaoyError('dossier-unknown');
  addCorrelation({ dossier: dossier.code });
  return { dossier, signedIn: requireRight(c, dossier.officeId, ...rights) };
}
