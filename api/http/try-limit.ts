import { setTimeout as sleep } from 'node:timers/promises';
import { type ProblemCode, SaoyError } from '../../domain/problem';
import { networkOf } from './client-address';
import { Semaphore } from './semaphore';

const windowMs = 15 * 60_000;
/** Failures inside the window after which the next try is refused. */
const failuresMax = { device: 5, pair: 5, account: 30 };
/** Failures of an address inside the window after which its tries go slowly, one after another. */
const addressFailuresMax = 60;
const slowTryMs = 2_000;
const slowTriesWaitingMax = 8;
const keysMax = 50_000;

/** Whose secret is tried, and from where. */
export interface Trier {
  /** One name for one account, however it was typed. */
  account: string;
  address: string;
  /** A browser that this account signed in from before: it is counted alone. */
  device?: string | undefined;
}

interface Try {
  at: number;
  /** Resolves once the outcome is known; undefined from then on. */
  outcome: Promise<void> | undefined;
}

/**
 * Bounds guessing of passwords and codes, as OWASP's "device cookies" do. A try counts as a failure
 * from before it is made until it has succeeded, so that tries made at once cannot pass together.
 *
 * - An account and an address together have 5 failures in 15 minutes, an account from all addresses
 *   30: the next is refused before anything is compared. No single address can come to the 30.
 * - A known device has 5 of its own, and nobody else's failures count against it: strangers cannot
 *   lock anybody out of a browser that they use.
 * - An address with 60 failures is slowed down, not shut: an office behind one address can work on.
 *
 * Kept in this process; several copies of the API multiply the limits.
 */
export class TryLimit {
  private readonly tries = new Map<string, Try[]>();
  private readonly lanes = new Map<string, Semaphore>();

  constructor(
    private readonly now: () => number,
    private readonly code: ProblemCode,
    private readonly pauseMs = slowTryMs,
  ) {}

  /**
   * Makes a try within the limits. What `attempt` throws is handed on; it is a failure where
   * `isFailure` says so, and else counts for nothing. A success forgets this trier's failures.
   * @throws SaoyError of the limit's code with the seconds to wait
   */
  async run<Result>(
    trier: Trier,
    attempt: () => Promise<Result>,
    isFailure: (error: unknown) => boolean,
  ): Promise<Result> {
    await this.slowDown(trier);
    const { made, settle } = await this.admit(trier);
    try {
      const result = await attempt();
      this.forget(trier, made);
      return result;
    } catch (error) {
      if (!isFailure(error)) this.drop(trier, [made]);
      throw error;
    } finally {
      made.outcome = undefined;
      settle();
    }
  }

  /**
   * Counts a failure that has shown itself, for what needs no secrecy to be refused: a message whose
   * signature is wrong costs nothing to look at, and a right one is never refused.
   * @throws SaoyError of the limit's code where there were too many before
   */
  countFailure(trier: Trier): void {
    const full = this.fullKey(trier);
    const slow = this.recent(`address ${networkOf(trier.address)}`).at(-addressFailuresMax);
    if (full) throw this.refusal(full.oldest);
    if (slow) throw this.refusal(slow);
    this.count(trier, { at: this.now(), outcome: undefined });
  }

  /**
   * Counts a try in the same turn in which it was found to have room. Tries under way may still
   * succeed: who comes too many beside them waits for their outcome.
   */
  private async admit(trier: Trier): Promise<{ made: Try; settle: () => void }> {
    for (let full = this.fullKey(trier); full; full = this.fullKey(trier)) {
      const outcomes = full.tries.flatMap(({ outcome }) => outcome ?? []);
      if (outcomes.length === 0) throw this.refusal(full.oldest);
      await Promise.race(outcomes);
    }
    let settle = () => {};
    const made: Try = { at: this.now(), outcome: new Promise((resolve) => (settle = resolve)) };
    this.count(trier, made);
    return { made, settle };
  }

  private async slowDown(trier: Trier): Promise<void> {
    const network = networkOf(trier.address);
    const tries = this.recent(`address ${network}`);
    if (trier.device !== undefined || tries.length < addressFailuresMax) return;
    const full = this.fullKey(trier);
    if (full?.tries.every(({ outcome }) => outcome === undefined)) {
      throw this.refusal(full.oldest);
    }
    const lane =
      this.lanes.get(network) ?? new Semaphore({ atOnce: 1, waitingMax: slowTriesWaitingMax });
    this.lanes.set(network, lane);
    try {
      await lane.run(() => sleep(this.pauseMs));
    } catch {
      const retryAfterSeconds = Math.ceil((slowTriesWaitingMax * this.pauseMs) / 1000);
      throw new SaoyError(this.code, { retryAfterSeconds });
    } finally {
      if (lane.isIdle()) this.lanes.delete(network);
    }
  }

  /** The first limit that leaves no room. */
  private fullKey(trier: Trier): { tries: Try[]; oldest: Try } | undefined {
    for (const [key, max] of limitsOf(trier)) {
      const tries = this.recent(key);
      const oldest = tries.at(-max);
      if (oldest) return { tries, oldest };
    }
    return undefined;
  }

  private refusal(oldest: Try): SaoyError {
    const retryAfterSeconds = Math.max(1, Math.ceil((oldest.at + windowMs - this.now()) / 1000));
    return new SaoyError(this.code, { retryAfterSeconds });
  }

  private count(trier: Trier, made: Try): void {
    for (const key of keysOf(trier)) {
      const tries = [...this.recent(key), made].slice(-2 * addressFailuresMax);
      // Set anew, so that the map's order is the order of last use and the oldest goes first.
      this.tries.delete(key);
      this.tries.set(key, tries);
    }
    for (const key of this.tries.keys()) {
      if (this.tries.size <= keysMax) break;
      this.tries.delete(key);
    }
  }

  /** Others' tries under way stay: they may yet fail. */
  private forget(trier: Trier, succeeded: Try): void {
    const over = this.recent(ownKey(trier)).filter(({ outcome }) => outcome === undefined);
    this.drop(trier, [...over, succeeded]);
  }

  private drop(trier: Trier, dropped: readonly Try[]): void {
    for (const key of keysOf(trier)) {
      const left = this.recent(key).filter((each) => !dropped.includes(each));
      if (left.length > 0) this.tries.set(key, left);
      else this.tries.delete(key);
    }
  }

  private recent(key: string): Try[] {
    const since = this.now() - windowMs;
    return (this.tries.get(key) ?? []).filter(({ at }) => at > since);
  }
}

/** What a trier's own failures are kept under. */
function ownKey({ account, address, device }: Trier): string {
  return device === undefined ? `pair ${networkOf(address)} ${account}` : `device ${device}`;
}

function limitsOf(trier: Trier): [string, number][] {
  if (trier.device !== undefined) return [[ownKey(trier), failuresMax.device]];
  return [
    [ownKey(trier), failuresMax.pair],
    [`account ${trier.account}`, failuresMax.account],
  ];
}

function keysOf(trier: Trier): string[] {
  const keys = limitsOf(trier).map(([key]) => key);
  return trier.device === undefined ? [...keys, `address ${networkOf(trier.address)}`] : keys;
}
