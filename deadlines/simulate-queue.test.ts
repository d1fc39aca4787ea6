import { expect, test } from '@jest/globals';
import { loadRules } from '../policies/load-rules';
import { formatInstant } from '../time/time';
import type { Step } from '../domain/process';
import { parseInstant } from './parse-time';
import { simulateOffices } from './simulate-offices';
import { simulateQueue } from './simulate-queue';
import type { OpenDossier } from './what-if';
import { addWorkingMs } from './working-time';

const rules = loadRules();
const [calendar, hue] = [rules.calendarOf('vn'), rules.calendarOf('hue-2026')];
const minute = 60_000;
const from = parseInstant('2026-11-16T08:00:00+07:00');

/** A dossier that is due so many minutes after the start. */
const open = (id: string, due: number, step: Step = 'create'): OpenDossier => ({
  ...{ id, step, acceptedAt: from, complex: false, extendDays: 0, slip: false },
  legalDue: from + due * minute,
});
const staffing = (people: number[], minutes: number[]) => {
  const by = ([create = 0, sign = 0, seal = 0]: number[]) => ({ create, sign, seal });
  return { people: by(people), serviceMs: by(minutes.map((each) => each * minute)) };
};

/** The plainest way: looks at each whole minute who is free and who waits longest by the law. */
function walk(dossiers: readonly OpenDossier[], people: number[], minutes: number[]) {
  const ready = new Map<OpenDossier, number>();
  const queue: OpenDossier[] = [];
  (['create', 'sign', 'seal'] as const).forEach((step, index) => {
    for (const each of dossiers) if (each.step === step) queue.push(each);
    const free = Array<number>(people[index]!).fill(0);
    const waiting = new Set(queue);
    for (let now = 0; waiting.size > 0 && now < 100_000; now++) {
      for (let person = 0; person < free.length; person++) {
        if (free[person]! > now) continue;
        const here = [...waiting].filter((each) => (ready.get(each) ?? 0) <= now);
        const [next] = here.sort((one, other) => one.legalDue - other.legalDue);
        if (!next) continue;
        waiting.delete(next);
        free[person] = now + minutes[index]!;
        ready.set(next, now + minutes[index]!);
      }
    }
  });
  return Object.fromEntries([...ready].map(([{ id }, worked]) => [id, worked]));
}

test('a hundred queues end as by walking through them minute by minute', () => {
  let state = 7;
  const random = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  for (let round = 0; round < 100; round++) {
    const people = [1 + random(3), 1 + random(2), 1 + random(2)];
    const minutes = [1 + random(9), 1 + random(9), 1 + random(9)];
    // Dues differ: of equals either may be first.
    const dossiers = Array.from({ length: 1 + random(25) }, (_, i) =>
      open(String(i), random(1000) * 100 + i, (['create', 'sign', 'seal'] as const)[random(3)]),
    );
    const found = simulateQueue(dossiers, staffing(people, minutes), calendar, from);
    const expected = walk(dossiers, people, minutes);
    for (const [id, end] of found) {
      expect({ round, id, end }).toEqual({
        ...{ round, id, end: addWorkingMs(calendar, from, expected[id]! * minute) },
      });
    }
    expect(found.size).toBe(dossiers.length);
  }
});

test('who comes while another is worked on is not put before it, but before those that wait', () => {
  const dossiers = [open('late', 900), open('later', 950), open('urgent', 100, 'sign')];
  const ends = simulateQueue(dossiers, staffing([1, 1, 1], [10, 30, 1]), calendar, from);
  const written = Object.fromEntries(
    [...ends].map(([id, end]) => [id, formatInstant(end).slice(11, 16)]),
  );
  expect(written).toEqual({ urgent: '08:31', late: '09:01', later: '09:31' });
});

test('of two who are free neither begins before the dossier is there', () => {
  const dossiers = [open('a', 1), open('b', 2)];
  const ends = simulateQueue(dossiers, staffing([2, 2, 2], [10, 30, 1]), calendar, from);
  expect([...ends.values()].map((end) => (end - from) / minute)).toEqual([41, 41]);
});

test('nobody at a step: what comes to it never ends, what is past it does', () => {
  const dossiers = [open('a', 1), open('b', 2, 'sign'), open('c', 3, 'seal')];
  const ends = simulateQueue(dossiers, staffing([1, 0, 1], [10, 10, 10]), calendar, from);
  expect(ends.get('a')).toBe(Infinity);
  expect(ends.get('b')).toBe(Infinity);
  expect(ends.get('c')).toBe(from + 10 * minute);
  expect(simulateQueue([], staffing([1, 1, 1], [1, 1, 1]), calendar, from).size).toBe(0);
});

test('every office has its own queue, people and calendar', () => {
  const dossiers = [
    { ...open('a', 1, 'seal'), office: 'one' },
    { ...open('b', 2, 'seal'), office: 'one' },
    { ...open('c', 3, 'seal'), office: 'two' },
  ];
  const ends = simulateOffices(
    dossiers,
    staffing([1, 1, 1], [1, 1, 60]),
    ({ office }) => (office === 'one' ? calendar : hue),
    parseInstant('2026-11-16T07:00:00+07:00'),
  );
  const written = Object.fromEntries(
    [...ends].map(([id, end]) => [id, formatInstant(end).slice(11, 16)]),
  );
  // One opens at eight, the other at half past seven.
  expect(written).toEqual({ a: '09:00', b: '10:00', c: '08:30' });
});
