import type { Step } from '../../domain/process';
import { describe, type Situation } from './stays';

/** A past situation whose end is known: working milliseconds until the dossier was finished. */
export interface PastSituation extends Situation {
  restMs: number;
}

/** Fewer past situations at a step say nothing of the next one. */
export const situationsMin = 200;
/** At each step the newest are kept: people and load of an office change. */
const keptMax = 3_000;
/** Of these, so many as were most like today's are asked. */
const alikeMax = 80;

/** Past situations by step. */
export class Experience {
  private readonly past: Record<Step, Seen[]> = { create: [], sign: [], seal: [] };

  add(situation: PastSituation): void {
    const past = this.past[situation.step];
    past.push({ situation, features: describe(situation) });
    if (past.length > 2 * keptMax) past.splice(0, past.length - keptMax);
  }

  /** What is kept, to be kept elsewhere: added again it answers the same. */
  list(): PastSituation[] {
    return Object.values(this.past).flatMap((past) =>
      past.slice(-keptMax).map(({ situation }) => situation),
    );
  }

  /**
   * The probability that a dossier takes longer than the working time left until its legal due: the share of those
   * that took longer among the past situations most like its own. Pure and deterministic; 0.2 ms.
   * @returns between 0 and 1; null: too little data
   */
  forecast(situation: Situation, leftMs: number): number | null {
    const past = this.past[situation.step].slice(-keptMax);
    if (past.length < situationsMin) return null;
    const own = describe(situation);
    const distances = Float64Array.from(past, ({ features }) => distance(features, own));
    const farthest = Float64Array.from(distances).sort()[alikeMax - 1]!;
    const alike = past.filter((_, i) => distances[i]! <= farthest);
    const missed = alike.filter((each) => each.situation.restMs > leftMs).length;
    // None of so many is no proof that there is none.
    return (missed + 0.5) / (alike.length + 1);
  }
}

interface Seen {
  situation: PastSituation;
  features: readonly number[];
}

function distance(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, i) => sum + (value - other[i]!) ** 2, 0);
}

/** Probability that one of several misses its due, each reckoned by itself. */
export function oddsOfAny(odds: readonly number[]): number {
  return 1 - odds.reduce((kept, each) => kept * (1 - each), 1);
}
