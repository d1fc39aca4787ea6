import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { recordAudit } from '../audit/record-audit';
import { encryptOrNone } from '../personal/personal-column';
import { soughtAs } from '../sought-as';
import { insertRow } from '../write-row';
import { Membership, OfficeRight, Person } from './entity';

/** Who acts, and when; null: the operator by a command. */
export interface By {
  actorId: string | null;
  at: Date;
}

export type NewPerson = Pick<
  Person,
  | 'username'
  | 'passwordHash'
  | 'mustChangePassword'
  | 'fullName'
  | 'title'
  | 'email'
  | 'phone'
  | 'identifier'
  | 'state'
>;

/**
 * Makes an account of staff that belongs to one office, inside the caller's transaction.
 * @param facts.passwordHash argon2
 * @returns its id
 * @throws a duplicate-key error where the user name or the identifier is taken
 */
export async function recordPerson(
  manager: EntityManager,
  facts: NewPerson & { officeId: string },
  by: By,
): Promise<string> {
  const { officeId, ...person } = facts;
  const id = randomUUID();
  const nameFolded = soughtAs(person.fullName);
  await insertRow(manager, 'person', {
    ...{ id, kind: 'staff', nameFolded, ...person },
    username: encryptOrNone('username', person.username),
    email: encryptOrNone('email', person.email),
    phone: encryptOrNone('phone', person.phone),
    identifier: encryptOrNone('identifier', person.identifier),
  });
  await insertMembership(manager, id, officeId, by.at);
  await recordAudit(manager, {
    ...{ officeId, dossierId: null, actorId: by.actorId, action: 'person-made', at: by.at },
    ...{ actKey: `person-made ${id}`, details: { personId: id, state: person.state } },
  });
  return id;
}

export type NewRight = Pick<OfficeRight, 'personId' | 'officeId' | 'right'> &
  Partial<Pick<OfficeRight, 'passesOn' | 'fromAt' | 'untilAt' | 'basisNumber' | 'basisDay'>>;

/**
 * Gives a right, from now on and without end where nothing else is said. Whether the giver may is the
 * caller's to know.
 * @returns its id
 */
export async function recordRight(
  manager: EntityManager,
  { personId, officeId, right, ...facts }: NewRight,
  by: By,
): Promise<string> {
  const id = randomUUID();
  const { passesOn = [], fromAt = by.at, untilAt = null } = facts;
  const { basisNumber = null, basisDay = null } = facts;
  await manager.insert(OfficeRight, {
    ...{ id, personId, officeId, right, passesOn, fromAt, untilAt, basisNumber, basisDay },
    ...{ grantedBy: by.actorId, grantedAt: by.at, endedBy: null },
  });
  await recordAudit(manager, {
    ...{ officeId, dossierId: null, actorId: by.actorId, action: 'right-granted', at: by.at },
    actKey: `right-granted ${id}`,
    details: {
      ...{ personId, rightId: id, right, passesOn: passesOn.join(' ') },
      ...{ from: fromAt.toISOString(), until: untilAt?.toISOString() ?? null },
      byDelegation: basisNumber !== null,
    },
  });
  return id;
}

/** Makes the row of an account; it belongs to no office and has no right yet. */
export async function insertPerson(manager: EntityManager, person: Person): Promise<void> {
  await manager.insert(Person, person);
}

/** That a person belongs to an office, without a word in the log. */
export async function insertMembership(
  manager: EntityManager,
  personId: string,
  officeId: string,
  since: Date,
): Promise<void> {
  await manager.insert(Membership, { personId, officeId, since, endedAt: null });
}
