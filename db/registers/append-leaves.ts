import type { EntityManager } from 'typeorm';
import { hexOf } from '../../domain/register-log/bytes';
import { formatLeaf, type Leaf, parseLeaf } from '../../domain/register-log/leaf';
import { hashLeaf } from '../../domain/register-log/merkle';
import { insertRows } from '../write-row';
import type { Book } from './entity';

/**
 * Appends leaves to a book's log. The caller holds the lock of the book's row, and writes the new size there.
 * @returns the new size
 */
export async function appendLeaves(
  inside: EntityManager,
  { id: bookId, logSize }: Pick<Book, 'id' | 'logSize'>,
  leaves: readonly Leaf[],
): Promise<number> {
  const rows = leaves.map((leaf, index) => rowOf(bookId, logSize + index, formatLeaf(leaf)));
  await insertRows(inside, 'register_leaf', rows);
  return logSize + leaves.length;
}

/** @param leaf the text that is hashed */
export function rowOf(bookId: string, position: number, leaf: string) {
  const parsed = parseLeaf(leaf);
  const number = 'number' in parsed ? parsed.number : null;
  const hash = hexOf(hashLeaf(new TextEncoder().encode(leaf)));
  return { bookId, position, number, leaf, hash };
}
