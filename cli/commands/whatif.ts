import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Calendar, compileCalendar } from '../../deadlines/calendar';
import type { DeadlineRules } from '../../deadlines/rules';
import { simulateQueue, type Staffing } from '../../deadlines/simulate-queue';
import {
  formatDate,
  formatInstant,
  msPerMinute,
  parseDate,
  parseInstant,
} from '../../deadlines/time';
import { computeWhatIf, type Finishes, type WhatIf } from '../../deadlines/what-if';
import { SaoyError } from '../../domain/problem';
import { type Step, steps } from '../../domain/process';
import { loadRules, type Rules } from '../../policies/load-rules';
import { type OfficeDossier, parseOpenDossiers } from '../parse-open-dossiers';
import type { ServiceTimes } from '../read-open-dossiers';

const usage = `Usage: saoy whatif CHANGE… [--dossiers FILE] [--at INSTANT] [--json]
CHANGE is one or more of
  --day-off DATE                    a day off announced now
  --rules FILE                      a policy or a calendar as it would be
  --policy ID                       another policy for every open dossier
  --people create=2,sign=1,seal=1   other people; with --people-now (1 each if not given)
                                    and --minutes create=20,sign=5,seal=5 (as measured if not given)
--dossiers FILE: open dossiers as JSON lines {id, accepted, step?, complex?, extend?, policy?, office?},
“-” for stdin; without it those of the running system. --at: who is late at that instant (now).
`;

