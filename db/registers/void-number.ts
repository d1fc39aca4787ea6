import type { EntityManager } from 'typeorm';
import { dayOf, formatDate } from '../../time/time';
import { lockDossier } from '../dossiers/record-transition';
import { inTransaction } from '../transaction';
import { insertRow, updateRow } from '../write-row';
import { appendLeaves } from './append-leaves';
import { type Book, RegisterEntry, RegisterVoid } from './entity';
import { voidHash } from './entry-hash';

/** Keeps the number of a dossier that died, marked void with its reason; does nothing without a number. */
export async function voidNumber(
  manager: EntityManager,
  dossierId: string,
  reason: string,
  at: Date,
): Promise<void> {
  await inTransaction(manager, async (inside) => {
    await lockDossier(inside, dossierId);
    const entry = await inside.findOneBy(RegisterEntry, { dossierId });
    if (entry === null || (await isVoid(inside, entry))) return;
    await recordVoid(inside, entry, { reason, decision: null, at });
  });
}

export function isVoid(
  manager: EntityManager,
  { bookId, number }: Pick<RegisterEntry, 'bookId' | 'number'>,
): Promise<boolean> {
  return manager.existsBy(RegisterVoid, { bookId, number });
}

/**
 * Writes beside an entry that its number counts no more, and a leaf of it. The caller's transaction holds the
 * lock of the dossier's row; the lock of the book's is taken here.
 */
export async function recordVoid(
  inside: EntityManager,
  { bookId, number, salt }: RegisterEntry,
  facts: Pick<RegisterVoid, 'reason' | 'decision' | 'at'>,
): Promise<void> {
  const row: RegisterVoid = { bookId, number, ...facts };
  const [book] = await inside.query<Pick<Book, 'id' | 'logSize'>[]>(
    'SELECT id, logSize FROM book WHERE id = ? FOR UPDATE',
    [bookId],
  );
  if (!book) throw new Error('an entry without its book');
  await insertRow(inside, 'register_void', { ...row });
  const day = formatDate(dayOf(facts.at.getTime()));
  const logSize = await appendLeaves(inside, book, [
    { kind: 'void', book: bookId, day, number, entry: voidHash(salt, row) },
  ]);
  await updateRow(inside, 'book', bookId, { logSize });
}
