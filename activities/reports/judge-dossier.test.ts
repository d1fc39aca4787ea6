import { describe, expect, test } from '@jest/globals';
import type { LivedDossier } from '../../db/reports/read-lived-dossiers';
import { causeOfLateness, markByLaw, standAt } from './judge-dossier';

const at = (time: string) => new Date(`2026-11-${time}:00+07:00`);

/** Accepted on Monday after hours, signed on Tuesday, extended then and corrected before; under way. */
const dossier: LivedDossier = {
  ...{ id: 'd', officeId: 'o', code: 'MAU', documentType: 'Học bạ', originalPages: 4, copies: 2 },
  ...{
    complex: false,
    policy: 'p@1',
    calendar: 'c@1',
    acceptedAt: at('23T20:00'),
    legalDue: at('26T17:30'),
  },
  ...{ stage: 'awaiting-seal', endedAt: null, registerNumber: null },
  rounds: [
    round('create', 1, '24T08:00', '23T21:00'),
    round('sign', 1, '23T21:00', '24T09:00'),
    round('seal', 1, '24T09:00', null),
  ],
  acts: [
    act('correct', '23T20:30', { pagesBefore: 1, pages: 4, copiesBefore: 1, copies: 2 }),
    act('extend', '24T10:00', { oldDue: at('24T17:30').toISOString() }),
  ],
};

function round(
  step: 'create' | 'sign' | 'seal',
  number: number,
  start: string,
  end: string | null,
) {
  const ended = end === null ? null : at(end);
  const usedMs = ended && 600_000;
  const due = at('24T12:00');
  return {
    ...{ step, round: number, startedAt: at(start), endedAt: ended, usedMs, dueByHours: due },
    actorId: step,
  };
}

function act(action: string, time: string, details: Record<string, string | number>) {
  return { action, at: at(time), actorId: 'a', details, words: null };
}

describe('a dossier turned back to an instant', () => {
  test('has the due that it had before a later extension', () => {
    expect(standAt(dossier, at('24T09:59')).legalDue).toEqual(at('24T17:30'));
    expect(standAt(dossier, at('24T10:00')).legalDue).toEqual(at('26T17:30'));
  });

  test('has the pages and copies that it had before a later correction, and no type', () => {
    expect(standAt(dossier, at('23T20:29'))).toMatchObject({
      ...{ originalPages: 1, copies: 1, documentType: null },
    });
    expect(standAt(dossier, at('23T20:30'))).toMatchObject({
      ...{ originalPages: 4, copies: 2, documentType: 'Học bạ' },
    });
  });

  test('has done what was done by then, also before the first clock began', () => {
    const done = (time: string) => standAt(dossier, at(time)).steps.map(({ step }) => step);
    expect(done('23T20:59')).toEqual([]);
    expect(done('23T21:00')).toEqual(['create']);
    expect(done('24T09:00')).toEqual(['create', 'sign']);
  });

  test('is to be done again what was sent back since', () => {
    const back = { ...dossier, acts: [act('return', '24T11:00', { from: 'awaiting-seal' })] };
    expect(standAt(back, at('24T10:59')).steps).toHaveLength(2);
    expect(standAt(back, at('24T11:00')).steps).toHaveLength(0);
  });
});

test('early is by a day for the law, in time up to the instant', () => {
  const due = at('25T17:30');
  expect(markByLaw(at('24T23:59'), due)).toBe('early');
  expect(markByLaw(at('25T17:30'), due)).toBe('onTime');
  expect(markByLaw(new Date(due.getTime() + 1), due)).toBe('late');
});

test('what made a dossier late is where it was when its due went by, or that it had been sent back', () => {
  const stood = { ...standAt(dossier, at('27T08:00')), legalDue: at('24T08:30') };
  expect(causeOfLateness(dossier, stood)).toBe('sign');
  const acts = [act('return', '24T08:00', {})];
  expect(causeOfLateness(dossier, { ...stood, acts })).toBe('returned');
});
