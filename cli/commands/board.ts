import { createDataSource } from '../../db/data-source';
import { findMisfolded, refold } from '../../db/supervision/fold-log';
import { readDatabaseUrl } from '../../settings/database-url';

/**
 * `saoy board check|rebuild [--json]`: whether the board's figures are what the audit log adds up to, and makes them
 * so. Exit code 1: some are not.
 */
export async function run(args: string[]): Promise<number> {
  const [verb, ...options] = args;
  const isKnown = verb === 'check' || verb === 'rebuild';
  if (!isKnown || options.some((option) => option !== '--json')) {
    throw new Error('Usage: saoy board check|rebuild [--json]');
  }
  const say = (answer: object, words: string) =>
    console.log(options.includes('--json') ? JSON.stringify(answer) : words);
  const db = await createDataSource(readDatabaseUrl()).initialize();
  try {
    if (verb === 'rebuild') {
      const offices = await refold(db);
      say({ ok: true, offices }, `Counted the log of ${offices} offices anew.`);
      return 0;
    }
    const wrong = await findMisfolded(db);
    const ok = wrong.length === 0;
    say(
      { ok, offices: wrong },
      ok ? '✓ the board’s figures are those of the log' : `✗ they differ in: ${wrong.join(', ')}`,
    );
    return ok ? 0 : 1;
  } finally {
    await db.destroy();
  }
}
