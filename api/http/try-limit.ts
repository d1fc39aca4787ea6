import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { changeCounters, countTries } from '../../db/tries/change-counters';
import { type ProblemCode, SaoyError } from '../../domain/problem';
import {
  type Admission,
  type TryCounters,
  admit,
  admitFailure,
  failuresMax,
  keysOf,
  settle,
  type Trier as CountedTrier,
  windowMs,
} from '../../identity/limits/tries';
import { keyFor } from '../../identity/secrets/key-for';
import { networkOf } from './client-address';
import type { ApiDeps } from './deps';
import { Semaphore } from './semaphore';

const slowTryMs = 2_000;
/** How often it is looked whether tries of another process have come to an end. */
const lookAgainMs = 100;
const waitingMax = 100;

/** What counting needs. */
export type CountingDeps = Pick<ApiDeps, 'db' | 'now'> & {
  settings: Pick<ApiDeps['settings'], 'secretsKeyFile'>;
};

/** Whose secret is tried, from which address, by which known device. */
export type Trier = Omit<CountedTrier, 'network'> & { address: string };

/**
 * The limits of `identity/limits/tries`, counted in the database: they hold for any number of processes.
 */
export class TryLimit {
  /** So that those who wait for room wait here, and not in the database. */
  private readonly lanes = new Map<string, Semaphore>();

  constructor(
    private readonly deps: CountingDeps,
    private readonly code: ProblemCode,
    private readonly pauseMs = slowTryMs,
  ) {}

  /**
   * Makes a try within the limits. What `attempt` throws is handed on; it is a failure where
   * `isFailure` says so, and else counts for nothing. A success forgets this trier's failures.
   * @throws SaoyError of the limit's code with the seconds to wait
   */
  run<Result>(
    trier: Trier,
    attempt: () => Promise<Result>,
    isFailure: (error: unknown) => boolean,
  ): Promise<Result> {
    const counted = countedOf(trier);
    return this.inLane(counted, async () => {
      const id = await this.admit(counted);
      let outcome: 'right' | 'wrong' | 'no-verdict' = 'no-verdict';
      try {
        const result = await attempt();
        outcome = 'right';
        return result;
      } catch (error) {
        if (isFailure(error)) outcome = 'wrong';
        throw error;
      } finally {
        await this.change(counted, (counters) => settle(counters, counted, id, outcome));
      }
    });
  }

  /**
   * Counts a failure that has shown itself, for what needs no secrecy to be refused: a message whose
   * signature is wrong costs nothing to look at, and a right one is never refused.
   * @throws SaoyError of the limit's code where there were too many before
   */
  async countFailure(trier: Trier): Promise<void> {
    const counted = countedOf(trier);
    const made = { id: randomUUID(), at: this.deps.now() };
    this.require(await this.change(counted, (all) => admitFailure(all, counted, made)));
  }

  /** Failures of an account lately, from this network and from everywhere; a known device has its own. */
  async countFailures(trier: Trier): Promise<number> {
    const { db, now, settings } = this.deps;
    const secret = await keyFor(settings.secretsKeyFile, 'try-counters');
    const keys = keysOf(countedOf(trier)).filter((key) => !key.startsWith('network '));
    return countTries(db, { secret, limit: this.code, keys, since: now() - windowMs });
  }

  /** @returns the id under which the try is counted */
  private async admit(trier: CountedTrier): Promise<string> {
    const id = randomUUID();
    const pace = { isPaced: false, pauseMs: this.pauseMs };
    for (;;) {
      const made = { id, at: this.deps.now() };
      const admission = await this.change(trier, (all) => admit(all, trier, made, pace));
      this.require(admission);
      if (admission.is === 'in') return id;
      pace.isPaced ||= admission.is === 'later';
      await sleep(admission.is === 'later' ? admission.waitMs : lookAgainMs);
    }
  }

  private require(admission: Admission): void {
    if (admission.is !== 'refused') return;
    const retryAfterSeconds = Math.max(1, Math.ceil(admission.retryAfterMs / 1000));
    throw new SaoyError(this.code, { retryAfterSeconds });
  }

  private async change<Result>(trier: CountedTrier, work: (counters: TryCounters) => Result) {
    const { db, now, settings } = this.deps;
    const secret = await keyFor(settings.secretsKeyFile, 'try-counters');
    const counting = {
      secret,
      limit: this.code,
      keys: keysOf(trier),
      now: now(),
      keptMs: windowMs,
    };
    return changeCounters(db, counting, work);
  }

  private async inLane<Result>(trier: CountedTrier, work: () => Promise<Result>): Promise<Result> {
    const [own = ''] = keysOf(trier);
    const lane = this.lanes.get(own) ?? new Semaphore({ atOnce: failuresMax.own, waitingMax });
    this.lanes.set(own, lane);
    try {
      return await lane.run(work);
    } finally {
      if (lane.isIdle()) this.lanes.delete(own);
    }
  }
}

function countedOf({ account, address, device }: Trier): CountedTrier {
  return { account, network: networkOf(address), device };
}
