import { fromHex } from '../../domain/register-log/bytes';
import { openCheckpoint, parseCheckpoint } from '../../domain/register-log/checkpoint';
import { checkShown, type ShownCheck } from '../../domain/register-log/check-shown';
import { checkpointPath } from '../../domain/register-log/log-files';
import { parseNote } from '../../domain/register-log/signed-note';
import { getJson } from '../server/client';
import type { ShownBook } from '../server/shapes';
import { keep, readKept } from './kept-checkpoint';
import { logFilesOf } from './log-files';

export interface CheckedBook {
  book: ShownBook;
  check: ShownCheck;
  /** When this browser saw the book before, epoch milliseconds; none: never. */
  seenAt: number | undefined;
  /** The key is another one than it was then. */
  isOtherKey: boolean;
}

/** @returns undefined where nothing of the book is shown */
export async function findBook(bookId: string): Promise<ShownBook | undefined> {
  const query = `book=${encodeURIComponent(bookId)}`;
  const { items } = await getJson<{ items: ShownBook[] }>(`/public/registers?${query}`);
  return items[0];
}

/**
 * Reads the whole book here in the browser and holds it against what this browser saw of it before.
 * @throws Error where its checkpoint is not signed by the register's key; ApiProblem
 */
export async function checkBook(
  book: ShownBook,
  onProgress: (leaves: number) => void,
): Promise<CheckedBook> {
  const get = logFilesOf(book.id);
  const bytes = await get(checkpointPath);
  const note = new TextDecoder().decode(bytes);
  const checkpoint = openCheckpoint(note, fromHex(book.publicKey), book.id);
  const kept = readKept(book.id);
  const seen = kept ? [parseCheckpoint(parseNote(kept.note).body)] : [];
  const check = await checkShown(get, checkpoint, seen, onProgress);
  const isOtherKey = kept !== undefined && kept.publicKey !== book.publicKey;
  // What contradicts is not forgotten: the next look finds it again.
  if (check.findings.length === 0 && !isOtherKey) {
    keep(book.id, { note, publicKey: book.publicKey, seenAt: Date.now() });
  }
  return { book, check, seenAt: kept?.seenAt, isOtherKey };
}
