import { moveDue, type NewDue } from '../../db/dossiers/move-due';
import { workflowClock, type WorkflowClock } from '../../db/dossiers/workflow-start';
import type { Dossier, Pause, StepClock } from '../../db/dossiers/entity';
import type { Calendar } from '../../deadlines/calendar';
import { describeCalendarChange } from '../../deadlines/calendar-changes';
import { computeDeadlines } from '../../deadlines/due';
import { planDossierStep, type DossierClockFacts } from '../../deadlines/plan-dossier-step';
import { dayOf, formatInstantVi } from '../../time/time';
import type { Stage, Step } from '../../domain/process';
import type { ActivityDeps } from '../deps';
import { clockFactsOf } from './plan-clocks';
import { getPinnedCalendar, getPinnedPolicy } from '../../policies/pinned-rules';

/** What the workflow keeps after its due times moved, or did not. */
interface DueState {
  stage: Stage;
  clock: WorkflowClock | null;
  /** Epoch milliseconds. */
  legalDue: number;
}

export interface ExtendInput {
  dossierId: string;
  actKey: string;
  at: number;
  actorId: string;
  ground: string;
  /** Working days; 0 with `agreedUntil`. */
  days: number;
  /** Date of the written agreement, `YYYY-MM-DD`. */
  agreedUntil: string | null;
}

/** Due times that move after acceptance: an extension, or a calendar that changed. */
export function createMoveDue({ db, rules }: ActivityDeps) {
  return {
    /** Extends the legal due on one of the law's grounds (NĐ 23/2015 Đ21) and drafts the slip. */
    recordExtended: async (input: ExtendInput): Promise<DueState> => {
      const { ground, days, agreedUntil } = input;
      const changes = { extensionGround: ground, extensionDays: days, agreedUntil };
      return stateOf(
        await moveDue(
          db.manager,
          {
            ...input,
            action: 'extend',
            at: new Date(input.at),
            details: { ground, days, agreedUntil },
          },
          (dossier, running, usedMs, pauses) => {
            const extended = { ...dossier, ...changes };
            const words = `Kéo dài thời hạn theo căn cứ “${groundText(ground, dossier)}”`;
            return newDue(clockFactsOf(rules, extended, pauses), running, usedMs, changes, words);
          },
        ),
      );
    },

    /** Pins a new calendar version, if it moves this dossier's due times; leaves it alone otherwise. */
    recordRederived: async (input: {
      dossierId: string;
      /** `id@version`. */
      calendar: string;
      at: number;
    }): Promise<DueState> => {
      const { dossierId, calendar } = input;
      const decide = (
        dossier: Dossier,
        running: StepClock | null,
        usedMs: Record<Step, number>,
        pauses: readonly Pause[],
      ): NewDue | null => {
        if (dossier.calendar === calendar) return null;
        const facts = {
          ...clockFactsOf(rules, dossier, pauses),
          calendar: getPinnedCalendar(rules, calendar),
        };
        const next = newDue(facts, running, usedMs, { calendar }, 'Lịch làm việc thay đổi');
        if (!isMoved(dossier, running, next)) return null;
        const decisions = decisionsBetween(dossier, next, facts.calendar);
        if (decisions === '') return next;
        const words = `Lịch làm việc thay đổi (${decisions})`;
        return { ...next, reason: newDueWords(words, next.legalDue), details: { decisions } };
      };
      return stateOf(
        await moveDue(
          db.manager,
          {
            dossierId,
            action: 'rederive',
            // A decision may be taken back and taken again: the same version, another act.
            actKey: `rederive:${calendar}:${input.at}`,
            actorId: null,
            at: new Date(input.at),
            details: { calendar },
          },
          decide,
        ),
      );
    },
  };

  /** What the new calendar says otherwise in the dossier's time, and by whose decision. */
  function decisionsBetween(dossier: Dossier, next: NewDue, calendar: Calendar): string {
    const before = getPinnedCalendar(rules, dossier.calendar);
    const ends = [dossier.legalDue, next.legalDue, next.clock?.dueByHours ?? next.legalDue];
    const until = Math.max(...ends.map((end) => end.getTime()));
    return describeCalendarChange(
      before,
      calendar,
      dayOf(dossier.acceptedAt.getTime()),
      dayOf(until),
    );
  }

  function groundText(ground: string, dossier: Dossier): string {
    const policy = getPinnedPolicy(rules, dossier.policy);
    return policy.extension.grounds.find(({ id }) => id === ground)?.vi ?? ground;
  }
}

/** Due times by changed facts; the running step is planned from its own start with its own budget. */
export function newDue(
  facts: DossierClockFacts,
  running: StepClock | null,
  usedMs: Record<Step, number>,
  changes: Partial<Dossier>,
  words: string,
): NewDue {
  const { receivedAt, legalDue, slip, because } = computeDeadlines(facts);
  const plan =
    running &&
    planDossierStep({ ...facts, legalDue }, running.step, running.startedAt.getTime(), usedMs);
  return {
    legalDue: new Date(legalDue),
    because,
    slip,
    clock: running &&
      plan && {
        startedAt: running.startedAt,
        budgetMs: plan.budgetMs,
        dueByHours: new Date(plan.dueByHours),
        due: new Date(plan.due),
        pace: new Date(plan.pace),
        noticeAt: new Date(plan.noticeAt),
        escalateAt: plan.escalateAt === null ? null : new Date(plan.escalateAt),
      },
    // Received on a day that is a day off now: received at the next opening.
    changes: { ...changes, receivedAt: new Date(receivedAt) },
    reason: newDueWords(words, new Date(legalDue)),
  };
}

function newDueWords(words: string, legalDue: Date): string {
  return `${words}: hạn mới ${formatInstantVi(legalDue.getTime())}.`;
}

/** Whether anything that people go by is another instant now. */
export function isMoved(dossier: Dossier, running: StepClock | null, next: NewDue): boolean {
  const same = (a: Date, b: Date) => a.getTime() === b.getTime();
  if (!same(dossier.legalDue, next.legalDue)) return true;
  return (
    running !== null &&
    next.clock !== null &&
    !(
      same(running.due, next.clock.due) &&
      same(running.dueByHours, next.clock.dueByHours) &&
      same(running.pace, next.clock.pace)
    )
  );
}

function stateOf({ dossier, clock }: Awaited<ReturnType<typeof moveDue>>): DueState {
  return {
    stage: dossier.stage,
    clock: clock && workflowClock(clock),
    legalDue: dossier.legalDue.getTime(),
  };
}
