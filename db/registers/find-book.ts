import type { DataSource } from 'typeorm';

/**
 * The book in which a number was given.
 * @param text as printed, or the number alone
 * @param bookId which of several
 * @throws Error where several books have it
 */
export async function findBookOfNumber(
  { manager }: Pick<DataSource, 'manager'>,
  text: string,
  number: number,
  bookId?: string,
): Promise<string | undefined> {
  const rows = await manager.query<{ bookId: string }[]>(
    `SELECT bookId FROM register_entry WHERE number = ? AND (numberText = ? OR ? = ?) ${bookId ? 'AND bookId = ?' : ''}
      LIMIT 2`,
    [number, text, text, String(number), ...(bookId ? [bookId] : [])],
  );
  if (rows.length > 1) throw new Error('Several books have this number: say which with --book ID.');
  return rows[0]?.bookId;
}
