import { createHmac } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { inTransaction } from '../transaction';
import { insertRows } from '../write-row';

/** One counter, as whoever counts sees it. */
interface Counter {
  tries: { id: string; at: number; isOpen: boolean }[];
  /** Epoch milliseconds. */
  slowUntil: number;
}

interface CounterRow {
  keyHash: string;
  tries: string | Counter['tries'];
  slowUntil: Date;
}

/**
 * Hands the counters of some keys to `work` under a lock, and keeps what it made of them. Every process that
 * counts waits here for the others, for the few milliseconds that it takes.
 * @param counting.secret under which the keys are hashed: a number is found by no list of numbers without it
 * @param counting.limit what is tried: keys of one limit are no keys of another
 * @param counting.keptMs how long a counter is kept after this
 */
export async function changeCounters<Result>(
  db: DataSource,
  counting: {
    secret: Buffer;
    limit: string;
    keys: readonly string[];
    now: number;
    keptMs: number;
  },
  work: (counters: ReadonlyMap<string, Counter>) => Result,
): Promise<Result> {
  const { secret, limit, now } = counting;
  const expiresAt = new Date(now + counting.keptMs);
  // In one order for all, so that no two wait for each other.
  const keys = counting.keys
    .map((key): [string, string] => [hashOf(secret, `${limit} ${key}`), key])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const hashes = keys.map(([keyHash]) => keyHash);
  return inTransaction(db, async (inside) => {
    const slowUntil = new Date(now);
    const rows = hashes.map((keyHash) => ({ keyHash, tries: '[]', slowUntil, expiresAt }));
    // Makes those that are not there, and locks them all.
    await insertRows(inside, 'try_counter', rows, 'keyHash = try_counter.keyHash');
    const found = await inside.query<CounterRow[]>(
      'SELECT keyHash, tries, slowUntil FROM try_counter WHERE keyHash IN (?) FOR UPDATE',
      [hashes],
    );
    const byHash = new Map(found.map((row) => [row.keyHash, counterOf(row)]));
    const counters = new Map(
      keys.map(([keyHash, key]) => [key, byHash.get(keyHash) ?? { tries: [], slowUntil: now }]),
    );
    const before = new Map([...counters].map(([key, counter]) => [key, JSON.stringify(counter)]));
    const result = work(counters);
    for (const [keyHash, key] of keys) {
      const counter = counters.get(key);
      if (!counter || JSON.stringify(counter) === before.get(key)) continue;
      await inside.query(
        'UPDATE try_counter SET tries = ?, slowUntil = ?, expiresAt = ? WHERE keyHash = ?',
        [JSON.stringify(counter.tries), new Date(counter.slowUntil), expiresAt, keyHash],
      );
    }
    return result;
  });
}

/** How many tries since an instant stand under the fullest of some keys. Nothing is locked: who counts at the same moment may be missed. */
export async function countTries(
  { manager }: Pick<DataSource, 'manager'>,
  counting: { secret: Buffer; limit: string; keys: readonly string[]; since: number },
): Promise<number> {
  const { secret, limit, since } = counting;
  const rows = await manager.query<CounterRow[]>(
    'SELECT keyHash, tries, slowUntil FROM try_counter WHERE keyHash IN (?)',
    [counting.keys.map((key) => hashOf(secret, `${limit} ${key}`))],
  );
  const counts = rows.map((row) => counterOf(row).tries.filter(({ at }) => at > since).length);
  return Math.max(0, ...counts);
}

function counterOf({ tries, slowUntil }: CounterRow): Counter {
  return {
    tries: typeof tries === 'string' ? (JSON.parse(tries) as Counter['tries']) : tries,
    slowUntil: slowUntil.getTime(),
  };
}

function hashOf(secret: Buffer, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}
