import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadRules } from '../policies/load-rules';
import { computeDeadlines, deriveDeadlines } from './due';
import { shiftByPauses } from './pauses';
import { parseInstant } from './parse-time';
import { formatInstant } from '../time/time';
import { addWorkingMs, workingMsBetween } from './working-time';

const rules = loadRules();
const calendar = rules.calendarOf('vn');
const policy = rules.getPolicy('hanoi-1287-2024');
const at = (text: string) => parseInstant(`2026-11-${text.replace(' ', 'T')}+07:00`);
const pause = (from: string, to: string, stopsLegal = true) => ({
  ...{ from: at(from), to: at(to), ground: 'test', stopsLegal },
});
const shifted = (due: string, ...pauses: ReturnType<typeof pause>[]) =>
  formatInstant(shiftByPauses(calendar, at(due), pauses)).slice(8, 16);

describe('a pause', () => {
  test('lets what was left go on at its end', () => {
    expect(shifted('16 17:30', pause('16 10:00', '16 11:00'))).toBe('17T09:00');
    expect(shifted('16 17:30', pause('16 10:00', '17 10:00'))).toBe('17T17:30');
  });

  test('outside working time takes nothing', () => {
    expect(shifted('17 17:30', pause('16 18:00', '17 07:00'))).toBe('17T17:30');
  });

  test('after the due changes nothing: what was over stays over', () => {
    expect(shifted('16 17:30', pause('16 17:30', '18 10:00'))).toBe('16T17:30');
  });

  test('follows another, which may have moved the due to before it', () => {
    const first = pause('16 10:00', '16 11:00');
    const second = pause('17 08:30', '17 09:30');
    expect(shifted('16 17:30', second, first)).toBe('17T10:00');
    expect(shifted('16 17:30', second)).toBe('16T17:30');
  });
});

describe('the due times of a dossier', () => {
  const question = { acceptedAt: at('16 08:00'), policy, calendar };

  test('the legal due moves only by a pause whose rule stops it', () => {
    const step = deriveDeadlines({ ...question, pauses: [pause('16 10:00', '16 11:00', false)] });
    expect(formatInstant(step.legalDue)).toBe('2026-11-16T17:30:00+07:00');
    expect(step.slip).toBe(false);
    const legal = deriveDeadlines({ ...question, pauses: [pause('16 10:00', '16 11:00')] });
    expect(formatInstant(legal.legalDue)).toBe('2026-11-17T09:00:00+07:00');
    expect(legal.slip).toBe(true);
    for (const { steps } of [step, legal]) {
      const byHours = steps.map(({ dueByHours }) => formatInstant(dueByHours).slice(8, 16));
      expect(byHours).toEqual(['16T14:30', '16T16:30', '17T09:00']);
    }
  });

  test('say why, with the citation of the rule', () => {
    const rule = { id: 'test', vi: 'Chờ xác minh', en: 'Checked elsewhere', citation: 'QĐ mẫu Đ5' };
    const paused = {
      ...policy,
      pause: { ...policy.pause, grounds: [{ ...rule, stops: 'legal' as const }] },
    };
    const { because } = computeDeadlines({
      ...{ ...question, policy: paused },
      pauses: [pause('16 10:00', '16 11:00')],
    });
    expect(because).toContainEqual({
      rule: expect.stringContaining('Chờ xác minh'),
      citation: 'QĐ mẫu Đ5',
    });
  });

  test('move by exactly the working time that the pause took', () => {
    const first = parseInstant('2024-01-02T08:00:00+07:00');
    const days = fc.integer({ min: 0, max: 20 * 86_400_000 });
    const instant = fc.integer({ min: 0, max: 3_000 * 86_400_000 }).map((ms) => first + ms);
    fc.assert(
      fc.property(instant, days, days, (start, dueIn, pauseIn) => {
        const due = addWorkingMs(calendar, start, dueIn);
        const to = start + pauseIn;
        const moved = shiftByPauses(calendar, due, [
          { from: start, to, ground: 'test', stopsLegal: true },
        ]);
        if (start >= due) expect(moved).toBe(due);
        else {
          expect(workingMsBetween(calendar, due, moved)).toBe(
            workingMsBetween(calendar, start, to),
          );
        }
      }),
      { numRuns: 1000 },
    );
  });
});
