import type { Calendar } from './calendar';
import { addWorkingMs, workingMsBetween } from './working-time';

/** A stretch in which a clock stood still by a rule of the policy; instants in epoch milliseconds. */
export interface PauseSpan {
  from: number;
  to: number;
  /** Id of the policy's ground. */
  ground: string;
  /** Whether the legal clock stood too, or the step's alone. */
  stopsLegal: boolean;
}

/**
 * A due moved by the pauses that began before it: the working time that was left at the start of each
 * goes on at its end. What was over already stays over. Pure.
 * @throws SaoyError `calendar-out-of-range`
 */
export function shiftByPauses(
  calendar: Calendar,
  due: number,
  pauses: readonly PauseSpan[],
): number {
  let moved = due;
  for (const { from, to } of [...pauses].sort((one, other) => one.from - other.from)) {
    if (from >= moved) break;
    moved = addWorkingMs(calendar, to, workingMsBetween(calendar, from, moved));
  }
  return moved;
}
