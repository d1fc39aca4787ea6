import type { Calendar } from '../deadlines/calendar';
import { type QueuedDossier, simulateOffices } from '../deadlines/simulate-offices';
import { parseDate } from '../deadlines/parse-time';
import { msPerMinute } from '../time/time';
import { computeWhatIf, type Finishes, type WhatIf } from '../deadlines/what-if';
import { SaoyError } from '../domain/problem';
import { type Step, steps } from '../domain/process';
import { changeRules, type RuleChange } from './change-rules';
import type { Rules } from './load-rules';
import { getPinnedCalendar, getPinnedPolicy } from './pinned-rules';
import type { Policy } from './policy';

/** A number for each step. */
export type ByStep = Record<Step, number>;

export interface WhatIfQuestion extends RuleChange {
  /** People at each step as they would be, and as they are (one each if absent). */
  people?: ByStep | undefined;
  peopleNow?: ByStep | undefined;
  /** Working minutes a dossier takes one person at each step; as measured if absent. */
  minutes?: ByStep | undefined;
  /** Who is late at this instant, epoch milliseconds; where the queue is simulated, it starts then. */
  at: number;
}

/** An open dossier with the office that works on it and the rules it is under. */
export interface RuledDossier extends QueuedDossier {
  policy: Policy;
  calendar: Calendar;
}

/** What the database knows of an open dossier; pins are `id@version`. */
interface PinnedRow {
  code: string;
  officeId: string;
  step: Step;
  acceptedAt: Date;
  legalDue: Date;
  complex: boolean;
  extensionDays: number;
  agreedUntil: string | null;
  appointmentSlip: boolean;
  pauses: readonly { ground: string; stopsLegal: boolean; startedAt: Date; endedAt: Date }[];
  policy: string;
  calendar: string;
}

/**
 * Which open dossiers a change would move, and which flip from on time to late or back, by how much.
 * @param measured working milliseconds that each step took, where any were measured
 * @param folder of the rules in force, which a draft is laid over
 * @throws SaoyError `what-if-unasked`, `service-times-missing`, and as `changeRules`
 */
export function answerWhatIf(
  dossiers: readonly RuledDossier[],
  question: WhatIfQuestion,
  rules: Rules,
  measured: Partial<ByStep>,
  folder?: string,
): WhatIf {
  const { dayOff, draft, policy, people, at } = question;
  if ([dayOff, draft, policy, people].every((change) => change === undefined)) {
    throw new SaoyError('what-if-unasked');
  }
  const changed = changeRules(question, rules, folder);
  const finishes =
    people === undefined
      ? { before: () => at, after: () => at }
      : simulate(
          dossiers,
          question,
          people,
          measured,
          ({ calendar, policy: own }) => changed({ calendar, policy: own }).calendar,
        );
  return computeWhatIf(dossiers, changed, finishes);
}

/** Rows with the rules that they pinned; each pin is looked up once. @throws SaoyError `policy-unknown`, `calendar-unknown` */
export function withPinnedRules(rows: readonly PinnedRow[], rules: Rules): RuledDossier[] {
  const policyOf = remember((pin) => getPinnedPolicy(rules, pin));
  const calendarOf = remember((pin) => getPinnedCalendar(rules, pin));
  return rows.map((row) => ({
    id: row.code,
    office: row.officeId,
    step: row.step,
    acceptedAt: row.acceptedAt.getTime(),
    legalDue: row.legalDue.getTime(),
    complex: row.complex,
    extendDays: row.extensionDays,
    extendUntil: row.agreedUntil === null ? undefined : parseDate(row.agreedUntil),
    slip: row.appointmentSlip,
    pauses: row.pauses.map(({ ground, stopsLegal, startedAt, endedAt }) => ({
      ...{ ground, stopsLegal },
      ...{ from: startedAt.getTime(), to: endedAt.getTime() },
    })),
    policy: policyOf(row.policy),
    calendar: calendarOf(row.calendar),
  }));
}

function remember<Value>(find: (pin: string) => Value): (pin: string) => Value {
  const found = new Map<string, Value>();
  return (pin) => {
    const value = found.get(pin) ?? find(pin);
    found.set(pin, value);
    return value;
  };
}

const onePerson: ByStep = { create: 1, sign: 1, seal: 1 };

/** Every office works on its own queue, before with the people it has, after with those asked for. */
function simulate(
  dossiers: readonly RuledDossier[],
  { peopleNow = onePerson, minutes, at }: WhatIfQuestion,
  people: ByStep,
  measured: Partial<ByStep>,
  calendarAfter: (dossier: RuledDossier) => Calendar,
): Finishes {
  const serviceMs = { create: 0, sign: 0, seal: 0 };
  for (const step of steps) {
    const ms = minutes === undefined ? measured[step] : minutes[step] * msPerMinute;
    if (ms === undefined) throw new SaoyError('service-times-missing', { step });
    serviceMs[step] = ms;
  }
  const now = { people: peopleNow, serviceMs };
  const before = simulateOffices(dossiers, now, ({ calendar }) => calendar, at);
  const after = simulateOffices(dossiers, { people, serviceMs }, calendarAfter, at);
  return {
    before: ({ id }) => before.get(id) ?? Infinity,
    after: ({ id }) => after.get(id) ?? Infinity,
  };
}
