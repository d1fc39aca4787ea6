import { isRowMissing } from '../../db/is-row-missing';
import type { Notice } from '../../db/notices/entity';
import { isAwaited, type NotSent } from '../../db/notices/outbox';
import { SaoyError, type ProblemCode } from '../../domain/problem';
import { ChannelFailure } from './channel';

const minuteMs = 60_000;
/** Longest pause between two tries while our own server is away; the first are seconds apart. */
const serverPauseMsMax = 15_000;
/** After each refusal of the address; as many as a policy's tries, and the last again for any beyond. */
const refusalPausesMs = [5, 30, 60, 120].map((minutes) => minutes * minuteMs);
/** While the recipient's side puts us off. */
const busyPauseMsMax = 30 * minuteMs;
/** Put off for longer than this, a person is called: the address may be a slip of the pen. */
const busyMsMax = 4 * 60 * minuteMs;

/**
 * How a notice stands after a try in vain: when it is tried again, or that a person must act first.
 * @param triesMax of an address that is refused for good
 */
export function afterFailure(notice: Notice, error: unknown, now: Date, triesMax: number): NotSent {
  const result: NotSent = {
    status: 'pending',
    attempts: notice.attempts + 1,
    nextAt: later(now, serverPauseMs(notice.attempts)),
    refusals: notice.refusals,
    refusedSince: notice.refusedSince,
    byLink: notice.byLink,
    lastError: String(error instanceof Error ? error.message : error).slice(0, 300),
    waitingFor: error instanceof SaoyError ? error.code : null,
  };
  // What it speaks of is gone.
  if (isRowMissing(error)) return { ...result, status: 'failed' };
  if (!(error instanceof ChannelFailure)) return result;
  return { ...result, ...afterChannelFailure(notice, error, now, triesMax) };
}

function afterChannelFailure(
  notice: Notice,
  { fault }: ChannelFailure,
  now: Date,
  triesMax: number,
): Partial<NotSent> & { waitingFor: ProblemCode } {
  switch (fault) {
    case 'server':
      return { waitingFor: 'mail-unavailable' };
    case 'unknown':
      return { status: 'uncertain', waitingFor: 'mail-uncertain' };
    case 'too-large':
      // With a link it is small: a server that calls that too large is out of order.
      if (notice.byLink || !isAwaited(notice)) return { waitingFor: 'mail-unavailable' };
      return { byLink: true, nextAt: now, waitingFor: 'mail-unavailable' };
    case 'recipient': {
      const refusals = notice.refusals + 1;
      if (refusals >= triesMax) return { refusals, status: 'failed', waitingFor: 'mail-refused' };
      const pauseMs = refusalPausesMs[notice.refusals] ?? Number(refusalPausesMs.at(-1));
      return { refusals, nextAt: later(now, pauseMs), waitingFor: 'mail-address-refused' };
    }
    case 'recipient-busy': {
      const refusedSince = notice.refusedSince ?? now;
      const isOver = now.getTime() - refusedSince.getTime() >= busyMsMax;
      if (isOver) return { refusedSince, status: 'failed', waitingFor: 'mail-put-off' };
      const pauseMs = Math.min(minuteMs * 2 ** Math.min(notice.attempts, 10), busyPauseMsMax);
      return { refusedSince, nextAt: later(now, pauseMs), waitingFor: 'mail-recipient-busy' };
    }
  }
}

function serverPauseMs(attempts: number): number {
  return Math.min(1_000 * 2 ** Math.min(attempts, 10), serverPauseMsMax);
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
