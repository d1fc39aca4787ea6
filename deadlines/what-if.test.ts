import { describe, expect, test } from '@jest/globals';
import { loadRules } from '../policies/load-rules';
import { compileCalendar } from './calendar';
import { deriveDeadlines } from './due';
import { simulateQueue } from './simulate-queue';
import { parseInstant } from './parse-time';
import { formatInstant } from '../time/time';
import { computeWhatIf, type OpenDossier } from './what-if';

const rules = loadRules();
const policy = rules.defaultPolicy;
const calendar = rules.calendarOf('vn');
const minute = 60_000;
const at = (text: string) => parseInstant(`2026-${text.replace(' ', 'T')}+07:00`);
const at2 = (instant: number) => formatInstant(instant).slice(5, 16).replace('T', ' ');

function open(id: string, accepted: string, step: OpenDossier['step'] = 'create'): OpenDossier {
  const question = { acceptedAt: at(accepted), complex: false, extendDays: 0 };
  const { legalDue, slip } = deriveDeadlines({ ...question, policy, calendar });
  return { id, ...question, legalDue, slip, step };
}

const asOf = (instant: number) => ({ before: () => instant, after: () => instant });

describe('a change of calendar or policy', () => {
  const withHoliday = compileCalendar({
    ...calendar.data,
    daysOff: [
      ...calendar.data.daysOff,
      { date: '2026-11-27', kind: 'holiday', name: 'ngày nghỉ mới', citation: 'Quyết định mẫu' },
    ],
  });

  test('a day off announced while dossiers are open moves their dues and lists the new slips', () => {
    const dossiers = [
      open('same day', '11-26 09:00'),
      open('over the new holiday', '11-26 15:30'),
      open('on the new holiday', '11-27 09:00'),
      open('after it', '11-30 09:00'),
    ];
    const answer = computeWhatIf(
      dossiers,
      () => ({ policy, calendar: withHoliday }),
      asOf(at('11-27 18:00')),
    );
    expect(answer.changes.map(({ id, newSlip }) => [id, newSlip])).toEqual([
      ['over the new holiday', true],
      ['on the new holiday', true],
    ]);
    expect(answer).toMatchObject({
      lateBefore: 3,
      lateAfter: 1,
      toOnTime: 2,
      toLate: 0,
      newSlips: 2,
    });
    expect(at2(answer.changes[0]!.legalDueAfter)).toBe('11-30 17:30');
  });

  test('an earlier cut-off makes none late, a stricter extension does', () => {
    const noon = { ...policy, cutoff: { ...policy.cutoff, timeMs: 12 * 60 * minute } };
    const dossiers = [open('a', '11-26 14:00'), open('b', '11-26 09:00')];
    const later = computeWhatIf(
      dossiers,
      () => ({ policy: noon, calendar }),
      asOf(at('11-26 18:00')),
    );
    expect(later).toMatchObject({ toOnTime: 1, toLate: 0, lateBefore: 2, lateAfter: 1 });
    const late = { ...policy, cutoff: { ...policy.cutoff, timeMs: 17 * 60 * minute } };
    const earlier = computeWhatIf(
      [open('c', '11-26 16:00')],
      () => ({ policy: late, calendar }),
      asOf(at('11-27 08:00')),
    );
    expect(earlier).toMatchObject({ toLate: 1, newSlips: 1 });
  });

  test('the same rules change nothing, however often', () => {
    const dossiers = [open('a', '11-26 14:00'), open('b', '11-23 15:30')];
    const answer = computeWhatIf(dossiers, () => ({ policy, calendar }), asOf(at('11-26 18:00')));
    expect(answer.changes).toEqual([]);
  });

  test('ten thousand open dossiers take less than a second', () => {
    const dossiers = Array.from({ length: 10_000 }, (_, i) => ({
      ...open(String(i), '11-26 14:00'),
      acceptedAt: at('11-23 08:00') + i * 17_000,
    }));
    const start = performance.now();
    const answer = computeWhatIf(
      dossiers,
      () => ({ policy, calendar: withHoliday }),
      asOf(at('11-27 18:00')),
    );
    expect(performance.now() - start).toBeLessThan(1000);
    expect(answer.dossiers).toBe(10_000);
  });
});

