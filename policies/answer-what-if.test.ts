import { describe, expect, test } from '@jest/globals';
import { deriveDeadlines } from '../deadlines/due';
import { parseDate, parseInstant } from '../deadlines/parse-time';
import { formatInstant } from '../time/time';
import { answerWhatIf, type RuledDossier, withPinnedRules } from './answer-what-if';
import { loadRules } from './load-rules';
import { calendarVersionOf, policyVersionOf } from './pinned-rules';

const rules = loadRules();
const policy = rules.defaultPolicy;
const calendar = rules.calendarOf('vn');
const at = (time: string) => parseInstant(`2026-11-26T${time}:00+07:00`);
const minute = 60_000;

function open(id: string, accepted: string, more: Partial<RuledDossier> = {}): RuledDossier {
  const question = { acceptedAt: at(accepted), complex: false, extendDays: 0 };
  const { legalDue, slip } = deriveDeadlines({ ...question, policy, calendar });
  const own = { id, office: 'mau-01', step: 'create' as const, legalDue, slip, policy, calendar };
  return { ...question, ...own, ...more };
}

/** When each would be finished, before and after, as `26T14:20`. */
const finishesOf = (...question: Parameters<typeof answerWhatIf>) =>
  Object.fromEntries(
    answerWhatIf(...question).changes.map(({ id, finishBefore, finishAfter }) => [
      id,
      [finishBefore, finishAfter].map((end) =>
        Number.isFinite(end) ? formatInstant(end).slice(8, 16) : 'never',
      ),
    ]),
  );

const minutes = { create: 60, sign: 30, seal: 30 };
const one = { create: 1, sign: 1, seal: 1 };
const none = { create: 0, sign: 1, seal: 1 };

test('a question that asks for no change is refused, one change is enough', () => {
  expect(() => answerWhatIf([], { at: at('09:00') }, rules, {})).toThrow('what-if-unasked');
  const asked = [
    { dayOff: '2026-11-27' },
    { policy: policy.id },
    { people: one, minutes },
    { draft: { file: 'bản nháp', text: '' } },
  ];
  for (const change of asked.slice(0, 3)) {
    expect(answerWhatIf([], { ...change, at: at('09:00') }, rules, {}).dossiers).toBe(0);
  }
  expect(() => answerWhatIf([], { ...asked[3], at: at('09:00') }, rules, {})).toThrow(
    'rules-invalid',
  );
});

test('without people, who is late at the instant is late', () => {
  const dossiers = [open('today', '09:00'), open('tomorrow', '15:30')];
  const dayOff = { dayOff: '2026-11-27' };
  const answer = answerWhatIf(dossiers, { ...dayOff, at: at('18:00') }, rules, {});
  expect(answer).toMatchObject({ dossiers: 2, lateBefore: 1, lateAfter: 1, newSlips: 1 });
  expect(answer.changes.map(({ id }) => id)).toEqual(['tomorrow']);
  expect(finishesOf(dossiers, { ...dayOff, at: at('18:00') }, rules, {})).toEqual({
    tomorrow: ['26T18:00', '26T18:00'],
  });
});

describe('with people', () => {
  test('each office works its own queue, before by one at each step and after by those asked for', () => {
    const dossiers = [
      open('first', '09:00'),
      open('second', '09:01', { office: 'mau-02' }),
      open('third', '09:02', { legalDue: at('15:00') }),
    ];
    const question = { people: none, minutes, at: at('13:30') };
    expect(finishesOf(dossiers, question, rules, {})).toEqual({
      first: ['26T16:30', 'never'],
      second: ['26T15:30', 'never'],
      third: ['26T15:30', 'never'],
    });
    expect(answerWhatIf(dossiers, question, rules, {})).toMatchObject({ lateBefore: 1, toLate: 2 });
  });

  test('as they are now is what was said, where it was', () => {
    const question = { people: one, peopleNow: none, minutes, at: at('13:30') };
    const answer = answerWhatIf([open('one', '09:00')], question, rules, {});
    expect(answer).toMatchObject({ lateBefore: 1, lateAfter: 0, toOnTime: 1 });
  });

  test('a dossier takes as long as was measured, or as was said instead', () => {
    const measured = { create: 300 * minute, sign: 5 * minute, seal: 5 * minute };
    const people = { create: 2, sign: 1, seal: 1 };
    const dossiers = [open('one', '09:00'), open('two', '09:00')];
    const byMeasure = answerWhatIf(dossiers, { people, at: at('09:00') }, rules, measured);
    expect(byMeasure).toMatchObject({ lateBefore: 1, toOnTime: 1 });
    const said = answerWhatIf(dossiers, { people, minutes, at: at('09:00') }, rules, measured);
    expect(said).toMatchObject({ lateBefore: 0, lateAfter: 0 });
    const partly = { create: minute, sign: minute };
    expect(() => answerWhatIf(dossiers, { people, at: at('09:00') }, rules, partly)).toThrow(
      'service-times-missing',
    );
    expect(() => answerWhatIf(dossiers, { people, at: at('09:00') }, rules, partly)).toThrow(
      /seal/,
    );
  });

  test('a day off asked about as well keeps them from work, but not before it was asked about', () => {
    const dossiers = [open('one', '15:30')];
    const question = { people: one, minutes, dayOff: '2026-11-27', at: at('16:30') };
    expect(finishesOf(dossiers, question, rules, {})).toEqual({
      one: ['27T09:00', '30T09:00'],
    });
  });
});

test('rows get the rules that they pinned, looked up once each, and instants as numbers', () => {
  const pause = {
    ...{ ground: 'wait', stopsLegal: true },
    ...{ startedAt: new Date(at('09:30')), endedAt: new Date(at('10:00')) },
  };
  const row = {
    ...{
      code: 'HS-1',
      officeId: 'mau-01',
      step: 'sign' as const,
      acceptedAt: new Date(at('09:00')),
    },
    ...{ legalDue: new Date(at('17:30')), complex: true, extensionDays: 2, agreedUntil: null },
    ...{ appointmentSlip: true, pauses: [pause] },
    ...{ policy: policyVersionOf(policy), calendar: calendarVersionOf(calendar) },
  };
  const asked: string[] = [];
  const counted: typeof rules = {
    ...rules,
    getPolicy: (id, version) => {
      asked.push(`${id}@${version}`);
      return rules.getPolicy(id, version);
    },
    getCalendar: (version) => {
      asked.push(version);
      return rules.getCalendar(version);
    },
  };
  const agreed = { ...row, code: 'HS-2', agreedUntil: '2026-12-01', pauses: [] };
  const [first, second] = withPinnedRules([row, agreed], counted);
  expect(first).toEqual({
    ...{ id: 'HS-1', office: 'mau-01', step: 'sign', acceptedAt: at('09:00') },
    ...{ legalDue: at('17:30'), complex: true, extendDays: 2, extendUntil: undefined, slip: true },
    pauses: [{ ground: 'wait', stopsLegal: true, from: at('09:30'), to: at('10:00') }],
    ...{ policy, calendar },
  });
  expect(second).toMatchObject({ id: 'HS-2', extendUntil: parseDate('2026-12-01'), pauses: [] });
  expect(second?.policy).toBe(policy);
  expect(second?.calendar).toBe(calendar);
  expect(asked).toEqual([policyVersionOf(policy), calendar.data.version]);
  expect(() => withPinnedRules([{ ...row, policy: `${policy.id}@ffff` }], rules)).toThrow(
    'policy-unknown',
  );
  expect(() => withPinnedRules([{ ...row, calendar: 'vn@ffff' }], rules)).toThrow(
    'calendar-unknown',
  );
});
