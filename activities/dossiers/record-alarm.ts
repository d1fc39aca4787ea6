import type { EntityManager } from 'typeorm';
import type { Dossier, StepClock } from '../../db/dossiers/entity';
import { type Alarm, markAlarm } from '../../db/dossiers/mark-alarm';
import { draftLetter } from '../../db/letters/draft-letter';
import { findOpenClock, lockDossier } from '../../db/dossiers/record-transition';
import { dayOf, formatInstantVi } from '../../time/time';
import { addWorkingDays, closeOfDay } from '../../deadlines/working-time';
import { getPinnedCalendar } from '../../policies/pinned-rules';
import type { NewNotice } from '../../domain/notices';
import { isFinal, type Right, type Step } from '../../domain/process';
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
export const audiences: Record<AlarmInput['alarm'], { step: boolean; supervisor: boolean }> = {
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
      const actKey = alarmKey(alarm, dossier, clock);
      const isNew = await markAlarm(inside, dossier, clock, {
        ...{ kind: alarm, actKey, at: new Date(at) },
        notices: noticesOf(alarm, dossier, clock, actKey),
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

/** On the pages of those who hold the rights. */
function noticesOf(
  alarm: AlarmInput['alarm'],
  dossier: Dossier,
  clock: StepClock | null,
  actKey: string,
): NewNotice[] {
  const audience = audiences[alarm];
  const rights: (Right | false | undefined)[] = [
    audience.step && clock?.step,
    audience.supervisor && 'supervise',
  ];
  const due = alarm === 'legal-breach' || clock === null ? dossier.legalDue : clock.due;
  return rights
    .filter((right) => !!right)
    .map((right) => ({
      ...{
        channel: 'portal',
        template: `alarm-${alarm}`,
        recipientKind: 'right',
        recipient: right,
      },
      data: { due: due.getTime(), ...(clock && { step: clock.step }) },
      occasion: actKey,
    }));
}

/** Whether what the alarm was set for still stands, and has come. Read under the dossier's lock. */
function isMeant(input: AlarmInput, dossier: Dossier, clock: StepClock | null): boolean {
  // Its workflow has not heard yet that it is over.
  if (isFinal(dossier.stage)) return false;
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
