import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadRules } from '../policies/load-rules';
import { computeDeadlines, deriveDeadlines } from './due';
import type { DeadlineQuestion } from './questions';
import { planStep } from './plan-step';
import { parseDate } from './parse-time';
import { dayOf, msPerMinute, startOfDay } from '../time/time';
import { addWorkingMs, isWorkingDay, nextWorkingInstant, workingMsBetween } from './working-time';

const rules = loadRules();
const runs = { numRuns: 1000 };

const first = startOfDay(parseDate('2024-01-01'));
const last = startOfDay(parseDate('2035-11-01'));
const instant = fc.integer({ min: first, max: last });
const setting = fc.record({
  policy: fc.constantFrom(...rules.policies),
  calendar: fc.constantFrom(rules.calendarOf('vn'), rules.calendarOf('hue-2026')),
  complex: fc.boolean(),
  extendDays: fc.integer({ min: 0, max: 2 }),
});
const question: fc.Arbitrary<DeadlineQuestion> = fc
  .tuple(instant, setting)
  .map(([acceptedAt, rest]) => ({ acceptedAt, ...rest }));

describe('whatever is asked', () => {
  test('a later acceptance never gives an earlier due', () => {
    fc.assert(
      fc.property(question, fc.integer({ min: 0, max: 5 * 86_400_000 }), (one, later) => {
        const other = { ...one, acceptedAt: one.acceptedAt + later };
        const [a, b] = [deriveDeadlines(one), deriveDeadlines(other)];
        expect(b.legalDue).toBeGreaterThanOrEqual(a.legalDue);
        a.steps.forEach((step, i) => {
          expect(b.steps[i]!.dueByHours).toBeGreaterThanOrEqual(step.dueByHours);
          expect(b.steps[i]!.due).toBeGreaterThanOrEqual(step.due);
        });
      }),
      runs,
    );
  });

  test('every figure lies in office hours, after the receipt; none is after the legal due but the hours', () => {
    fc.assert(
      fc.property(question, (one) => {
        const { calendar } = one;
        const { receivedAt, legalDue, steps } = deriveDeadlines(one);
        expect(receivedAt).toBeGreaterThanOrEqual(one.acceptedAt);
        const ends = steps.flatMap(({ dueByHours, due, pace }) => [dueByHours, due, pace]);
        for (const end of [receivedAt, legalDue, ...ends]) {
          expect(nextWorkingInstant(calendar, end)).toBe(end);
          expect(end).toBeGreaterThanOrEqual(receivedAt);
        }
        for (const { due, pace, dueByHours } of steps) {
          expect(due).toBe(Math.min(dueByHours, legalDue));
          expect(pace).toBeLessThanOrEqual(legalDue);
        }
      }),
      runs,
    );
  });

  test('the working minutes between start and due by hours equal the budget', () => {
    fc.assert(
      fc.property(question, (one) => {
        const { receivedAt, steps } = deriveDeadlines(one);
        let start = receivedAt;
        for (const { dueByHours, budgetMinutes } of steps) {
          expect(workingMsBetween(one.calendar, start, dueByHours)).toBe(
            budgetMinutes * msPerMinute,
          );
          start = dueByHours;
        }
      }),
      runs,
    );
  });

  test('paces are in order, and the last is the legal due where the budgets overrun it', () => {
    fc.assert(
      fc.property(question, (one) => {
        const { legalDue, steps } = deriveDeadlines(one);
        const paces = steps.map(({ pace }) => pace);
        expect(paces).toEqual(paces.toSorted((a, b) => a - b));
        const overrun = steps.at(-1)!.dueByHours > legalDue;
        expect(paces.at(-1)).toBe(overrun ? legalDue : steps.at(-1)!.dueByHours);
      }),
      runs,
    );
  });

  test('deriving again gives the same, with and without reasons', () => {
    fc.assert(
      fc.property(question, (one) => {
        const { because, ...answer } = computeDeadlines(one);
        expect(answer).toEqual(deriveDeadlines(one));
        expect(computeDeadlines(one).because).toEqual(because);
      }),
      { numRuns: 300 },
    );
  });

  test('the due day is a working day, at most two working days past the base', () => {
    fc.assert(
      fc.property(question, (one) => {
        const { legalDue, slip } = deriveDeadlines(one);
        const plain = deriveDeadlines({ ...one, complex: false, extendDays: 0 });
        expect(isWorkingDay(one.calendar, dayOf(legalDue))).toBe(true);
        let days = 0;
        for (let day = dayOf(plain.legalDue); day < dayOf(legalDue); day++) {
          if (isWorkingDay(one.calendar, day + 1)) days++;
        }
        expect(days).toBe(one.extendDays || (one.complex ? 2 : 0));
        expect(slip).toBe(dayOf(legalDue) > dayOf(one.acceptedAt));
      }),
      runs,
    );
  });

  test('adding working time and measuring it undo each other', () => {
    fc.assert(
      fc.property(question, fc.nat({ max: 40 * 8 * 3_600_000 }), (one, ms) => {
        const end = addWorkingMs(one.calendar, one.acceptedAt, ms);
        expect(workingMsBetween(one.calendar, one.acceptedAt, end)).toBe(ms);
        const half = Math.floor(ms / 2);
        const middle = addWorkingMs(one.calendar, one.acceptedAt, half);
        expect(addWorkingMs(one.calendar, middle, ms - half)).toBe(end);
      }),
      runs,
    );
  });

  test('a step’s plan keeps to the law and warns before its pace', () => {
    const budget = fc.integer({ min: 0, max: 16 * 60 }).map((minutes) => minutes * msPerMinute);
    fc.assert(
      fc.property(
        question,
        fc.integer({ min: 0, max: 30 * 3_600_000 }),
        budget,
        fc.array(budget, { maxLength: 2 }),
        (one, wait, budgetLeftMs, laterBudgetsMs) => {
          const { receivedAt, legalDue } = deriveDeadlines(one);
          const { policy, calendar } = one;
          const startedAt = receivedAt + wait;
          const figures = { step: 'sign' as const, startedAt, budgetLeftMs, laterBudgetsMs };
          const plan = planStep({ ...figures, legalDue, policy, calendar });
          expect(plan.due).toBe(Math.min(plan.dueByHours, legalDue));
          expect(plan.pace).toBeLessThanOrEqual(legalDue);
          expect(plan.noticeAt).toBeGreaterThanOrEqual(startedAt);
          if (plan.due > nextWorkingInstant(calendar, startedAt)) {
            expect(plan.noticeAt).toBeLessThanOrEqual(plan.pace);
            expect(plan.pace).toBeLessThanOrEqual(plan.due);
          }
        },
      ),
      runs,
    );
  });
});
