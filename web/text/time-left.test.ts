import { expect, test } from '@jest/globals';
import type { DossierRow } from '../../api/dossiers/contract';
import { computeTimeLeft } from './time-left';

const at = (clock: string, day = '23') => `2026-11-${day}T${clock}:00+07:00`;
const row: Pick<DossierRow, 'clock' | 'legalDue'> = {
  legalDue: at('17:30'),
  clock: {
    step: 'sign',
    startedAt: at('13:30'),
    dueByHours: at('15:30'),
    due: at('15:30'),
    pace: at('15:30'),
    noticeAt: at('15:00'),
  },
};
const left = (clock: string, day?: string) => computeTimeLeft(row, Date.parse(at(clock, day)));

test('a step in time says how long is left and how much of it', () => {
  expect(left('13:30')).toEqual({ mark: 'ok', words: 'Còn 2 giờ', share: 1 });
  expect(left('14:30')).toEqual({ mark: 'ok', words: 'Còn 1 giờ', share: 0.5 });
});

test('from its notice on it is near, past its due it is late, past the legal due it says so', () => {
  expect(left('14:59').mark).toBe('ok');
  expect(left('15:00')).toMatchObject({ mark: 'near', words: 'Còn 30 phút' });
  expect(left('15:30').mark).toBe('near');
  expect(left('15:55')).toEqual({ mark: 'late', words: 'Trễ 25 phút', share: 0 });
  expect(left('17:30')).toMatchObject({ mark: 'late', words: 'Trễ 2 giờ' });
  expect(left('18:00')).toMatchObject({ mark: 'late', words: 'Trễ hạn trả 30 phút' });
});

test('hours of the night are not counted as time left', () => {
  expect(left('17:00', '22')).toMatchObject({ mark: 'ok', words: 'Đến 15:30 23/11' });
});

test('a pace ahead of the due is said to be passed without being late', () => {
  const clock = { ...row.clock!, pace: at('15:00'), noticeAt: at('14:40') };
  expect(computeTimeLeft({ ...row, clock }, Date.parse(at('15:10')))).toMatchObject({
    mark: 'near',
    words: 'Chậm 10 phút',
  });
});

test('no running clock, no words', () => {
  const finished = computeTimeLeft({ ...row, clock: null }, Date.parse(at('20:00')));
  expect(finished).toEqual({ mark: 'over', words: '', share: 0 });
});
