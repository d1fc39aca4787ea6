/**
 * Bounds how many codes are sent: to a person, to a number, from a network, each within an hour, and not two at once.
 * Pure: counters come in and are changed in place, by the same shape as tries. Instants are epoch milliseconds.
 */
import type { TryCounter } from './tries';

export const sendWindowMs = 3_600_000;

/** One thing that is counted, and how many it may have within the window. */
export interface SendBound {
  key: string;
  max: number;
  /** After the last one, before the next. */
  pauseMs: number;
}

/**
 * Counts a code that is to be sent under every key, or under none.
 * @returns milliseconds to wait where there is no room; null: it may go
 */
export function admitSend(
  counters: ReadonlyMap<string, TryCounter>,
  bounds: readonly SendBound[],
  made: { id: string; at: number },
): number | null {
  const sentOf = (key: string) =>
    (counters.get(key)?.tries ?? []).filter(({ at }) => at > made.at - sendWindowMs);
  const waits = bounds.map(({ key, max, pauseMs }) => {
    const sent = sentOf(key);
    const last = sent.at(-1);
    const full = sent.at(-max);
    const untilPause = last ? last.at + pauseMs - made.at : 0;
    return Math.max(untilPause, full ? full.at + sendWindowMs - made.at : 0);
  });
  const waitMs = Math.max(...waits);
  if (waitMs > 0) return waitMs;
  for (const { key } of bounds) {
    const counter = counters.get(key);
    if (!counter) throw new Error('A code is counted under a key that was not read.');
    counter.tries = [...sentOf(key), { ...made, isOpen: false }];
  }
  return null;
}
