import type { DataSource } from 'typeorm';
import { Dossier } from '../entities/dossier';
import { Letter } from '../entities/rules';

/** Letters shown at once; the oldest first. */
const lettersMax = 500;

/** What an office has still to hand over: drafted, not yet issued, the last word of each kind on a dossier. */
export async function listOpenLetters(
  db: DataSource,
  officeId: string,
): Promise<(Letter & { dossierCode: string })[]> {
  const letters = await db
    .createQueryBuilder(Letter, 'letter')
    .innerJoin(Dossier, 'dossier', 'dossier.id = letter.dossierId')
    .where('letter.officeId = :officeId AND letter.issuedAt IS NULL', { officeId })
    .andWhere(
      `letter.draftedAt = (SELECT MAX(newer.draftedAt) FROM letter newer
        WHERE newer.dossierId = letter.dossierId AND newer.kind = letter.kind)`,
    )
    .addSelect('dossier.code', 'dossierCode')
    .orderBy('letter.draftedAt')
    .limit(lettersMax)
    .getRawAndEntities<{ dossierCode: string }>();
  return letters.entities.map((letter, index) => ({
    ...letter,
    dossierCode: letters.raw[index]?.dossierCode ?? '',
  }));
}
