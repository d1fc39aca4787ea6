import type { DataSource } from 'typeorm';
import type { CheckWay } from '../../domain/copy-checks';
import { dayOf, formatDate } from '../../time/time';
import { insertRows } from '../write-row';

/** As many lines as a citizen is shown of each. */
const shownMax = 50;

/** Checks of one day in one way at one place. */
export interface CheckLine {
  way: CheckWay;
  /** Name of the office whose people checked; null: the page that is open to all. */
  office: string | null;
  times: number;
  lastAt: Date;
}

/** That another system followed a reference, or that a mailed link was followed. */
export interface OpeningLine {
  kind: 'reference' | 'mailed-link';
  /** What the citizen called the reference. */
  label: string | null;
  /** The program whose key followed it. */
  program: string | null;
  what: 'status' | 'file';
  at: Date;
}

/**
 * Counts a check of a copy. Of who checked only their office is kept, and only where they were signed in for one.
 * @param check.officeId null: on the page that is open to all
 */
export async function recordCheck(
  { manager }: Pick<DataSource, 'manager'>,
  check: { dossierId: string; way: CheckWay; officeId: string | null; at: Date },
): Promise<void> {
  const { dossierId, way, officeId, at } = check;
  const day = formatDate(dayOf(at.getTime()));
  const row = { dossierId, day, way, place: officeId ?? '', times: 1, lastAt: at };
  await insertRows(manager, 'copy_check', [row], 'times = times + 1, lastAt = VALUES(lastAt)');
}

/** Where a copy was checked, the newest first. */
export async function listChecks(
  { manager }: Pick<DataSource, 'manager'>,
  dossierId: string,
): Promise<CheckLine[]> {
  const rows = await manager.query<(Omit<CheckLine, 'times'> & { times: string | number })[]>(
    `SELECT k.way, o.name AS office, k.times, k.lastAt FROM copy_check k
      LEFT JOIN office o ON o.id = k.place
      WHERE k.dossierId = ? ORDER BY k.lastAt DESC, k.way LIMIT ?`,
    [dossierId, shownMax],
  );
  return rows.map((row) => ({ ...row, times: Number(row.times) }));
}

/**
 * Who opened what the citizen shared, the newest first, from an instant on.
 * Read from the log of the office, where each opening stands for good.
 */
export async function listOpenings(
  { manager }: Pick<DataSource, 'manager'>,
  dossierId: string,
  since: Date,
): Promise<OpeningLine[]> {
  return manager.query<OpeningLine[]>(
    `SELECT IF(a.action = 'resolve', 'reference', 'mailed-link') AS kind, r.label, k.name AS program,
        COALESCE(JSON_UNQUOTE(JSON_EXTRACT(a.details, '$.what')), 'file') AS what, a.at
      FROM audit_event a
      LEFT JOIN vault_reference r ON r.id = JSON_UNQUOTE(JSON_EXTRACT(a.details, '$.referenceId'))
      LEFT JOIN api_key k ON k.id = JSON_UNQUOTE(JSON_EXTRACT(a.details, '$.keyId'))
      WHERE a.dossierId = ? AND a.action IN ('resolve', 'follow-link') AND a.at >= ?
      ORDER BY a.at DESC, a.sequence DESC LIMIT ?`,
    [dossierId, since, shownMax],
  );
}
