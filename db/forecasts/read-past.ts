import type { DataSource } from 'typeorm';
import type { Step } from '../../domain/process';

export interface StayRow {
  dossierId: string;
  step: Step;
  startedAt: Date;
  endedAt: Date | null;
}

export interface FinishedRow {
  id: string;
  legalDue: Date;
  /** The last seal was put, and its proof complete. */
  finishedAt: Date;
}

/** The stays at each step of an office's dossiers, and those dossiers that were finished, from an instant on. */
export async function readPast(
  db: DataSource,
  officeId: string,
  since: Date,
): Promise<{ stays: StayRow[]; finished: FinishedRow[] }> {
  const [stays, finished] = await Promise.all([
    db.query<StayRow[]>(
      `SELECT c.dossierId, c.step, c.startedAt, c.endedAt
        FROM step_clock c JOIN dossier d ON d.id = c.dossierId
        WHERE d.officeId = ? AND d.acceptedAt >= ?`,
      [officeId, since],
    ),
    db.query<FinishedRow[]>(
      `SELECT d.id, d.legalDue, MAX(c.endedAt) AS finishedAt
        FROM dossier d JOIN step_clock c ON c.dossierId = d.id AND c.step = 'seal'
        WHERE d.officeId = ? AND d.acceptedAt >= ? AND d.stage IN ('delivering', 'delivered')
        GROUP BY d.id, d.legalDue HAVING finishedAt IS NOT NULL`,
      [officeId, since],
    ),
  ]);
  return { stays, finished };
}

/** What stands at a step of an office now, with the stay that is under way and the due. */
export function readStanding(
  db: DataSource,
  officeId: string,
): Promise<(StayRow & { code: string; legalDue: Date })[]> {
  return db.query(
    `SELECT c.dossierId, c.step, c.startedAt, c.endedAt, d.code, d.legalDue
      FROM dossier d JOIN step_clock c ON c.dossierId = d.id AND c.endedAt IS NULL
      WHERE d.officeId = ? AND d.endedAt IS NULL`,
    [officeId],
  );
}

/** When each step of an office last let a dossier go. */
export async function readLastEnds(db: DataSource, officeId: string): Promise<Map<Step, Date>> {
  const rows = await db.query<{ step: Step; endedAt: Date }[]>(
    `SELECT c.step, MAX(c.endedAt) AS endedAt
      FROM step_clock c JOIN dossier d ON d.id = c.dossierId
      WHERE d.officeId = ? AND c.endedAt IS NOT NULL GROUP BY c.step`,
    [officeId],
  );
  return new Map(rows.map(({ step, endedAt }) => [step, endedAt]));
}

/** Offices that accepted a dossier since an instant, by id. */
export async function listBusyOffices(
  db: DataSource,
  since: Date,
): Promise<{ id: string; calendarId: string }[]> {
  return db.query(
    `SELECT o.id, o.calendarId FROM office o
      WHERE EXISTS (SELECT 1 FROM dossier d WHERE d.officeId = o.id AND d.acceptedAt >= ?)
      ORDER BY o.id`,
    [since],
  );
}
