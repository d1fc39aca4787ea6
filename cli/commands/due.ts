import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Calendar } from '../../deadlines/calendar';
import { computeDeadlines } from '../../deadlines/due';
import type { ExplainedDeadlines } from '../../deadlines/questions';
import { parseDate, parseInstant } from '../../deadlines/parse-time';
import { formatInstant, formatInstantVi } from '../../time/time';
import { SaoyError } from '../../domain/problem';
import { loadRules, type Rules } from '../../policies/load-rules';
import { calendarVersionOf } from '../../policies/pinned-rules';
import type { Policy } from '../../policies/policy';
import { policyInForce } from '../../policies/policy-in-force';
import { findPoliciesDir } from '../../settings/policies-dir';

const usage =
  'Usage: saoy due --accepted INSTANT [--policy ID] [--calendar ID] [--complex] ' +
  '[--extend N | --until DATE] [--json | --words] | saoy due --batch < questions.jsonl\n';

interface Question {
  accepted: string;
  policy?: string | undefined;
  calendar?: string | undefined;
  complex?: boolean | undefined;
  /** Working days. */
  extend?: number | undefined;
  /** Date of a written agreement, `YYYY-MM-DD`. */
  until?: string | undefined;
}

/**
 * `saoy due`: the due times of one acceptance or of many, with reasons. Needs no stack.
 * Words for a person at a terminal, JSON for a program.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      accepted: { type: 'string' },
      policy: { type: 'string' },
      calendar: { type: 'string' },
      complex: { type: 'boolean' },
      extend: { type: 'string' },
      until: { type: 'string' },
      batch: { type: 'boolean' },
      json: { type: 'boolean' },
      words: { type: 'boolean' },
    },
  });
  if (values.batch === true) return answerLines(loadRules(findPoliciesDir()));
  if (values.accepted === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const { accepted, policy, calendar, complex, until } = values;
  const extend = values.extend === undefined ? undefined : Number(values.extend);
  const question = { accepted, policy, calendar, complex, extend, until };
  const answer = answerOne(loadRules(findPoliciesDir()), question);
  const asJson = values.json === true || (values.words !== true && !process.stdout.isTTY);
  process.stdout.write(asJson ? `${JSON.stringify(written(answer))}\n` : inWords(answer));
  return 0;
}

interface Answer {
  acceptedAt: number;
  deadlines: ExplainedDeadlines;
  policy: Policy;
  calendar: Calendar;
}

function answerOne(rules: Rules, question: Question): Answer {
  const acceptedAt = parseInstant(question.accepted);
  const policy =
    question.policy === undefined
      ? policyInForce(rules, rules.defaultPolicy.id, acceptedAt)
      : rules.getPolicy(question.policy);
  const calendar = rules.calendarOf(question.calendar ?? policy.calendar);
  const deadlines = computeDeadlines({
    acceptedAt,
    policy,
    calendar,
    complex: question.complex,
    extendDays: question.extend,
    extendUntil: question.until === undefined ? undefined : parseDate(question.until),
  });
  return { acceptedAt, deadlines, policy, calendar };
}

/** What programs rely on. */
function written({ deadlines, policy, calendar }: Answer) {
  return {
    receivedAt: formatInstant(deadlines.receivedAt),
    legalDue: formatInstant(deadlines.legalDue),
    slip: deadlines.slip,
    steps: deadlines.steps.map(({ step, budgetMinutes, dueByHours, due, pace }) => ({
      step,
      budgetMinutes,
      dueByHours: formatInstant(dueByHours),
      due: formatInstant(due),
      pace: formatInstant(pace),
    })),
    policy: policy.id,
    calendar: calendarVersionOf(calendar),
    because: deadlines.because,
  };
}

/** Every line is answered, a wrong one with its code; then the exit code is 2. */
async function answerLines(rules: Rules): Promise<number> {
  let exitCode = 0;
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const answer = answerLine(rules, line);
    if ('error' in answer) exitCode = 2;
    if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) {
      await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  }
  return exitCode;
}

function answerLine(rules: Rules, line: string) {
  let id: unknown = null;
  try {
    const question = readQuestion(JSON.parse(line) as unknown);
    id = question.id;
    return { id, ...written(answerOne(rules, question)) };
  } catch (error) {
    if (error instanceof SaoyError) {
      return { id: id ?? findId(line), error: error.code, message: error.message };
    }
    if (error instanceof SyntaxError) {
      return { id, error: 'input-invalid', message: 'The line is not JSON.' };
    }
    throw error;
  }
}

function readQuestion(value: unknown): Question & { id: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SaoyError('input-invalid', { field: 'line', reason: 'not a JSON object' });
  }
  const {
    id = null,
    accepted,
    policy,
    calendar,
    complex,
    extend,
    until,
  } = value as Record<string, unknown>;
  if (typeof accepted !== 'string') {
    throw new SaoyError('input-invalid', { field: 'accepted', reason: 'an instant is needed' });
  }
  return {
    id,
    accepted,
    policy: optional('policy', policy, 'string'),
    calendar: optional('calendar', calendar, 'string'),
    complex: optional('complex', complex, 'boolean'),
    extend: optional('extend', extend, 'number'),
    until: optional('until', until, 'string'),
  };
}

interface Kinds {
  string: string;
  boolean: boolean;
  number: number;
}

function optional<Kind extends keyof Kinds>(
  field: string,
  value: unknown,
  kind: Kind,
): Kinds[Kind] | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== kind)
    throw new SaoyError('input-invalid', { field, reason: `not a ${kind}` });
  return value as Kinds[Kind];
}

function findId(line: string): unknown {
  const value = JSON.parse(line) as unknown;
  return typeof value === 'object' && value !== null
    ? ((value as { id?: unknown }).id ?? null)
    : null;
}

/** As an inspector reads it: times as offices write them, each step by its name, every reason with its source. */
function inWords({ acceptedAt, deadlines, policy, calendar }: Answer): string {
  const { receivedAt, legalDue, slip, steps, because } = deadlines;
  const received =
    receivedAt === acceptedAt ? '' : ` (coi như nhận ${formatInstantVi(receivedAt)})`;
  const stepLines = steps.map(({ step, due, pace, dueByHours }) => {
    const name = policy.steps.find((each) => each.step === step)?.name ?? step;
    return (
      `  ${name}: hạn ${formatInstantVi(due)}, nhịp ${formatInstantVi(pace)}, ` +
      `cộng đủ giờ ${formatInstantVi(dueByHours)}\n`
    );
  });
  const reasons = because.map(({ rule, citation }, i) => `  ${i + 1}. ${rule} [${citation}]\n`);
  return [
    `Tiếp nhận     ${formatInstantVi(acceptedAt)}${received}\n`,
    `Hạn theo luật ${formatInstantVi(legalDue)}${slip ? ' (có phiếu hẹn)' : ''}\n`,
    ...stepLines,
    `Vì:\n`,
    ...reasons,
    `Quy định: ${policy.name} (${policy.id})\n`,
    `Lịch: ${calendar.data.name} (${calendarVersionOf(calendar)})\n`,
  ].join('');
}
