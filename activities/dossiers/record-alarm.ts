import type { EntityManager } from 'typeorm';
import type { Dossier, StepClock } from '../../db/dossiers/entity';
import { type Alarm, markAlarm } from '../../db/dossiers/mark-alarm';
import { draftLetter } from '../../db/letters/draft-letter';
import { findOpenClock, lockDossier } from '../../db/dossiers/record-transition';
import { dayOf, formatInstantVi } from '../../time/time';
import { addWorkingDays, closeOfDay } from '../../deadlines/working-time';
import { getPinnedCalendar } from '../../policies/pinned-rules';
import type { Step } from '../../domain/process';
import type { ActivityDeps } from '../deps';
import { inTransaction } from '../../db/transaction';

export interface AlarmInput {
  dossierId: string;
  alarm: Alarm['kind'];
  /** The clock it sounds for; null for the legal due alone. */
  step: Step | null;
  round: number;
  /** The instant it was set for, epoch milliseconds: a due, a notice's, an escalation's. */
  due: number;
  /** When it sounds. */
  at: number;
}

/** Who is told of what: those who hold the step, the supervisor, or both. */
const audiences: Record<AlarmInput['alarm'], { step: boolean; supervisor: boolean }> = {
  notice: { step: true, supervisor: false },
  breach: { step: true, supervisor: true },
  escalation: { step: false, supervisor: true },
  'legal-breach': { step: true, supervisor: true },
};
const instants = { notice: 'noticeAt', breach: 'due', escalation: 'escalateAt' } as const;

/**
 * Writes that a clock ran near or over, and tells those who hold the step; a breach is the supervisor's
 * matter too, who is called once more when it is not acted upon. Sounding twice writes once.
 */
export function createRecordAlarm({ db, rules }: ActivityDeps) {
  return async (input: AlarmInput): Promise<void> => {
    const { dossierId, alarm, at } = input;
    await inTransaction(db, async (inside) => {
      const dossier = await lockDossier(inside, dossierId);
      const clock = await findOpenClock(inside, dossierId);
      // An act came first: the step was done or its due moved while the alarm was on the way.
      if (!isMeant(input, dossier, clock)) return;
      const { step, supervisor } = audiences[alarm];
      const isNew = await markAlarm(inside, dossier, clock, {
        kind: alarm,
        actKey: alarmKey(alarm, dossier, clock),
        audiences: [
          ...(step && clock !== null ? [clock.step] : []),
          ...(supervisor ? ['supervise'] : []),
        ],
        at: new Date(at),
      });
      if (isNew && alarm === 'legal-breach') await draftApology(inside, dossier, new Date(at));
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

/** Whether the due that the alarm was set for is still the same, and has come. Read under the dossier's lock. */
function isMeant(input: AlarmInput, dossier: Dossier, clock: StepClock | null): boolean {
  const { alarm, step, round, due, at } = input;
  const setFor = alarm === 'legal-breach' ? dossier.legalDue : clock?.[instants[alarm]];
  if (setFor?.getTime() !== due || due > at) return false;
  return alarm === 'legal-breach' || (clock?.step === step && clock.round === round);
}

/** An alarm belongs to the due it was set for: when that moves, it may sound again. */
function alarmKey(alarm: AlarmInput['alarm'], dossier: Dossier, clock: StepClock | null): string {
  if (alarm === 'legal-breach' || clock === null) {
    return `${alarm}:${dossier.legalDue.toISOString()}`;
  }
  return `${alarm}:${clock.step}:${clock.round}:${clock.due.toISOString()}`;
}
