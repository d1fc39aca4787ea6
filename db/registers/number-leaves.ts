import type { Leaf } from '../../domain/register-log/leaf';
import type { Book, RegisterEntry } from './entity';

/** The entry's leaf; before the book's first one, the leaf that says which book it is. */
export function leavesOf(book: Book & { officeCode: string }, entry: RegisterEntry): Leaf[] {
  const facts = { book: book.id, day: entry.certifiedOn };
  const { number, numberText: text, hash } = entry;
  const leaf: Leaf = { kind: 'number', ...facts, number, text, entry: hash };
  if (book.logSize > 0) return [leaf];
  return [openingLeaf(book, facts.day), leaf];
}

/** The first leaf of a book's log. @param day yyyy-MM-dd */
export function openingLeaf(
  { id: book, officeCode: office, year, name, startNumber: start }: Book & { officeCode: string },
  day: string,
): Leaf {
  return { kind: 'open', book, day, office, year, name, start };
}
