import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { loadRules } from '../policies/load-rules';
import { computeDeadlines } from './due';
import { parseInstant } from './parse-time';
import { formatInstant } from '../time/time';

/*
 * Three hundred answers of another program: written in Python from the text of the rules alone (domain
 * notes B and D), day by day and without a look at this code. Both policies, two calendars, the complex
 * track, extensions, Tết, swapped Saturdays, the milliseconds around openings, closings and the cut-off,
 * other offsets, predicted years. Each line: question, receipt, legal due, slip, and for each step its
 * due by hours, due and pace.
 */
interface Question {
  accepted: string;
  policy?: string;
  calendar?: string;
  complex?: boolean;
  extend?: number;
}
type Line = [Question, receivedAt: string, legalDue: string, slip: boolean, ...steps: string[]];

const rules = loadRules();
const lines = readFileSync(join(__dirname, '../test/fixtures/independent-dues.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line);

test('every figure of three hundred cases is the same', () => {
  expect(lines).toHaveLength(300);
  for (const [question, ...expected] of lines) {
    expect({ question, answer: answer(question) }).toEqual({ question, answer: expected });
  }
});

function answer({ accepted, policy, calendar = 'vn', complex, extend }: Question) {
  const { receivedAt, legalDue, slip, steps } = computeDeadlines({
    acceptedAt: parseInstant(accepted),
    policy: policy === undefined ? rules.defaultPolicy : rules.getPolicy(policy),
    calendar: rules.calendarOf(calendar),
    complex,
    extendDays: extend,
  });
  const local = (instant: number) => formatInstant(instant).replace('+07:00', '');
  const figures = steps.flatMap(({ dueByHours, due, pace }) => [dueByHours, due, pace].map(local));
  return [local(receivedAt), local(legalDue), slip, ...figures];
}
