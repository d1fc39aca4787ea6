import { msPerMinute } from '../../time/time';
import type { Calendar } from '../calendar';
import { workingMsBetween } from '../working-time';
import { Experience, type PastSituation } from './forecast-breach';
import { type Bin, brierScore, drawReliability, type Outcome } from './score-forecasts';
import { type Stay, Stays } from './stays';

/** A dossier that was finished, and by when it had to be. Epoch milliseconds. */
export interface FinishedDossier {
  id: string;
  legalDue: number;
  finishedAt: number;
}

export interface Score {
  /** Forecasts whose outcome is known. */
  count: number;
  /** Brier scores: ours, of always saying the share of late ones so far, of looking at the time left alone. */
  brier: number | null;
  brierOfRate: number | null;
  brierOfTimeLeft: number | null;
  reliability: Bin[];
}

/**
 * What would have been forecast at instants of an office's past by what was known then, against what happened. Looked
 * at instant by instant, in their order. Dossiers that ended otherwise, and those whose due had passed, are left out.
 */
export class Backtest {
  /** All that was learnt so far. */
  readonly experience = new Experience();
  private readonly known: Map<string, FinishedDossier>;
  private readonly office: Stays;
  private readonly rate = new LateRate();
  private readonly byTimeLeft = new Map<number, LateRate>();
  private readonly waiting = new Waiting();
  private readonly outcomes: Record<'ours' | 'rate' | 'timeLeft', Outcome[]> = {
    ...{ ours: [], rate: [], timeLeft: [] },
  };

  constructor(
    stays: readonly Stay[],
    finished: readonly FinishedDossier[],
    private readonly calendar: Calendar,
  ) {
    this.known = new Map(finished.map((dossier) => [dossier.id, dossier]));
    this.office = new Stays(stays, calendar);
  }

  /**
   * @param at epoch milliseconds, later than the last
   * @param scored at most so many of those that stood there are forecast; of all is learnt
   * @throws SaoyError `calendar-out-of-range`
   */
  lookAt(at: number, scored: number): void {
    for (const { situation, leftMs, missed } of this.waiting.takeFinished(at)) {
      this.experience.add(situation);
      this.rate.add(missed);
      rateOf(this.byTimeLeft, leftMs).add(missed);
    }
    let left = scored;
    for (const { dossier, situation } of this.office.lookAt(at)) {
      const end = this.known.get(dossier);
      if (!end || end.legalDue <= at) continue;
      const leftMs = workingMsBetween(this.calendar, at, end.legalDue);
      const missed = end.finishedAt > end.legalDue;
      if (left-- > 0) this.score(this.experience.forecast(situation, leftMs), leftMs, missed);
      const restMs = workingMsBetween(this.calendar, at, end.finishedAt);
      const knownAt = end.finishedAt;
      this.waiting.put({ situation: { ...situation, restMs }, leftMs, missed, knownAt });
    }
  }

  get result(): Score {
    const { ours, rate, timeLeft } = this.outcomes;
    return {
      count: ours.length,
      brier: brierScore(ours),
      brierOfRate: brierScore(rate),
      brierOfTimeLeft: brierScore(timeLeft),
      reliability: drawReliability(ours),
    };
  }

  private score(odds: number | null, leftMs: number, missed: boolean): void {
    if (odds === null) return;
    const { ours, rate, timeLeft } = this.outcomes;
    ours.push({ odds, missed });
    rate.push({ odds: this.rate.share, missed });
    timeLeft.push({ odds: rateOf(this.byTimeLeft, leftMs).share, missed });
  }
}

interface Forecasted {
  situation: PastSituation;
  leftMs: number;
  missed: boolean;
  /** Before it nobody knows how it ends. */
  knownAt: number;
}

/** Situations whose end is not known yet. */
class Waiting {
  private waiting: Forecasted[] = [];

  put(forecasted: Forecasted): void {
    this.waiting.push(forecasted);
  }

  takeFinished(at: number): Forecasted[] {
    const finished = this.waiting.filter(({ knownAt }) => knownAt <= at);
    this.waiting = this.waiting.filter(({ knownAt }) => knownAt > at);
    return finished;
  }
}

class LateRate {
  private all = 0;
  private late = 0;

  add(missed: boolean): void {
    this.all += 1;
    if (missed) this.late += 1;
  }

  get share(): number {
    return (this.late + 0.5) / (this.all + 1);
  }
}

/** By the time that was left, from class to class by half as much again: what a glance at the clock would say. */
function rateOf(rates: Map<number, LateRate>, leftMs: number): LateRate {
  const key = Math.floor(Math.log2(1 + leftMs / msPerMinute) * 2);
  let rate = rates.get(key);
  if (!rate) rates.set(key, (rate = new LateRate()));
  return rate;
}
