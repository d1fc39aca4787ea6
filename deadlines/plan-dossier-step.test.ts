import { expect, test } from '@jest/globals';
import { loadRules } from '../policies/load-rules';
import { formatInstant } from '../time/time';
import { parseInstant } from './parse-time';
import { type DossierClockFacts, planDossierStep } from './plan-dossier-step';

const rules = loadRules();
const hour = 3_600_000;
const at = (text: string) => parseInstant(`2026-11-${text.replace(' ', 'T')}+07:00`);
const none = { create: 0, sign: 0, seal: 0 };

/** Of a dossier accepted on Monday the 16th at eight and due that day: 4, 2 and 2 hours. */
function plan(
  step: 'create' | 'sign' | 'seal',
  startedAt: string,
  used: Partial<typeof none> = {},
  more: Partial<DossierClockFacts> = {},
) {
  const facts = {
    policy: rules.getPolicy('hanoi-1287-2024'),
    calendar: rules.calendarOf('vn'),
    acceptedAt: at('16 08:00'),
    legalDue: at('16 17:30'),
    complex: false,
    extendDays: 0,
    ...more,
  };
  const { dueByHours, due, pace, budgetMs } = planDossierStep(facts, step, at(startedAt), {
    ...none,
    ...used,
  });
  const written = (instant: number) => formatInstant(instant).slice(8, 16).replace('T', ' ');
  return {
    byHours: written(dueByHours),
    due: written(due),
    pace: written(pace),
    budgetHours: budgetMs / hour,
  };
}

test('a step that begins for the first time is due where the chain of all budgets says', () => {
  expect(plan('create', '16 08:00')).toMatchObject({ byHours: '16 12:00', budgetHours: 4 });
  expect(plan('sign', '16 09:00')).toMatchObject({ byHours: '16 15:30', budgetHours: 2 });
  expect(plan('seal', '16 09:30')).toMatchObject({ byHours: '16 17:30', budgetHours: 2 });
});

test('a step that comes back is due after what was left of its own budget', () => {
  expect(plan('sign', '16 10:00', { sign: 0.5 * hour })).toMatchObject({
    byHours: '16 11:30',
    due: '16 11:30',
    budgetHours: 1.5,
  });
  expect(plan('sign', '16 10:00', { create: hour })).toMatchObject({ byHours: '16 15:30' });
});

test('a budget that is used up is nothing, not less', () => {
  expect(plan('sign', '16 10:00', { sign: 3 * hour })).toMatchObject({
    byHours: '16 10:00',
    budgetHours: 0,
  });
});

test('what later steps have used already is not kept for them', () => {
  // Four hours are left for 2 + 1 + 1: nobody must hurry. For 2 + 2 + 2 the first had 80 minutes.
  expect(plan('create', '16 13:30', { create: 2 * hour, sign: hour, seal: hour })).toMatchObject({
    pace: '16 15:30',
  });
  expect(plan('create', '16 13:30', { create: 2 * hour })).toMatchObject({ pace: '16 14:50' });
  // What earlier steps took is over.
  expect(plan('seal', '16 16:30', { create: hour, sign: hour })).toMatchObject({
    pace: '16 17:30',
  });
});

test('a complex original has the budget of its track', () => {
  const complex = { complex: true, legalDue: at('18 17:30') };
  expect(plan('create', '16 08:00', {}, complex)).toMatchObject({
    byHours: '17 17:30',
    budgetHours: 16,
  });
});

test('pauses that have ended move what the chain says', () => {
  const pause = { from: at('16 10:00'), to: at('16 11:00'), ground: 'test', stopsLegal: false };
  expect(plan('sign', '16 14:30', {}, { pauses: [pause] })).toMatchObject({ byHours: '16 16:30' });
});
