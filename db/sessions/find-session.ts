import type { DataSource } from 'typeorm';
import type { Right } from '../../domain/process';
import type { Person } from '../people/entity';
import { decryptOrNone } from '../personal/personal-column';
import { readRights } from '../read-rights';
import { readFlag } from '../read-flag';

export interface OfficeRights {
  id: string;
  code: string;
  name: string;
  /** From the root of the tree to itself. */
  path: string;
  /** ISO day from which it no longer stands; rights there are those in its successor. */
  validTo: string | null;
  rights: Right[];
  /** What an administrator may give to others in its branch. */
  passesOn: Right[];
}

/** Who is signed in and what they may do where. */
export interface SignedIn {
  personId: string;
  kind: Person['kind'];
  fullName: string;
  title: string | null;
  /** Of a citizen's account: what their dossiers are found by. */
  identifier: string | null;
  mustChangePassword: boolean;
  sessionId: string;
  csrfToken: string;
  expiresAt: Date;
  seenAt: Date;
  hasSecondFactor: boolean;
  /** When a code of it was last given in this session. */
  confirmedAt: Date | null;
  offices: OfficeRights[];
}

type Flag = 'mustChangePassword' | 'hasSecondFactor';

/** One right in one office; nulls for a person without any. */
type RightRow = Omit<SignedIn, 'offices' | Flag> &
  Record<Flag, number | string> &
  (
    (Omit<OfficeRights, 'rights' | 'passesOn'> & { held: Right; passesOn: string }) | { held: null }
  );

/**
 * The session behind a cookie's hash, with the rights in force; undefined where it is unknown, over, or its person
 * inactive. In an office that stands no more a person has what they have in its successor. Asked with every
 * request, so it is one statement.
 */
export async function findSession(
  db: DataSource,
  tokenHash: string,
  now: Date,
): Promise<SignedIn | undefined> {
  const rows = await db.query<RightRow[]>(
    `SELECT p.id AS personId, p.kind, p.fullName, p.title, p.identifier, p.mustChangePassword,
        s.id AS sessionId, s.csrfToken, s.expiresAt, s.seenAt, s.confirmedAt,
        f.personId IS NOT NULL AS hasSecondFactor, o.id, o.code, o.name, o.path, o.validTo, h.held, h.passesOn
      FROM session s
      JOIN person p ON p.id = s.personId AND p.state = 'active'
      LEFT JOIN second_factor f ON f.personId = p.id AND f.confirmedAt IS NOT NULL
      LEFT JOIN (office_right h JOIN office o ON o.actingId = h.officeId)
        ON h.personId = p.id AND h.fromAt <= ? AND (h.untilAt IS NULL OR h.untilAt > ?)
      WHERE s.tokenHash = ? AND s.expiresAt > ? AND s.idleUntil > ?
      ORDER BY o.validTo IS NOT NULL, o.name, h.held`,
    [now, now, tokenHash, now, now],
  );
  const [first] = rows;
  if (!first) return undefined;
  const { personId, kind, fullName, title } = first;
  const identifier = decryptOrNone('identifier', first.identifier);
  const { sessionId, csrfToken, expiresAt, seenAt, confirmedAt } = first;
  return {
    ...{ personId, kind, fullName, title, identifier, sessionId },
    ...{ csrfToken, expiresAt, seenAt, confirmedAt },
    mustChangePassword: readFlag(first.mustChangePassword),
    hasSecondFactor: readFlag(first.hasSecondFactor),
    offices: gatherRights(rows),
  };
}

function gatherRights(rows: readonly RightRow[]): OfficeRights[] {
  const offices = new Map<string, OfficeRights>();
  for (const row of rows) {
    if (row.held === null) continue;
    const { id, code, name, path, validTo, held } = row;
    const office = offices.get(id) ?? { id, code, name, path, validTo, rights: [], passesOn: [] };
    offices.set(id, office);
    if (!office.rights.includes(held)) office.rights.push(held);
    for (const right of readRights(row.passesOn)) {
      if (!office.passesOn.includes(right)) office.passesOn.push(right);
    }
  }
  return [...offices.values()];
}
