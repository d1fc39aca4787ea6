import type { DataSource } from 'typeorm';
import type { Target } from './entity';

/** A number that an office was set, with who set it. */
export type TargetLine = Omit<Target, 'id'> & { setByName: string };

/** Every number that these offices were ever set up to an instant, the oldest first. */
export async function listTargets(
  db: DataSource,
  officeIds: readonly string[],
  until: Date,
): Promise<TargetLine[]> {
  if (officeIds.length === 0) return [];
  return db.query<TargetLine[]>(
    `SELECT t.officeId, t.fromOfficeId, t.period, t.number, t.basis, t.setBy, t.setAt, p.fullName AS setByName
     FROM target t JOIN person p ON p.id = t.setBy
     WHERE t.officeId IN (?) AND t.setAt <= ? ORDER BY t.setAt, t.id`,
    [officeIds, until],
  );
}

/** Those in force: of each office and period the newest. */
export function targetsInForce<Line extends Pick<Target, 'officeId' | 'period'>>(
  lines: readonly Line[],
): Line[] {
  return [...new Map(lines.map((line) => [`${line.officeId} ${line.period}`, line])).values()];
}
