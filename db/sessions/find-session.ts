import type { DataSource } from 'typeorm';
import type { Right } from '../../domain/process';
import type { Person } from '../people/entity';

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

/** One right in one office; nulls for a person without any. */
type RightRow = Omit<SignedIn, 'offices'> &
  ({ id: string; code: string; name: string; held: Right } | { held: null });

/**
 * The session behind a cookie's hash; undefined where it is unknown, over, or its person inactive. Asked with
 * every request, so it is one statement.
 */
export async function findSession(
  db: DataSource,
  tokenHash: string,
  now: Date,
): Promise<SignedIn | undefined> {
  const rows = await db.query<RightRow[]>(
    `SELECT p.id AS personId, p.kind, p.fullName, p.title, p.identifier, s.csrfToken, s.expiresAt,
        o.id, o.code, o.name, h.held
      FROM session s
      JOIN person p ON p.id = s.personId AND p.active
      LEFT JOIN (office_right h JOIN office o ON o.id = h.officeId) ON h.personId = p.id
      WHERE s.tokenHash = ? AND s.expiresAt > ?
      ORDER BY o.name, h.held`,
    [tokenHash, now],
  );
  const [first] = rows;
  if (!first) return undefined;
  const { personId, kind, fullName, title, identifier, csrfToken, expiresAt } = first;
  return {
    ...{ personId, kind, fullName, title, identifier, csrfToken, expiresAt },
    offices: gatherRights(rows),
  };
}

function gatherRights(rows: readonly RightRow[]): OfficeRights[] {
  const offices = new Map<string, OfficeRights>();
  for (const row of rows) {
    if (row.held === null) continue;
    const { id, code, name, held } = row;
    const known = offices.get(id);
    if (known) known.rights.push(held);
    else offices.set(id, { id, code, name, rights: [held] });
  }
  return [...offices.values()];
}
