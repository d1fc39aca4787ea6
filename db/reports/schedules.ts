import { type DataSource, IsNull } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { recordAudit } from '../audit/record-audit';
import { Office } from '../offices/entity';
import { inTransaction } from '../transaction';
import { Report, ReportSchedule } from './entity';

/** Running at once in an office: reports of a whole city take their time each night. */
const schedulesMax = 20;

/** Writes that a report is to be made again and again. @throws SaoyError `report-schedules-full` */
export async function recordSchedule(
  db: DataSource,
  schedule: Omit<ReportSchedule, 'endedBy' | 'endedAt'>,
  actKey: string,
): Promise<void> {
  const { id, officeId, kind, branch, rhythm, createdBy: actorId, createdAt: at } = schedule;
  await inTransaction(db, async (inside) => {
    await inside.findOneOrFail(Office, {
      where: { id: officeId },
      lock: { mode: 'pessimistic_write' },
    });
    const running = await inside.countBy(ReportSchedule, { officeId, endedAt: IsNull() });
    if (running >= schedulesMax) throw new SaoyError('report-schedules-full');
    await inside.insert(ReportSchedule, { ...schedule, endedBy: null, endedAt: null });
    await recordAudit(inside, {
      ...{ officeId, dossierId: null, actorId, action: 'report-schedule-set', actKey, at },
      details: { scheduleId: id, kind, branch, rhythm },
    });
  });
}

/**
 * Ends one; what it made stays.
 * @param actorId null: Sao Y itself, because who asked for it may see it no longer
 * @throws SaoyError `report-schedule-unknown` where this office has none such that runs
 */
export async function endSchedule(
  db: DataSource,
  { id, officeId, actorId, at }: { id: string; officeId: string; actorId: string | null; at: Date },
): Promise<void> {
  await inTransaction(db, async (inside) => {
    const which = { id, officeId, endedAt: IsNull() };
    const { affected } = await inside.update(ReportSchedule, which, {
      ...{ endedBy: actorId, endedAt: at },
    });
    if (affected === 0) throw new SaoyError('report-schedule-unknown');
    await recordAudit(inside, {
      ...{ officeId, dossierId: null, actorId, action: 'report-schedule-ended', at },
      ...{ actKey: `report-schedule-ended ${id}`, details: { scheduleId: id } },
    });
  });
}

/** Those that run, of one office or of all, the newest first. */
export function listSchedules(db: DataSource, officeId?: string): Promise<ReportSchedule[]> {
  return db.manager.find(ReportSchedule, {
    where: { endedAt: IsNull(), ...(officeId !== undefined && { officeId }) },
    order: { createdAt: 'DESC', id: 'ASC' },
  });
}

export function getSchedule(db: DataSource, id: string): Promise<ReportSchedule> {
  return db.manager.findOneByOrFail(ReportSchedule, { id });
}

/** Whether a schedule has made, or is making, its report of a period. */
export function hasScheduledReport(
  db: DataSource,
  which: Pick<Report, 'fromDay' | 'toDay'> & { scheduleId: string },
): Promise<boolean> {
  return db.manager.existsBy(Report, which);
}

/** Ids of those that a schedule asked for and that are not made. */
export async function listUnmade(db: DataSource): Promise<string[]> {
  const rows = await db.query<{ id: string }[]>(
    'SELECT id FROM report WHERE scheduleId IS NOT NULL AND doneAt IS NULL ORDER BY askedAt, id',
  );
  return rows.map(({ id }) => id);
}

/** Whether a person oversees an office at an instant, themselves or from above. */
export async function mayOversee(
  db: DataSource,
  { personId, officeId, at }: { personId: string; officeId: string; at: Date },
): Promise<boolean> {
  const [row] = await db.query<unknown[]>(
    `SELECT 1 FROM office_right r JOIN person p ON p.id = r.personId AND p.state = 'active'
       JOIN office a ON a.id = r.officeId
       JOIN office o ON o.id = ? AND (o.path = a.path OR o.path LIKE CONCAT(a.path, '/%'))
     WHERE r.personId = ? AND r.held = 'supervise' AND r.fromAt <= ?
       AND (r.untilAt IS NULL OR r.untilAt > ?) LIMIT 1`,
    [officeId, personId, at, at],
  );
  return row !== undefined;
}
