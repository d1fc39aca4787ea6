import { type Step, steps } from '../../domain/process';
import { msPerMinute } from '../../time/time';
import type { Calendar } from '../calendar';
import { workingMsBetween } from '../working-time';

/** A dossier's stay at one step. Instants are epoch milliseconds. */
export interface Stay {
  dossier: string;
  step: Step;
  startedAt: number;
  /** Null: it is there still. */
  endedAt: number | null;
}

/** What can be seen of a dossier that stands at a step, at an instant. */
export interface Situation {
  step: Step;
  /** Working milliseconds that it has been at the step. */
  beenMs: number;
  /** Others that came to the step before it, and all that stand at the steps after it. */
  before: number;
  ahead: number;
  /** Working milliseconds since the step last let one go. */
  stillMs: number;
}

/** An office's stays, looked at from any instant. Pure. */
export class Stays {
  private readonly ends: Record<Step, number[]>;
  private readonly byStart: readonly Stay[];

  constructor(
    stays: readonly Stay[],
    private readonly calendar: Calendar,
  ) {
    this.byStart = [...stays].sort((one, other) => one.startedAt - other.startedAt);
    const endsOf = (step: Step) =>
      stays
        .flatMap((stay) => (stay.step === step && stay.endedAt !== null ? [stay.endedAt] : []))
        .sort((one, other) => one - other);
    this.ends = { create: endsOf('create'), sign: endsOf('sign'), seal: endsOf('seal') };
  }

  /** Those under way at an instant, each with what can be seen of it. @throws SaoyError `calendar-out-of-range` */
  lookAt(at: number): { dossier: string; situation: Situation }[] {
    const standing = this.byStart.filter(
      ({ startedAt, endedAt }) => startedAt <= at && (endedAt ?? Infinity) > at,
    );
    const counts = { create: 0, sign: 0, seal: 0 };
    for (const { step } of standing) counts[step] += 1;
    const passed = { create: 0, sign: 0, seal: 0 };
    return standing.map(({ dossier, step, startedAt }) => {
      const before = passed[step]++;
      const ahead = steps.slice(steps.indexOf(step) + 1).reduce((sum, one) => sum + counts[one], 0);
      const beenMs = workingMsBetween(this.calendar, startedAt, at);
      return {
        dossier,
        situation: { step, beenMs, before, ahead, stillMs: this.stillMs(step, at) },
      };
    });
  }

  private stillMs(step: Step, at: number): number {
    const ends = this.ends[step];
    const last = ends[countUntil(ends, at) - 1];
    return last === undefined ? 0 : workingMsBetween(this.calendar, last, at);
  }
}

/** How many of ascending instants are not after one. */
export function countUntil(ascending: readonly number[], at: number): number {
  let [from, to] = [0, ascending.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (ascending[middle]! <= at) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** A situation as a point: the farther two are, the less alike. Times and queues count by their ratio. */
export function describe({ beenMs, stillMs, before, ahead }: Situation): readonly number[] {
  const time = (ms: number) => Math.log(ms + 10 * msPerMinute);
  const queue = (length: number) => Math.log(length + 2);
  return [time(beenMs), time(stillMs), Math.SQRT2 * queue(before), queue(ahead)];
}
