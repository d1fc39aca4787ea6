import { createDataSource } from '../../db/data-source';
import { readDatabaseUrl } from '../../settings/database-url';
import { readStorageUrl } from '../../settings/storage-url';
import { openStore } from '../../storage/open-store';
import { checkStorage, type StorageReport } from '../check-storage';

/** `saoy storage check [--json]`: content that is missing, and content that nobody needs. */
export async function run(args: string[]): Promise<number> {
  const [verb, ...options] = args;
  if (verb !== 'check' || options.some((option) => option !== '--json')) {
    throw new Error('Usage: saoy storage check [--json]');
  }
  const store = openStore(readStorageUrl());
  const db = await createDataSource(readDatabaseUrl()).initialize();
  try {
    const report = await checkStorage(db, store, Date.now());
    console.log(options.includes('--json') ? JSON.stringify(report) : inWords(report));
    return report.ok ? 0 : 1;
  } finally {
    await db.destroy();
  }
}

function inWords({ ok, contents, bytes, dropped, missing, orphaned }: StorageReport): string {
  return [
    `${ok ? '✓' : '✗'} ${contents} contents, ${bytes} bytes; ${dropped} dropped and not yet removed`,
    ...missing.items.map(({ hash, as, ownerId }) => `    missing ${hash}: ${as} of ${ownerId}`),
    ...more(missing),
    ...orphaned.items.map((one) => `    orphaned ${one.hash}: ${one.bytes} bytes`),
    ...more(orphaned),
  ].join('\n');
}

function more({ count, items }: { count: number; items: unknown[] }): string[] {
  return count > items.length ? [`    … and ${count - items.length} more`] : [];
}
