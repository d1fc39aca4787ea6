import type { EntityManager } from 'typeorm';
import { Letter } from '../entities/rules';

/** Drafts a paper once for each due it speaks of; drafted again it stays as it was. */
export async function draftLetter(
  manager: EntityManager,
  letter: Omit<Letter, 'issuedAt'>,
): Promise<void> {
  await manager
    .createQueryBuilder()
    .insert()
    .into(Letter)
    .values({ ...letter, issuedAt: null })
    .orIgnore()
    .execute();
}
