import { expect, test } from '@jest/globals';
import type { DossierStart } from './messages';
import { quietMs } from './start-dossier';

const now = Date.parse('2026-11-26T08:00:00+07:00');
const hours = (count: number) => count * 3_600_000;
const start: DossierStart = {
  dossierId: '5f0f9a52-6a36-4a6f-9d2e-000000000001',
  stage: 'accepted',
  clock: {
    ...{ step: 'create', round: 1, due: now + hours(4), noticeAt: now + hours(3) },
    ...{ noticed: false, breached: false, escalateAt: null, escalated: false },
  },
  legalDue: now + hours(9),
  paused: null,
};

test('a dossier that was just accepted has nothing to do until its first alarm', () => {
  expect(quietMs(start, now)).toBe(hours(3));
  expect(quietMs({ ...start, legalDue: now + hours(2) }, now)).toBe(hours(2));
});

test('an alarm that is due waits for nothing', () => {
  expect(quietMs(start, now + hours(5))).toBe(0);
});

test('a dossier whose workflow is started anew further on goes on at once', () => {
  expect(quietMs({ ...start, stage: 'completing', clock: null }, now)).toBe(0);
});