const options = {
  'day-off': { type: 'string' },
  rules: { type: 'string' },
  policy: { type: 'string' },
  people: { type: 'string' },
  'people-now': { type: 'string' },
  minutes: { type: 'string' },
  dossiers: { type: 'string' },
  at: { type: 'string' },
  json: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

/**
 * `saoy whatif`: which open dossiers a change would move, and which flip from on time to late or back.
 * Exit code 0: none becomes late by it; 1: some do.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options });
  const { 'day-off': dayOff, rules: file, policy, people } = values;
  if ([dayOff, file, policy, people].every((change) => change === undefined)) {
    process.stderr.write(usage);
    return 2;
  }
  const at = values.at === undefined ? Date.now() : parseInstant(values.at);
  const rules = loadRules();
  const { dossiers, serviceTimes } = await readDossiers(values.dossiers, rules);
  const changed = changeRules(values, rules);
  const answer = computeWhatIf(
    dossiers,
    changed,
    people === undefined
      ? { before: () => at, after: () => at }
      : simulate(dossiers, changed, values, serviceTimes, at),
  );
  process.stdout.write(
    values.json === true ? `${JSON.stringify(written(answer))}\n` : inWords(answer),
  );
  return answer.toLate > 0 ? 1 : 0;
}

type Change = (dossier: OfficeDossier) => { policy: DeadlineRules; calendar: Calendar };

async function readDossiers(file: string | undefined, rules: Rules) {
  if (file === undefined) {
    // The database's parts are loaded only where they are asked.
    const { readOpenDossiers } = await import('../read-open-dossiers');
    return readOpenDossiers(rules);
  }
  const text = readFileSync(file === '-' ? 0 : file, 'utf8');
  return { dossiers: parseOpenDossiers(text, rules), serviceTimes: {} };
}

/** Each dossier keeps the rules it pinned but for what the change touches. */
function changeRules({ 'day-off': dayOff, rules: file, policy }: Values, rules: Rules): Change {
  const forced = policy === undefined ? undefined : rules.getPolicy(policy);
  const drafted = file === undefined ? undefined : draft(file, rules);
  const withDayOff = new Map<Calendar, Calendar>();
  return (dossier) => {
    const ownPolicy = forced ?? dossier.policy;
    const ownCalendar = drafted?.calendar(dossier.calendar) ?? dossier.calendar;
    let calendar = withDayOff.get(ownCalendar) ?? ownCalendar;
    if (dayOff !== undefined && calendar === ownCalendar) {
      calendar = closeOn(dayOff, ownCalendar);
      withDayOff.set(ownCalendar, calendar);
    }
    return { policy: drafted?.policy(ownPolicy.id) ?? ownPolicy, calendar };
  };
}

function draft(file: string, rules: Rules) {
  const changed = loadRules(undefined, { file, text: readFileSync(file, 'utf8') });
  return {
    policy: (id: string) => {
      const now = changed.findPolicy(id);
      return now?.version === rules.findPolicy(id)?.version ? undefined : now;
    },
    calendar: ({ data: { id } }: Calendar) => {
      const now = changed.calendarOf(id);
      const isSame = now.data.version === rules.calendarOf(id).data.version;
      return isSame ? undefined : now;
    },
  };
}

function closeOn(date: string, { data }: Calendar): Calendar {
  const day = { date: formatDate(parseDate(date)), kind: 'holiday' as const };
  const entry = { ...day, name: 'ngày nghỉ giả định', citation: 'saoy whatif --day-off' };
  return compileCalendar({ ...data, daysOff: [...data.daysOff, entry] });
}

/** Every office works on its own queue, before with the people it has, after with those asked for. */
function simulate(
  dossiers: readonly OfficeDossier[],
  changed: Change,
  values: Values,
  measured: ServiceTimes,
  at: number,
): Finishes {
  const minutes = values.minutes === undefined ? undefined : parseCounts('minutes', values.minutes);
  const serviceMs = bySteps((step) => {
    const ms = minutes ? minutes[step] * msPerMinute : measured[step];
    if (ms === undefined) {
      const reason = 'nothing was measured yet, say how long a dossier takes at each step';
      throw new SaoyError('input-invalid', { field: '--minutes', reason });
    }
    return ms;
  });
  const now = parseCounts('people-now', values['people-now'] ?? 'create=1,sign=1,seal=1');
  const then = parseCounts('people', values.people ?? '');
  const before = finish(dossiers, { people: now, serviceMs }, ({ calendar }) => calendar, at);
  const after = finish(
    dossiers,
    { people: then, serviceMs },
    (dossier) => changed(dossier).calendar,
    at,
  );
  return {
    before: ({ id }) => before.get(id) ?? Infinity,
    after: ({ id }) => after.get(id) ?? Infinity,
  };
}

function finish(
  dossiers: readonly OfficeDossier[],
  staffing: Staffing,
  calendarOf: (dossier: OfficeDossier) => Calendar,
  at: number,
): Map<string, number> {
  const offices = new Map<string, OfficeDossier[]>();
  for (const dossier of dossiers) {
    const queue = offices.get(dossier.office) ?? [];
    queue.push(dossier);
    offices.set(dossier.office, queue);
  }
  const finishes = new Map<string, number>();
  for (const queue of offices.values()) {
    const [first] = queue;
    if (!first) continue;
    for (const [id, end] of simulateQueue(queue, staffing, calendarOf(first), at)) {
      finishes.set(id, end);
    }
  }
  return finishes;
}

/** `create=2,sign=1,seal=1` → a number for each step. */
function parseCounts(field: string, text: string): Record<Step, number> {
  const given = new Map(
    text.split(',').map((part) => {
      const [name = '', count] = part.split('=');
      return [name, count] as const;
    }),
  );
  return bySteps((step) => {
    const count = Number(given.get(step) ?? Number.NaN);
    if (!Number.isFinite(count) || count < 0) {
      const reason = `one number for each of ${steps.join(', ')}, as create=2,sign=1,seal=1`;
      throw new SaoyError('input-invalid', { field: `--${field}`, reason });
    }
    return count;
  });
}

function bySteps<Value>(valueOf: (step: Step) => Value): Record<Step, Value> {
  return { create: valueOf('create'), sign: valueOf('sign'), seal: valueOf('seal') };
}

function written(answer: WhatIf) {
  return {
    ...answer,
    changes: answer.changes.map((change) => ({
      ...change,
      legalDueBefore: formatInstant(change.legalDueBefore),
      legalDueAfter: formatInstant(change.legalDueAfter),
    })),
  };
}

function inWords(answer: WhatIf): string {
  const { dossiers, lateBefore, lateAfter, toLate, toOnTime, newSlips, changes } = answer;
  const lines = changes.slice(0, shownMax).map((change) => {
    const flip =
      change.lateAfter === change.lateBefore ? '' : change.lateAfter ? ' → TRỄ' : ' → đúng hạn';
    const slip = change.newSlip ? ', cần phiếu hẹn mới' : '';
    const { id, legalDueBefore, legalDueAfter } = change;
    return `  ${id}: hạn ${formatInstant(legalDueBefore)} → ${formatInstant(legalDueAfter)}${flip}${slip}\n`;
  });
  const rest = changes.length - lines.length;
  return [
    `${dossiers} hồ sơ đang mở: trễ ${lateBefore} → ${lateAfter}; thành trễ ${toLate}, thành đúng hạn ${toOnTime}; phiếu hẹn phải làm lại ${newSlips}.\n`,
    ...lines,
    ...(rest > 0 ? [`  … và ${rest} hồ sơ nữa (xem đủ bằng --json)\n`] : []),
  ].join('');
}

const shownMax = 50;
