import type { DataSource } from 'typeorm';
import type { Right } from '../../domain/process';
import { Office, OfficeRight, Person, Session } from '../entities/people';

export interface OfficeRights {
  id: string;
  code: string;
  name: string;
  rights: Right[];
}

/** Who is signed in and what they may do where. */
export interface SignedIn {
  personId: string;
  kind: Person['kind'];
  fullName: string;
  title: string | null;
  /** Of a citizen's account: what their dossiers are found by. */
  identifier: string | null;
  csrfToken: string;
  expiresAt: Date;
  offices: OfficeRights[];
}

/** The session behind a cookie's hash; undefined where it is unknown, over, or its person inactive. */
export async function findSession(
  db: DataSource,
  tokenHash: string,
  now: Date,
): Promise<SignedIn | undefined> {
  const session = await db.manager.findOneBy(Session, { tokenHash });
  if (!session || session.expiresAt <= now) return undefined;
  const person = await db.manager.findOneBy(Person, { id: session.personId, active: true });
  if (!person) return undefined;
  return {
    personId: person.id,
    kind: person.kind,
    fullName: person.fullName,
    title: person.title,
    identifier: person.identifier,
    csrfToken: session.csrfToken,
    expiresAt: session.expiresAt,
    offices: await listRights(db, person.id),
  };
}

async function listRights(db: DataSource, personId: string): Promise<OfficeRights[]> {
  const rows = await db
    .createQueryBuilder(OfficeRight, 'held')
    .innerJoin(Office, 'office', 'office.id = held.officeId')
    .select('office.id', 'id')
    .addSelect('office.code', 'code')
    .addSelect('office.name', 'name')
    .addSelect('held.held', 'held')
    .where('held.personId = :personId', { personId })
    .orderBy('office.name')
    .getRawMany<{ id: string; code: string; name: string; held: Right }>();
  const offices = new Map<string, OfficeRights>();
  for (const { held, ...office } of rows) {
    const known = offices.get(office.id) ?? { ...office, rights: [] };
    known.rights.push(held);
    offices.set(office.id, known);
  }
  return [...offices.values()];
}
