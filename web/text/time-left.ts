import type { DossierRow } from '../../api/dossiers/contract';
import { dateOnly, durationWords, millis, sameDay, timeOnly } from './time';

type Mark = 'ok' | 'near' | 'late' | 'over';

export interface TimeLeft {
  mark: Mark;
  /** What the mark says in words, so that colour never speaks alone. */
  words: string;
  /** Share of the step's time still left, 0…1. */
  share: number;
}

/**
 * Where a dossier stands against its clocks. Late is past the legal due or past the step's due;
 * people are warned by the pace (design, *Clocks*). A dossier without a running clock is `over`.
 */
export function computeTimeLeft(
  row: Pick<DossierRow, 'clock' | 'legalDue'>,
  nowMs: number,
): TimeLeft {
  const { clock } = row;
  if (!clock) return { mark: 'over', words: '', share: 0 };
  const legalDue = millis(row.legalDue);
  if (nowMs > legalDue) return late('Trễ hạn trả', nowMs - legalDue);
  if (nowMs > millis(clock.due)) return late('Trễ', nowMs - millis(clock.due));
  const pace = millis(clock.pace);
  const words = remaining(pace, nowMs);
  const span = Math.max(1, pace - millis(clock.startedAt));
  const share = Math.min(1, Math.max(0, (pace - nowMs) / span));
  return { mark: nowMs >= millis(clock.noticeAt) ? 'near' : 'ok', words, share };
}

/** The same for what has one due alone; its last quarter is near. */
export function timeLeftUntil(
  { startedAt, due }: { startedAt: string; due: string },
  nowMs: number,
): TimeLeft {
  const [from, until] = [millis(startedAt), millis(due)];
  if (nowMs > until) return late('Trễ', nowMs - until);
  const share = Math.min(1, Math.max(0, (until - nowMs) / Math.max(1, until - from)));
  return { mark: share <= 0.25 ? 'near' : 'ok', words: remaining(until, nowMs), share };
}

function late(what: string, ms: number): TimeLeft {
  return { mark: 'late', words: `${what} ${durationWords(ms)}`, share: 0 };
}

/** Hours of the night are no time left to work in: another day is named, not counted. */
function remaining(paceMs: number, nowMs: number): string {
  if (nowMs > paceMs) return `Chậm ${durationWords(nowMs - paceMs)}`;
  return sameDay(paceMs, nowMs)
    ? `Còn ${durationWords(paceMs - nowMs)}`
    : `Đến ${timeOnly(paceMs)} ${dateOnly(paceMs).slice(0, 5)}`;
}
