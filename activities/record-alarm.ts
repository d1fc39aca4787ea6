import type { EntityManager } from 'typeorm';
import { Dossier, Notice, StepClock } from '../db/entities/dossier';
import { AuditEvent } from '../db/entities/trace';
import { draftLetter } from '../db/records/draft-letter';
import { findOpenClock } from '../db/records/record-transition';
import { recordAudit } from '../db/records/record-audit';
import { dayOf, formatInstantVi } from '../deadlines/time';
import { addWorkingDays, closeOfDay } from '../deadlines/working-time';
import { getPinnedCalendar } from '../policies/pinned-rules';
import type { ActivityDeps } from './deps';

export interface AlarmOrder {
  dossierId: string;
  alarm: 'notice' | 'breach' | 'legal-breach';
  round: number;
  at: number;
}

/**
 * Writes that a clock ran near or over, and tells those who hold the step; a breach is the
 * supervisor's matter too. Sounding twice writes once.
 */
export function createRecordAlarm({ db, rules }: ActivityDeps) {
  return async ({ dossierId, alarm, at }: AlarmOrder): Promise<void> => {
    await db.transaction(async (inside) => {
      const dossier = await inside.findOneByOrFail(Dossier, { id: dossierId });
      const clock = await findOpenClock(inside, dossierId);
      const actKey = alarmKey(alarm, dossier, clock);
      if (await inside.existsBy(AuditEvent, { dossierId, actKey })) return;
      const instant = new Date(at);
      if (clock !== null && alarm !== 'legal-breach') {
        const { step, round } = clock;
        const mark = alarm === 'notice' ? { noticedAt: instant } : { breachedAt: instant };
        await inside.update(StepClock, { dossierId, step, round }, mark);
      }
      const audiences = alarm === 'notice' ? [clock?.step] : [clock?.step, 'supervise'];
      if (alarm === 'legal-breach') await draftApology(inside, dossier, instant);
      for (const audience of audiences) {
        if (audience === undefined) continue;
        await inside.insert(Notice, {
          officeId: dossier.officeId,
          dossierId,
          audience,
          kind: alarm,
          at: instant,
        });
      }
      await recordAudit(inside, {
        officeId: dossier.officeId,
        dossierId,
        actorId: null,
        action: alarm,
        actKey,
        details: { step: clock?.step ?? null, round: clock?.round ?? null },
        at: instant,
      });
    });
  };

  /** The letter of apology with the new time: the next working day's close (TT 03/2025, mẫu 04). */
  async function draftApology(inside: EntityManager, dossier: Dossier, at: Date): Promise<void> {
    const calendar = getPinnedCalendar(rules, dossier.calendar);
    const day = addWorkingDays(calendar, dayOf(at.getTime()), 1);
    const due = new Date(closeOfDay(calendar, day));
    await draftLetter(inside, {
      dossierId: dossier.id,
      kind: 'apology',
      due,
      officeId: dossier.officeId,
      previousDue: dossier.legalDue,
      reason: `Quá hạn trả kết quả ${formatInstantVi(dossier.legalDue.getTime())}; hẹn lại ${formatInstantVi(due.getTime())}.`,
      draftedAt: at,
    });
  }
}

/** An alarm belongs to the due it was set for: when that moves, it may sound again. */
function alarmKey(alarm: AlarmOrder['alarm'], dossier: Dossier, clock: StepClock | null): string {
  if (alarm === 'legal-breach' || clock === null) {
    return `${alarm}:${dossier.legalDue.toISOString()}`;
  }
  return `${alarm}:${clock.step}:${clock.round}:${clock.due.toISOString()}`;
}
