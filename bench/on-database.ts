import type { DataSource } from 'typeorm';
import { createDataSource } from '../db/data-source';
import { startDatabase } from '../test/stack/database';

/** What brings up the parts of a test run; it has no types. */
const load = (name: string) =>
  import(`../test/stack/${name}.mjs`) as Promise<{ default: () => Promise<void> }>;

/** A MariaDB of this run's own, with the schema, for as long as the work takes. */
export async function onDatabase(
  poolSize: number,
  work: (db: DataSource, url: string) => Promise<void>,
): Promise<void> {
  const [begin, end] = await Promise.all([load('global-setup'), load('global-teardown')]);
  await begin.default();
  try {
    const { url, stop } = await startDatabase();
    await stop();
    const db = await createDataSource(url, poolSize).initialize();
    try {
      await work(db, url);
    } finally {
      await db.destroy();
    }
  } finally {
    await end.default();
  }
}

/** Of durations in milliseconds, as words: the median, and what one in a hundred takes. */
export function spread(all: readonly number[]): string {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (part: number) => (sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(2);
  return `${at(0.5)} ms (p99 ${at(0.99)})`;
}
