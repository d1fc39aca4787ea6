/** Chance from a seed: the same seed tells the same story on every machine. */
export interface Random {
  /** 0 ≤ x < 1 */
  next(): number;
  /** Whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True in `share` of the cases. */
  happens(share: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** By weights, of which at least one is positive. */
  weighted<Item>(items: readonly (readonly [Item, number])[]): Item;
  /** Waiting until something that comes on average after `mean`. */
  exponential(mean: number): number;
  /** Positive, skewed to the right as times of work are; half are below `median`. */
  logNormal(median: number, sigma: number): number;
  /** Arrivals in a time in which `mean` come on average. */
  poisson(mean: number): number;
}

/** Mulberry32: 32 bits of state, enough for a story. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    happens: (share) => next() < share,
    pick: (items) => itemAt(items, between(0, items.length - 1)),
    weighted: (items) => {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      const found = items.find(([, weight]) => (left -= weight) < 0);
      return (found ?? itemAt(items, items.length - 1))[0];
    },
    exponential: (mean) => -mean * Math.log(1 - next()),
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
    // Near enough to Poisson for the tens of a day.
    poisson: (mean) => Math.max(0, Math.round(mean + Math.sqrt(mean) * normal())),
  };
}

function itemAt<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError('nothing to choose from');
  return item;
}
