import type { DataSource } from 'typeorm';
import type { PersonState } from '../../domain/people';
import type { Right } from '../../domain/process';
import { foldText } from '../../domain/text';
import type { Person } from './entity';
import { decryptOrNone, personalCondition } from '../personal/personal-column';
import { hasToDoWith, inBranches } from './in-branches';

export type PersonLine = Pick<
  Person,
  'id' | 'username' | 'fullName' | 'title' | 'phone' | 'email' | 'identifier' | 'state'
> & {
  /** Names of the offices of the branch that they belong to now. */
  offices: string[];
};

/** The manual's filters [AD-08]; phone and identifier whole. */
export interface PeopleFilter {
  /** Path of the branch. */
  branch: string;
  name: string;
  phone: string;
  identifier: string;
  state: PersonState | null;
}

export interface PeopleAfter {
  nameFolded: string;
  id: string;
}

const wordsMax = 12;

/** A page of the people of a branch by name, and how many there are in all. */
export async function listPeople(
  db: DataSource,
  filter: PeopleFilter,
  page: { after?: PeopleAfter | undefined; limit: number },
): Promise<{ lines: PersonLine[]; total: number; next: PeopleAfter | null }> {
  const { where, parameters } = conditionsOf(filter);
  const { after, limit } = page;
  const beyond = after ? 'AND (p.nameFolded > ? OR (p.nameFolded = ? AND p.id > ?))' : '';
  const place = after ? [after.nameFolded, after.nameFolded, after.id] : [];
  const branch = inBranches([filter.branch]);
  const rows = await db.query<
    (Omit<PersonLine, 'offices'> & { nameFolded: string; offices: string | null })[]
  >(
    `SELECT p.id, p.username, p.fullName, p.nameFolded, p.title, p.phone, p.email, p.identifier, p.state,
        (SELECT GROUP_CONCAT(o.name ORDER BY o.name SEPARATOR '\n') FROM membership m
          JOIN office o ON o.id = m.officeId
          WHERE m.personId = p.id AND m.endedAt IS NULL AND ${branch.sql}) AS offices
      FROM person p WHERE ${where} ${beyond} ORDER BY p.nameFolded, p.id LIMIT ?`,
    [...branch.parameters, ...parameters, ...place, limit + 1],
  );
  const [counted] = await db.query<{ total: string }[]>(
    `SELECT COUNT(*) AS total FROM person p WHERE ${where}`,
    parameters,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    lines: shown.map(({ nameFolded: _, offices, ...line }) => ({
      ...line,
      username: decryptOrNone('username', line.username),
      phone: decryptOrNone('phone', line.phone),
      email: decryptOrNone('email', line.email),
      identifier: decryptOrNone('identifier', line.identifier),
      offices: offices === null ? [] : offices.split('\n'),
    })),
    total: Number(counted?.total),
    next: rows.length > limit && last ? { nameFolded: last.nameFolded, id: last.id } : null,
  };
}

function conditionsOf(filter: PeopleFilter): { where: string; parameters: unknown[] } {
  const { sql, parameters } = hasToDoWith([filter.branch]);
  const conditions: [sql: string, ...parameters: unknown[]][] = [
    ["p.kind = 'staff'"],
    [sql, ...parameters],
  ];
  for (const word of foldText(filter.name).split(' ').slice(0, wordsMax)) {
    if (word !== '') conditions.push(['p.nameFolded LIKE ?', partOf(word)]);
  }
  for (const kind of ['phone', 'identifier'] as const) {
    if (filter[kind] === '') continue;
    const sought = personalCondition(`p.${kind}`, kind, filter[kind]);
    conditions.push([sought.sql, ...sought.parameters]);
  }
  if (filter.state !== null) conditions.push(['p.state = ?', filter.state]);
  return {
    where: conditions.map(([condition]) => condition).join(' AND '),
    parameters: conditions.flatMap(([, ...rest]) => rest),
  };
}

function partOf(word: string): string {
  return `%${word.replace(/[\\%_]/g, '\\$&')}%`;
}

/** A line of an office's matrix: one right of one person, in force or to come. */
export interface MatrixCell {
  personId: string;
  fullName: string;
  title: string | null;
  state: PersonState;
  rightId: string | null;
  held: Right | null;
  passesOn: string | null;
  fromAt: Date | null;
  untilAt: Date | null;
  basisNumber: string | null;
  basisDay: string | null;
}

/** Everybody who belongs to an office or holds a right there that is not over, a row for each right. */
export function readMatrix(db: DataSource, officeId: string, now: Date): Promise<MatrixCell[]> {
  return db.query<MatrixCell[]>(
    `SELECT p.id AS personId, p.fullName, p.title, p.state, r.id AS rightId, r.held, r.passesOn, r.fromAt,
        r.untilAt, r.basisNumber, r.basisDay
      FROM person p
      LEFT JOIN office_right r
        ON r.personId = p.id AND r.officeId = ? AND (r.untilAt IS NULL OR r.untilAt > ?)
      WHERE r.id IS NOT NULL OR p.id IN
        (SELECT m.personId FROM membership m WHERE m.officeId = ? AND m.endedAt IS NULL)
      ORDER BY p.nameFolded, p.id, r.held, r.fromAt`,
    [officeId, now, officeId],
  );
}
