import type { Step } from './process';

/** How well forecasts of lateness met what happened; Brier scores, less is better. */
export interface ForecastScore {
  /** Forecasts of the past whose outcome is known. */
  count: number;
  brier: number | null;
  /** Of always saying the share of late ones so far; of looking at the time left alone. */
  brierOfRate: number | null;
  brierOfTimeLeft: number | null;
  /** Of those that were given about the same odds: mean of the odds, share that missed, how many. */
  reliability: { forecast: number; happened: number; count: number }[];
}

/** A past situation as it is kept: step, then whole working seconds and counts (`PastSituation` in its order). */
export type KeptSituation = [
  step: Step,
  beenSeconds: number,
  before: number,
  ahead: number,
  stillSeconds: number,
  restSeconds: number,
];
