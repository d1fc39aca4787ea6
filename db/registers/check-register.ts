import type { DataSource } from 'typeorm';
import { parseCheckpoint } from '../../domain/register-log/checkpoint';
import type { Head } from '../../domain/register-log/merkle';
import { parseNote } from '../../domain/register-log/signed-note';
import { checkLog, type RegisterFinding } from './check-log';
import { Book, RegisterCheckpoint } from './entity';

export interface BookCheck {
  id: string;
  office: string;
  book: string;
  year: number;
  entries: number;
  findings: RegisterFinding[];
}

/**
 * Reads every book of the register: each number once, each entry as its leaf says, each leaf in the log that was
 * signed.
 * @param findShown what was shown of a book outside the database, if that can be read here
 */
export async function checkRegister(
  db: DataSource,
  findShown: (bookId: string) => Promise<Head | undefined> = () => Promise.resolve(undefined),
): Promise<BookCheck[]> {
  const books = await db.manager.find(Book, {
    order: { officeId: 'ASC', year: 'ASC', name: 'ASC' },
  });
  const seen = new Map<string, Set<string>>();
  const checks: BookCheck[] = [];
  for (const book of books) {
    const inYear = `${book.officeId} ${book.year}`;
    const numbers = seen.get(inYear) ?? new Set<string>();
    seen.set(inYear, numbers);
    const { entries, findings } = await checkLog(db, book, numbers, [
      ...(await listSigned(db, book.id)),
      ...[await findShown(book.id)].filter((head) => head !== undefined),
    ]);
    const { id, officeId: office, name, year } = book;
    checks.push({ id, office, book: name, year, entries, findings });
  }
  return checks;
}

async function listSigned({ manager }: DataSource, bookId: string): Promise<Head[]> {
  const signed = await manager.findBy(RegisterCheckpoint, { bookId });
  return signed.map(({ note }) => parseCheckpoint(parseNote(note).body));
}
