import type { DataSource } from 'typeorm';
import { isPersonal } from '../personal/personal-column';
import { OfficeRight, Person } from './entity';

export function getPerson({ manager }: Pick<DataSource, 'manager'>, id: string): Promise<Person> {
  return manager.findOneByOrFail(Person, { id });
}

export function findPerson(
  { manager }: Pick<DataSource, 'manager'>,
  id: string,
): Promise<Person | null> {
  return manager.findOneBy(Person, { id });
}

/** The active account with this user name. */
export function findByUsername(
  { manager }: Pick<DataSource, 'manager'>,
  username: string,
): Promise<Person | null> {
  return manager.findOneBy(Person, { username: isPersonal('username', username), state: 'active' });
}

/** A citizen's account, by a whole identifier. */
export function findCitizen(
  { manager }: Pick<DataSource, 'manager'>,
  identifier: string,
): Promise<Person | null> {
  return manager.findOneBy(Person, {
    identifier: isPersonal('identifier', identifier),
    ...{ kind: 'citizen', state: 'active' },
  });
}

/** The account with this user name, in whatever state: no two have the same. */
export function findAccount(
  { manager }: Pick<DataSource, 'manager'>,
  username: string,
): Promise<Person | null> {
  return manager.findOneBy(Person, { username: isPersonal('username', username) });
}

/** Ids of the offices where a person has or had a right, sorted. */
export async function listOfficeIds(
  { manager }: Pick<DataSource, 'manager'>,
  personId: string,
): Promise<string[]> {
  const rights = await manager.findBy(OfficeRight, { personId });
  return [...new Set(rights.map(({ officeId }) => officeId))].sort();
}

/** An account that has this user name or this identifier, active or not. */
export function findByAccount(
  { manager }: Pick<DataSource, 'manager'>,
  { username, identifier }: { username: string; identifier: string | null },
): Promise<Person | null> {
  return manager.findOneBy(Person, [
    { username: isPersonal('username', username) },
    ...(identifier === null ? [] : [{ identifier: isPersonal('identifier', identifier) }]),
  ]);
}

/** Which of these identifiers some account has. */
export async function findTakenIdentifiers(
  { manager }: Pick<DataSource, 'manager'>,
  identifiers: readonly string[],
): Promise<Set<string | null>> {
  const known = await manager.findBy(Person, {
    identifier: isPersonal('identifier', ...identifiers),
  });
  return new Set(known.map(({ identifier }) => identifier));
}
