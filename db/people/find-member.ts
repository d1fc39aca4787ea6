import { type DataSource, type EntityManager, IsNull } from 'typeorm';
import type { Right } from '../../domain/process';
import { Membership, Person } from './entity';
import { isPersonal } from '../personal/personal-column';
import { hasToDoWith } from './in-branches';
import { readRights } from '../read-rights';

/** Somebody of staff who has or had to do with one of these branches; null for all others. */
export async function findMember(
  { manager }: Pick<DataSource, 'manager'>,
  branches: readonly string[],
  id: string,
): Promise<Person | null> {
  const { sql, parameters } = hasToDoWith(branches);
  const [row] = await manager.query<{ id: string }[]>(
    `SELECT p.id FROM person p WHERE p.id = ? AND p.kind = 'staff' AND ${sql}`,
    [id, ...parameters],
  );
  return row === undefined ? null : manager.findOneBy(Person, { id });
}

/** By a whole identifier or phone number, in the whole directory of staff [AD-11]. */
export function findInDirectory(
  { manager }: Pick<DataSource, 'manager'>,
  by: { identifier: string } | { phone: string },
): Promise<Person | null> {
  const sought =
    'identifier' in by
      ? { identifier: isPersonal('identifier', by.identifier) }
      : { phone: isPersonal('phone', by.phone) };
  return manager.findOneBy(Person, { ...sought, kind: 'staff' });
}

/** A right, past, present or to come, with where it is held. */
export interface HeldRight {
  id: string;
  personId: string;
  officeId: string;
  officeCode: string;
  officeName: string;
  path: string;
  right: Right;
  passesOn: Right[];
  fromAt: Date;
  untilAt: Date | null;
  basisNumber: string | null;
  basisDay: string | null;
}

/** What somebody holds or will hold anywhere, and what they held; those in force and to come first. */
export async function listRights(
  { manager }: { manager: EntityManager },
  personId: string,
): Promise<HeldRight[]> {
  const rows = await manager.query<(Omit<HeldRight, 'passesOn'> & { passesOn: string })[]>(
    `SELECT r.id, r.personId, r.officeId, o.code AS officeCode, o.name AS officeName, o.path,
        r.held AS \`right\`, r.passesOn, r.fromAt, r.untilAt, r.basisNumber, r.basisDay
      FROM office_right r JOIN office o ON o.id = r.officeId
      WHERE r.personId = ? ORDER BY r.untilAt IS NOT NULL, r.untilAt DESC, o.name, r.held`,
    [personId],
  );
  return rows.map((row) => ({ ...row, passesOn: readRights(row.passesOn) }));
}

/** Those of them that are not over. */
export function notOver(held: readonly HeldRight[], now: Date): HeldRight[] {
  return held.filter(({ untilAt }) => untilAt === null || untilAt > now);
}

export interface Belonging {
  officeId: string;
  code: string;
  name: string;
  path: string;
  since: Date;
}

/** The offices that somebody belongs to now. */
export function listBelongings(
  { manager }: { manager: EntityManager },
  personId: string,
): Promise<Belonging[]> {
  return manager.query<Belonging[]>(
    `SELECT m.officeId, o.code, o.name, o.path, m.since FROM membership m
      JOIN office o ON o.id = m.officeId
      WHERE m.personId = ? AND m.endedAt IS NULL ORDER BY o.name`,
    [personId],
  );
}

/** Whether somebody belongs to an office now. */
export function belongsTo(
  { manager }: Pick<DataSource, 'manager'>,
  personId: string,
  officeId: string,
): Promise<boolean> {
  return manager.existsBy(Membership, { personId, officeId, endedAt: IsNull() });
}
