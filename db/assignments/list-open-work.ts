import type { DataSource } from 'typeorm';
import { type Right, rights } from '../../domain/process';

/** Somebody who may hold work of an office, or still does. */
export interface Holder {
  id: string;
  name: string;
  /** In force now; none where they hold work by a right that is over, or whose account is not active. */
  rights: Right[];
  /** Dossiers whose running step they hold. */
  open: number;
}

/** Who may be given work in an office, and who holds some; by name. */
export async function listHolders(db: DataSource, officeId: string, now: Date): Promise<Holder[]> {
  const rows = await db.query<{ id: string; name: string; held: string | null; open: string }[]>(
    `SELECT p.id, p.fullName AS name,
        (SELECT GROUP_CONCAT(DISTINCT r.held) FROM office_right r
          WHERE r.personId = p.id AND r.officeId = ? AND p.state = 'active'
            AND r.held IN ('create', 'sign', 'seal')
            AND r.fromAt <= ? AND (r.untilAt IS NULL OR r.untilAt > ?)) AS held,
        (SELECT COUNT(*) FROM assignment a
          JOIN step_clock c ON c.dossierId = a.dossierId AND c.step = a.step AND c.endedAt IS NULL
          JOIN dossier d ON d.id = a.dossierId
          WHERE a.personId = p.id AND d.officeId = ?) AS open
      FROM person p
      WHERE p.id IN (SELECT personId FROM membership WHERE officeId = ?)
      HAVING held IS NOT NULL OR open > 0
      ORDER BY p.nameFolded, p.id`,
    [officeId, now, now, officeId, officeId],
  );
  return rows.map(({ held, open, ...row }) => ({
    ...row,
    rights: rights.filter((right) => held?.split(',').includes(right)),
    open: Number(open),
  }));
}

export interface OpenWork {
  officeId: string;
  officeName: string;
  /** Of the office, in the tree. */
  path: string;
  open: number;
}

/** The running steps that somebody holds, by office. */
export async function countOpenWork(db: DataSource, personId: string): Promise<OpenWork[]> {
  const rows = await db.query<(Omit<OpenWork, 'open'> & { open: string })[]>(
    `SELECT d.officeId, o.name AS officeName, o.path, COUNT(*) AS open ${fromOpenWork}
     GROUP BY d.officeId, o.name, o.path ORDER BY o.name`,
    [personId],
  );
  return rows.map((row) => ({ ...row, open: Number(row.open) }));
}

/** The dossiers of an office that somebody holds, those due first before the others. */
export async function listOpenWork(
  db: DataSource,
  personId: string,
  officeId: string,
  limit: number,
): Promise<string[]> {
  const rows = await db.query<{ id: string }[]>(
    `SELECT d.id ${fromOpenWork} AND d.officeId = ? ORDER BY c.pace, d.code LIMIT ?`,
    [personId, officeId, limit],
  );
  return rows.map(({ id }) => id);
}

const fromOpenWork = `FROM assignment a
  JOIN step_clock c ON c.dossierId = a.dossierId AND c.step = a.step AND c.endedAt IS NULL
  JOIN dossier d ON d.id = a.dossierId
  JOIN office o ON o.id = d.officeId
  WHERE a.personId = ?`;
