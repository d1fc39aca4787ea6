import type { DataSource } from 'typeorm';
import { Person } from './entity';

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
  return manager.findOneBy(Person, { username, state: 'active' });
}

/** A citizen's account, by a whole identifier. */
export function findCitizen(
  { manager }: Pick<DataSource, 'manager'>,
  identifier: string,
): Promise<Person | null> {
  return manager.findOneBy(Person, { identifier, kind: 'citizen', state: 'active' });
}

/** Whether anybody has this user name, also one who may not sign in any more. */
export function isUsernameTaken(
  { manager }: Pick<DataSource, 'manager'>,
  username: string,
): Promise<boolean> {
  return manager.existsBy(Person, { username });
}
