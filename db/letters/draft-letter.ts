import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { Letter } from './entity';

/** Drafts a paper once for each due it speaks of; drafted again it stays as it was. */
export async function draftLetter(
  manager: EntityManager,
  letter: Omit<Letter, 'id' | 'body' | 'editedBy' | 'issuedAt' | 'issuedBy'>,
): Promise<void> {
  await manager
    .createQueryBuilder()
    .insert()
    .into(Letter)
    .values({ ...letter, id: randomUUID() })
    .orIgnore()
    .execute();
}
