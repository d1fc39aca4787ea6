import type { EntityManager } from 'typeorm';
import { updateRow } from '../write-row';
import type { Dossier } from './entity';

/** Writes the name and title that the copy says of its signer. */
export async function recordSigner(
  manager: EntityManager,
  dossierId: string,
  { signerName, signerTitle }: Pick<Dossier, 'signerName' | 'signerTitle'>,
): Promise<void> {
  await updateRow(manager, 'dossier', dossierId, { signerName, signerTitle });
}
