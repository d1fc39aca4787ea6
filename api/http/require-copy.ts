import { getCopyOfDossier } from '../../db/copies/get-public-copy';
import { getMyCopy } from '../../db/copies/list-my-copies';
import type { ApiDeps } from './deps';
import type { AppContext } from './env';
import { requireDossier } from './require-dossier';
import { requireSession } from './session';

/**
 * First line of every handler that shares a finished copy: its own citizen, or staff of its office.
 * @returns who asks
 * @throws SaoyError `sign-in-needed`; `copy-unknown` or `dossier-unknown` where it is not theirs
 */
export async function requireCopy(
  c: AppContext,
  deps: ApiDeps,
  dossierId: string,
): Promise<string> {
  const { kind, personId } = requireSession(c);
  if (kind === 'citizen') await getMyCopy(deps.db, personId, dossierId);
  else {
    await requireDossier(c, deps, dossierId);
    await getCopyOfDossier(deps.db, dossierId);
  }
  return personId;
}
