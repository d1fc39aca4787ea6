import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Right } from '../../domain/process';
import { OfficeRight, Person } from './entity';
import { recordAudit } from '../audit/record-audit';

/**
 * Makes an account of staff with its rights in one office, inside the caller's transaction.
 * @param facts.passwordHash argon2
 * @returns its id
 * @throws a duplicate-key error where the user name is taken
 */
export async function recordPerson(
  manager: EntityManager,
  facts: Pick<Person, 'username' | 'passwordHash' | 'fullName' | 'title' | 'email'> & {
    officeId: string;
    rights: readonly Right[];
    at: Date;
  },
): Promise<string> {
  const { officeId, rights, at, ...person } = facts;
  const id = randomUUID();
  await manager.insert(Person, {
    id,
    kind: 'staff',
    ...person,
    phone: null,
    identifier: null,
    active: true,
  });
  for (const right of rights) await manager.insert(OfficeRight, { personId: id, officeId, right });
  await recordAudit(manager, {
    officeId,
    dossierId: null,
    actorId: null,
    action: 'person-made',
    actKey: `person-made ${id}`,
    details: { personId: id, rights: [...rights].sort().join(' ') },
    at,
  });
  return id;
}
