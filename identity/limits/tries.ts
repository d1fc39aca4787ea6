/**
 * Bounds guessing of passwords and codes, as OWASP's "device cookies" do. A try counts as a failure from before it
 * is made until it has succeeded, so that tries made at once cannot pass together.
 *
 * - An account and a network together have 5 failures in 15 minutes, an account from everywhere 30: the next is
 *   refused before anything is compared. No single network can come to the 30.
 * - A known device has 5 of its own, and nobody else's failures count against it: strangers cannot lock anybody
 *   out of a browser that they use.
 * - A network with 60 failures is slowed down, not shut: an office behind one address can work on.
 *
 * Pure: counters come in, and are changed in place. Instants are epoch milliseconds.
 */

export const windowMs = 15 * 60_000;
/** Failures inside the window after which the next try is refused. */
export const failuresMax = { own: 5, account: 30 };
/** Failures of a network inside the window after which its tries go slowly, one after another. */
export const networkFailuresMax = 60;
/** Tries of a slow network that may be on their way at once. */
const slowTriesMax = 9;
/** A try whose process died counts as a failure from then on. */
const openMsMax = 60_000;

/** Whose secret is tried, and from where. */
export interface Trier {
  /** One name for one account, however it was typed. */
  account: string;
  /** An address, or what one customer of a provider has. */
  network: string;
  /** A browser that this account signed in from before: it is counted alone. */
  device?: string | undefined;
}

interface Try {
  id: string;
  at: number;
  /** While its outcome is not known. */
  isOpen: boolean;
}

/** What is kept under one key. */
export interface TryCounter {
  tries: Try[];
  /** When the next try of a slow network may be made. */
  slowUntil: number;
}

/** Every key that a trier is counted under, its own first. */
export function keysOf({ account, network, device }: Trier): string[] {
  if (device !== undefined) return [`device ${device}`];
  return [`pair ${network} ${account}`, `account ${account}`, `network ${network}`];
}

export type TryCounters = ReadonlyMap<string, TryCounter>;

export type Admission =
  | { is: 'in' }
  | { is: 'refused'; retryAfterMs: number }
  /** Tries under way leave no room, and may yet succeed. */
  | { is: 'after-others' }
  /** Of a slow network: to be asked again as `paced` after so long. */
  | { is: 'later'; waitMs: number };

/** Counts a try where it has room. @param pace.isPaced it has waited for its turn in a slow network */
export function admit(
  counters: TryCounters,
  trier: Trier,
  made: { id: string; at: number },
  pace: { isPaced: boolean; pauseMs: number },
): Admission {
  const full = findFull(counters, trier, made.at);
  if (full?.every(({ isOpen }) => !isOpen)) return refusal(full, made.at);
  const slow = pace.isPaced ? undefined : findSlow(counters, trier, made.at);
  if (slow) return takeTurn(slow, made.at, pace.pauseMs);
  if (full) return { is: 'after-others' };
  count(counters, trier, { ...made, isOpen: true });
  return { is: 'in' };
}

/**
 * Counts a failure that has shown itself, for what needs no secrecy to be refused.
 * @returns `refused` where there were too many before
 */
export function admitFailure(
  counters: TryCounters,
  trier: Trier,
  made: { id: string; at: number },
): Admission {
  const full = findFull(counters, trier, made.at) ?? findSlow(counters, trier, made.at)?.tries;
  if (full) return refusal(full, made.at);
  count(counters, trier, { ...made, isOpen: false });
  return { is: 'in' };
}

/** A success forgets the trier's own failures; others' tries under way stay, for they may yet fail. */
export function settle(
  counters: TryCounters,
  trier: Trier,
  id: string,
  outcome: 'right' | 'wrong' | 'no-verdict',
): void {
  if (outcome === 'wrong') {
    for (const { tries } of counters.values()) {
      for (const made of tries) if (made.id === id) made.isOpen = false;
    }
    return;
  }
  const dropped = new Set([id]);
  if (outcome === 'right') {
    const own = counters.get(keysOf(trier)[0] ?? '');
    for (const made of own?.tries ?? []) if (!made.isOpen) dropped.add(made.id);
  }
  for (const counter of counters.values()) {
    counter.tries = counter.tries.filter((made) => !dropped.has(made.id));
  }
}

/** Leaves out what is over. */
export function recent(tries: readonly Try[], now: number): Try[] {
  return tries
    .filter(({ at }) => at > now - windowMs)
    .map((made) => (made.at + openMsMax <= now ? { ...made, isOpen: false } : made));
}

/** The last tries of the first limit that leaves no room. */
function findFull(counters: TryCounters, trier: Trier, now: number): Try[] | undefined {
  const [own = '', account] = keysOf(trier);
  const limits: [string | undefined, number][] = [
    [own, failuresMax.own],
    [account, failuresMax.account],
  ];
  for (const [key, max] of limits) {
    const tries = recent(counters.get(key ?? '')?.tries ?? [], now);
    if (tries.length >= max) return tries.slice(-max);
  }
  return undefined;
}

function findSlow(counters: TryCounters, trier: Trier, now: number): TryCounter | undefined {
  const counter = trier.device === undefined && counters.get(`network ${trier.network}`);
  if (!counter || recent(counter.tries, now).length < networkFailuresMax) return undefined;
  return counter;
}

function takeTurn(network: TryCounter, now: number, pauseMs: number): Admission {
  const turn = Math.max(now, network.slowUntil) + pauseMs;
  if (turn - now > slowTriesMax * pauseMs) {
    return { is: 'refused', retryAfterMs: slowTriesMax * pauseMs };
  }
  network.slowUntil = turn;
  return { is: 'later', waitMs: turn - now };
}

function count(counters: TryCounters, trier: Trier, made: Try): void {
  for (const key of keysOf(trier)) {
    const counter = counters.get(key);
    if (!counter) throw new Error('A trier is counted under a key that was not read.');
    counter.tries = [...recent(counter.tries, made.at), made].slice(-2 * networkFailuresMax);
  }
}

/** The oldest of them makes room first. */
function refusal([oldest]: readonly Try[], now: number): Admission {
  return { is: 'refused', retryAfterMs: (oldest?.at ?? now) + windowMs - now };
}