describe('fewer or more people', () => {
  const serviceMs = { create: 20 * minute, sign: 5 * minute, seal: 5 * minute };
  const finish = (dossiers: OpenDossier[], people: number[]) => {
    const [create = 0, sign = 0, seal = 0] = people;
    const finishes = simulateQueue(
      dossiers,
      { people: { create, sign, seal }, serviceMs },
      calendar,
      at('11-26 09:00'),
    );
    return Object.fromEntries(
      [...finishes].map(([id, end]) => [id, Number.isFinite(end) ? at2(end) : 'never']),
    );
  };

  test('one person works the queue by its dues', () => {
    const dossiers = [
      open('due tomorrow', '11-25 15:30'),
      open('due today', '11-26 08:30'),
      open('signed', '11-26 08:10', 'seal'),
    ];
    dossiers[0]!.legalDue = at('11-27 17:30');
    expect(finish(dossiers, [1, 1, 1])).toEqual({
      'due today': '11-26 09:30',
      'due tomorrow': '11-26 09:50',
      signed: '11-26 09:05',
    });
    expect(finish(dossiers, [2, 1, 1])).toEqual({
      'due today': '11-26 09:30',
      'due tomorrow': '11-26 09:35',
      signed: '11-26 09:05',
    });
  });

  test('nobody at a step finishes nothing behind it', () => {
    expect(finish([open('a', '11-26 08:30'), open('b', '11-26 08:30', 'seal')], [1, 0, 1])).toEqual(
      { a: 'never', b: '11-26 09:05' },
    );
  });

  test('more people never finish the whole later; the last one goes over into the next day', () => {
    const dossiers = Array.from({ length: 60 }, (_, i) => open(String(i), '11-26 08:30'));
    const last = (people: number[]) => Object.values(finish(dossiers, people)).sort().at(-1)!;
    expect(last([1, 1, 1])).toBe('11-30 14:40');
    for (let people = 1; people < 6; people++) {
      expect(last([people + 1, 1, 1]) <= last([people, 1, 1])).toBe(true);
    }
  });
});

describe('what a change is', () => {
  const due = at('11-26 17:30');
  const answerFor = (
    dossier: OpenDossier,
    finishes: { before: number; after: number },
    cutoffMs = policy.cutoff.timeMs,
  ) =>
    computeWhatIf(
      [dossier],
      () => ({ policy: { ...policy, cutoff: { ...policy.cutoff, timeMs: cutoffMs } }, calendar }),
      { before: () => finishes.before, after: () => finishes.after },
    );
  const one = open('one', '11-26 09:00');

  test('a dossier that is finished at the very instant of its due is on time', () => {
    expect(answerFor(one, { before: due, after: due })).toMatchObject({
      lateBefore: 0,
      lateAfter: 0,
    });
    const flips = answerFor(one, { before: due, after: due + 1 });
    expect(flips).toMatchObject({ lateBefore: 0, lateAfter: 1, toLate: 1, toOnTime: 0 });
    expect(flips.changes).toHaveLength(1);
    expect(flips.changes[0]).toEqual({
      ...{ id: 'one', finishBefore: due, finishAfter: due + 1 },
      ...{ legalDueBefore: due, legalDueAfter: due },
      ...{ lateBefore: false, lateAfter: true, newSlip: false },
    });
    const back = answerFor(one, { before: due + 1, after: due });
    expect(back).toMatchObject({ lateBefore: 1, lateAfter: 0, toLate: 0, toOnTime: 1 });
    const stays = answerFor(one, { before: due + 1, after: due + 1 });
    expect(stays).toMatchObject({
      lateBefore: 1,
      lateAfter: 1,
      toLate: 0,
      toOnTime: 0,
      changes: [],
    });
  });

  test('a due that moves is one, with a new slip where one was given or is now due', () => {
    const noon = 8 * 60 * minute;
    const finishes = { before: 0, after: 0 };
    expect(answerFor(one, finishes, noon)).toMatchObject({
      newSlips: 1,
      changes: [{ newSlip: true }],
    });
    const late = 17 * 60 * minute;
    const given = open('given', '11-26 16:00');
    expect(given.slip).toBe(true);
    expect(answerFor(given, finishes, late)).toMatchObject({
      newSlips: 1,
      changes: [{ newSlip: true }],
    });
    const none = { ...given, slip: false };
    expect(answerFor(none, finishes, late)).toMatchObject({
      newSlips: 0,
      changes: [{ newSlip: false }],
    });
    expect(answerFor(given, finishes)).toMatchObject({ newSlips: 0, changes: [] });
  });
});
