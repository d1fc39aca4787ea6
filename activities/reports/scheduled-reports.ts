import { randomUUID } from 'node:crypto';
import { enqueue } from '../../db/notices/outbox';
import type { ReportSchedule } from '../../db/reports/entity';
import { getReport, recordReportAsked } from '../../db/reports/record-report';
import {
  endSchedule,
  getSchedule,
  hasScheduledReport,
  listSchedules,
  listUnmade,
  mayOversee,
} from '../../db/reports/schedules';
import { periodsEnded } from '../../domain/report-periods';
import { dayOf, formatDate } from '../../time/time';
import type { ActivityDeps } from '../deps';

/** Of a schedule that could not be kept for long only so many are made up for. */
const madeUpMax = 7;

/** What the nightly run of reports asks for: which are to be made, and that one goes to who wanted it. */
export function createScheduledReports({ db, now }: Pick<ActivityDeps, 'db' | 'now'>) {
  return {
    /**
     * Asks for the report of each period that has ended and has none. A schedule whose person oversees the office no
     * longer ends.
     * @returns ids of those to be made
     */
    async askScheduledReports(): Promise<string[]> {
      for (const schedule of await listSchedules(db)) await ask(schedule);
      return listUnmade(db);
    },

    /** Leaves the mail with a report that was made; twice it is one. */
    async mailReport({ reportId }: { reportId: string }): Promise<void> {
      const { scheduleId, doneAt, failure, officeId } = await getReport(db, reportId);
      const schedule = scheduleId === null ? null : await getSchedule(db, scheduleId);
      if (!schedule || doneAt === null || failure !== null) return;
      const about = { officeId, subjectKind: 'report', subjectId: reportId, at: now() } as const;
      await enqueue(db.manager, about, [
        {
          ...{ channel: 'mail', template: 'report-made', recipientKind: 'person' },
          recipient: schedule.createdBy,
        },
      ]);
    },
  };

  async function ask(schedule: ReportSchedule): Promise<void> {
    const { id: scheduleId, officeId, kind, branch, createdBy, createdAt, rhythm } = schedule;
    const at = now();
    if (!(await mayOversee(db, { personId: createdBy, officeId, at }))) {
      await endSchedule(db, { id: scheduleId, officeId, actorId: null, at });
      return;
    }
    const days = { since: dayOf(createdAt.getTime()), today: dayOf(at.getTime()) };
    for (const { from, to } of periodsEnded(rhythm, days, madeUpMax)) {
      const period = { fromDay: formatDate(from), toDay: formatDate(to) };
      if (await hasScheduledReport(db, { ...period, scheduleId })) continue;
      await recordReportAsked(db, {
        ...{ id: randomUUID(), kind, officeId, branch, ...period, scheduleId },
        ...{ asOf: at, askedBy: createdBy, askedAt: at },
      });
    }
  }
}
