import { expect, test } from '@jest/globals';
import { rulesWith } from '../test/fixtures/rules';
import { correctionDueOf } from './correction-terms';
import { houseRules, loadRules } from './load-rules';

const office = { policyId: 'hanoi-1287-2024', calendarId: 'vn' };
const at = (text: string) => Date.parse(`${text}+07:00`);

test.each([
  ['2026-11-25T09:00:00', '2026-11-30T17:30:00'],
  ['2026-11-28T10:00:00', '2026-12-02T17:30:00'],
  ['2026-12-30T10:00:00', '2027-01-05T17:30:00'],
])('asked at %s, answered by the close of the third working day', (asked, due) => {
  expect(correctionDueOf(loadRules(houseRules), office, at(asked))).toBe(at(due));
});

test('the days are those of the rules', () => {
  const rules = rulesWith(['answer_days: 3', 'answer_days: 1']);
  const due = correctionDueOf(rules, office, at('2026-11-25T09:00:00'));
  expect(due).toBe(at('2026-11-26T17:30:00'));
});
