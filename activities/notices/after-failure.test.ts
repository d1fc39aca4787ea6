import { expect, test } from '@jest/globals';
import { EntityNotFoundError } from 'typeorm';
import { Dossier } from '../../db/dossiers/entity';
import type { Notice } from '../../db/notices/entity';
import { SaoyError } from '../../domain/problem';
import { afterFailure } from './after-failure';
import { ChannelFailure, type Fault } from './channel';

const triesMax = 5;
const start = Date.parse('2026-11-26T10:00:00+07:00');
const hourMs = 3_600_000;
const copy = {
  ...{ channel: 'mail', template: 'copy', status: 'pending', attempts: 0, refusals: 0 },
  ...{ refusedSince: null, byLink: false },
} as Notice;

/** Fails it the same way, each time at the moment it would be tried, until it is left to a person. */
function failing(fault: Fault, untilMs: number, item = copy) {
  let now = start;
  let result = afterFailure(item, new ChannelFailure(fault, 'no'), new Date(now), triesMax);
  let tries = 1;
  while (result.status === 'pending' && now < start + untilMs) {
    now = result.nextAt.getTime();
    const next = { ...item, ...result } as Notice;
    result = afterFailure(next, new ChannelFailure(fault, 'no'), new Date(now), triesMax);
    tries += 1;
  }
  return { ...result, tries, hours: (now - start) / hourMs };
}

test('our own server’s fault is tried for days, each quarter of a minute at the latest', () => {
  const after = failing('server', 48 * hourMs);
  expect(after).toMatchObject({ status: 'pending', waitingFor: 'mail-unavailable', refusals: 0 });
  expect(after.tries).toBeGreaterThan(48 * 240);
});

test('an address refused for good has its tries spread over hours, then a person is called', () => {
  const after = failing('recipient', 48 * hourMs);
  expect(after).toMatchObject({ status: 'failed', tries: triesMax, waitingFor: 'mail-refused' });
  expect(after.hours).toBeGreaterThan(3);
  expect(after.hours).toBeLessThan(6);
  const once = afterFailure(copy, new ChannelFailure('recipient', 'no'), new Date(start), triesMax);
  expect(once).toMatchObject({ status: 'pending', waitingFor: 'mail-address-refused' });
});

test('tries in vain at our own server do not count against the address', () => {
  const tried = { ...copy, attempts: 100 };
  expect(failing('recipient', 48 * hourMs, tried).tries).toBe(triesMax);
});

test('who is put off for four hours has a person called, with the server’s words', () => {
  const after = failing('recipient-busy', 48 * hourMs);
  expect(after).toMatchObject({ status: 'failed', waitingFor: 'mail-put-off', lastError: 'no' });
  expect(after.hours).toBeGreaterThanOrEqual(4);
  expect(after.hours).toBeLessThan(5);
});

test('a copy that is too large goes as a link at once, and once only', () => {
  const error = new ChannelFailure('too-large', '552 5.3.4');
  const first = afterFailure(copy, error, new Date(start), triesMax);
  expect(first).toMatchObject({ status: 'pending', byLink: true, nextAt: new Date(start) });
  const second = afterFailure({ ...copy, ...first }, error, new Date(start), triesMax);
  expect(second).toMatchObject({ status: 'pending', waitingFor: 'mail-unavailable' });
  expect(second.nextAt.getTime()).toBeGreaterThan(start);
});

test('what was perhaps sent is left to a person at once', () => {
  const after = afterFailure(copy, new ChannelFailure('unknown', 'no'), new Date(start), triesMax);
  expect(after).toMatchObject({ status: 'uncertain', waitingFor: 'mail-uncertain' });
});

test('what it speaks of being gone ends it; a part that is away does not', () => {
  const gone = new EntityNotFoundError(Dossier, {});
  expect(afterFailure(copy, gone, new Date(start), triesMax).status).toBe('failed');
  const away = new SaoyError('content-missing', { hash: 'a' });
  expect(afterFailure(copy, away, new Date(start), triesMax)).toMatchObject({
    status: 'pending',
    waitingFor: 'content-missing',
  });
});
