import { msPerMinute } from '../time/time';

export type StepVerdict = 'running' | 'early' | 'onTime' | 'late';

/** How a step met its due; to the minute, as papers write it. Pure. @param at now, epoch milliseconds */
export function verdictOf(run: { endedAt: Date | null; due: Date }, at: number): StepVerdict {
  const due = run.due.getTime();
  if (run.endedAt === null) return at > due ? 'late' : 'running';
  const ended = run.endedAt.getTime();
  if (ended > due) return 'late';
  return Math.floor(ended / msPerMinute) === Math.floor(due / msPerMinute) ? 'onTime' : 'early';
}
