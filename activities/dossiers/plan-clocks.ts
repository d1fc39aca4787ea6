import type { ClockPlanner } from '../../db/dossiers/record-transition';
import { planDossierStep, type DossierClockFacts } from '../../deadlines/plan-dossier-step';
import { parseDate } from '../../deadlines/parse-time';
import { workingMsBetween } from '../../deadlines/working-time';
import type { Dossier, Pause } from '../../db/dossiers/entity';
import type { Rules } from '../../policies/load-rules';
import { getPinnedCalendar, getPinnedPolicy } from '../../policies/pinned-rules';

/** Plans steps by the policy and the calendar that each dossier pinned at its acceptance. */
export function planClocks(rules: Rules): ClockPlanner {
  return {
    plan(dossier, step, startedAt, usedMs, pauses) {
      const facts = clockFactsOf(rules, dossier, pauses);
      const plan = planDossierStep(facts, step, startedAt.getTime(), usedMs);
      return {
        startedAt,
        budgetMs: plan.budgetMs,
        dueByHours: new Date(plan.dueByHours),
        due: new Date(plan.due),
        pace: new Date(plan.pace),
        noticeAt: new Date(plan.noticeAt),
        escalateAt: plan.escalateAt === null ? null : new Date(plan.escalateAt),
      };
    },
    workingMs(dossier, from, to) {
      const calendar = getPinnedCalendar(rules, dossier.calendar);
      return workingMsBetween(calendar, from.getTime(), to.getTime());
    },
  };
}

/** What a dossier's clocks depend on, by the rules that it pinned. */
export function clockFactsOf(
  rules: Rules,
  dossier: Dossier,
  pauses: readonly Pause[],
): DossierClockFacts {
  return {
    policy: getPinnedPolicy(rules, dossier.policy),
    calendar: getPinnedCalendar(rules, dossier.calendar),
    acceptedAt: dossier.acceptedAt.getTime(),
    legalDue: dossier.legalDue.getTime(),
    complex: dossier.complex,
    extendDays: dossier.extensionDays,
    extensionGround: dossier.extensionGround ?? undefined,
    extendUntil: dossier.agreedUntil === null ? undefined : parseDate(dossier.agreedUntil),
    pauses: pauses.flatMap(({ ground, stopsLegal, startedAt, endedAt }) =>
      endedAt === null
        ? []
        : [{ ground, stopsLegal, from: startedAt.getTime(), to: endedAt.getTime() }],
    ),
  };
}
