import { type ProblemCode, SaoyError } from '../../domain/problem';

const windowMs = 15 * 60_000;
/** Failures inside the window after which the next try must wait. */
const failuresMax = { pair: 5, username: 30, address: 60 };
const keysMax = 50_000;

/**
 * Slows guessing of passwords and codes, counted by user name and address together, and more loosely by each
 * alone: one address cannot lock a person out of another. Kept in this process; several copies of
 * the API multiply the limits.
 */
export class SignInThrottle {
  private readonly failures = new Map<string, number[]>();

  constructor(
    private readonly now: () => number,
    private readonly code: ProblemCode = 'sign-in-throttled',
  ) {}

  /** @throws SaoyError of the throttle's code with the seconds to wait. */
  check(username: string, address: string): void {
    for (const [key, max] of keysOf(username, address)) {
      const recent = this.recent(key);
      const oldest = recent.at(-max);
      if (oldest !== undefined) {
        const retryAfterSeconds = Math.ceil((oldest + windowMs - this.now()) / 1000);
        throw new SaoyError(this.code, { retryAfterSeconds });
      }
    }
  }

  recordFailure(username: string, address: string): void {
    for (const [key, max] of keysOf(username, address)) {
      const failures = [...this.recent(key), this.now()].slice(-max);
      // Set anew, so that the map's order is the order of last use and the oldest goes first.
      this.failures.delete(key);
      this.failures.set(key, failures);
    }
    for (const key of this.failures.keys()) {
      if (this.failures.size <= keysMax) break;
      this.failures.delete(key);
    }
  }

  recordSuccess(username: string, address: string): void {
    this.failures.delete(pairKey(username, address));
  }

  private recent(key: string): number[] {
    const since = this.now() - windowMs;
    return (this.failures.get(key) ?? []).filter((at) => at > since);
  }
}

const pairKey = (username: string, address: string) => `pair ${address} ${username}`;

function keysOf(username: string, address: string): [string, number][] {
  return [
    [pairKey(username, address), failuresMax.pair],
    [`username ${username}`, failuresMax.username],
    [`address ${address}`, failuresMax.address],
  ];
}
