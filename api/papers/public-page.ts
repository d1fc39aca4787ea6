import type { Dossier } from '../../db/dossiers/entity';

/** The page that everybody with the receipt may look at: where the dossier stands, and its copy's status. */
export function pageOf(
  { publicUrl }: { publicUrl: string },
  { publicToken }: Pick<Dossier, 'publicToken'>,
): string {
  return `${publicUrl}/x/${publicToken}`;
}
