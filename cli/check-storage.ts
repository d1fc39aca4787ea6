import type { DataSource } from 'typeorm';
import { isStillRecorded, readRecorded, type RecordedAs } from '../db/contents/read-recorded';
import type { ContentStore, StoredContent } from '../storage/content-store';

/** Of each finding so many are named; all are counted. */
const namedMax = 1_000;
/** What was kept and is not recorded after so long never will be: the process died in between. */
const recordedWithinMs = 24 * 3_600_000;

export interface StorageReport {
  ok: boolean;
  contents: number;
  bytes: number;
  /** Let go, and removed by one of the next nights. */
  dropped: number;
  missing: { count: number; items: { hash: string; as: RecordedAs; ownerId: string | null }[] };
  orphaned: { count: number; bytes: number; items: StoredContent[] };
}

/**
 * Compares what the database knows of with what the storage keeps, both read side by side in the order of the
 * hashes: memory does not grow with either. Contents are not read: what is damaged is told when it is read.
 * @throws SaoyError `storage-unavailable`
 */
export async function checkStorage(
  db: DataSource,
  store: ContentStore,
  now: number,
): Promise<StorageReport> {
  const report: StorageReport = {
    ...{ ok: true, contents: 0, bytes: 0, dropped: 0 },
    missing: { count: 0, items: [] },
    orphaned: { count: 0, bytes: 0, items: [] },
  };
  const found = store.list()[Symbol.asyncIterator]();
  let next = await found.next();
  /** Takes what the storage keeps up to a hash; true where that hash is among it. */
  const takeUpTo = async (hash: string): Promise<boolean> => {
    for (; !next.done && next.value.hash <= hash; next = await found.next()) {
      report.contents += 1;
      report.bytes += next.value.bytes;
      if (next.value.hash === hash) {
        next = await found.next();
        return true;
      }
      noteOrphan(report, next.value, now);
    }
    return false;
  };
  for await (const { hash, uses } of byHash(readRecorded(db))) {
    const isThere = await takeUpTo(hash);
    if (uses.some(({ as }) => as === 'dropped')) report.dropped += 1;
    const needed = uses.find(({ as }) => as !== 'dropped' && as !== 'earlier');
    if (isThere || !needed) continue;
    // What was kept or dropped since the reading began is not missing.
    const isNamed = report.missing.items.length < namedMax;
    if (await store.has(hash)) continue;
    if (isNamed && !(await isStillRecorded(db, needed))) continue;
    report.missing.count += 1;
    if (isNamed) report.missing.items.push(needed);
  }
  // Beyond the last hash that is recorded.
  await takeUpTo('g');
  report.ok = report.missing.count === 0 && report.orphaned.count === 0;
  return report;
}

function noteOrphan({ orphaned }: StorageReport, content: StoredContent, now: number): void {
  if (content.writtenAt.getTime() > now - recordedWithinMs) return;
  orphaned.count += 1;
  orphaned.bytes += content.bytes;
  if (orphaned.items.length < namedMax) orphaned.items.push(content);
}

/** Rows of the same hash together. */
async function* byHash<Row extends { hash: string }>(
  rows: AsyncIterable<Row>,
): AsyncGenerator<{ hash: string; uses: Row[] }> {
  let uses: Row[] = [];
  for await (const row of rows) {
    const [first] = uses;
    if (first && first.hash !== row.hash) {
      yield { hash: first.hash, uses };
      uses = [];
    }
    uses.push(row);
  }
  const [first] = uses;
  if (first) yield { hash: first.hash, uses };
}
