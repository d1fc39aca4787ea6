import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { isDuplicate } from '../is-duplicate';
import { isPersonal } from '../personal/personal-column';
import { soughtAs } from '../sought-as';
import { Person } from './entity';
import { insertPerson } from './record-person';

export type NewCitizen = Pick<
  Person,
  'phone' | 'fullName' | 'email' | 'passwordHash' | 'mustChangePassword'
> & { identifier: string };

/**
 * Makes a citizen's account, whose user name is the number of the identity paper, in the caller's transaction.
 * @param facts.passwordHash argon2
 * @returns its id; null where an account has that number already: it stays as it is
 */
export async function recordCitizen(
  manager: EntityManager,
  facts: NewCitizen,
): Promise<string | null> {
  const { identifier, fullName } = facts;
  const isTaken = await manager.existsBy(Person, [
    { identifier: isPersonal('identifier', identifier) },
    { username: isPersonal('username', identifier) },
  ]);
  if (isTaken) return null;
  const id = randomUUID();
  try {
    await insertPerson(manager, {
      ...{ ...facts, id, kind: 'citizen', username: identifier, title: null, state: 'active' },
      nameFolded: soughtAs(fullName),
    });
    return id;
  } catch (error) {
    // Made by another at this moment.
    if (isDuplicate(error)) return null;
    throw error;
  }
}
