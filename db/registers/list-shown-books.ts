import type { DataSource } from 'typeorm';

export interface ShownBook {
  id: string;
  name: string;
  year: number;
  officeCode: string;
  officeName: string;
  size: number;
  signedAt: Date;
  publicKey: string;
}

/** Books whose logs were signed, newest first, 200 at most. @param which code of an office, or a book's id */
export function listShownBooks(
  { manager }: Pick<DataSource, 'manager'>,
  which: { office?: string | undefined; book?: string | undefined },
): Promise<ShownBook[]> {
  const { office, book } = which;
  return manager.query<ShownBook[]>(
    `SELECT b.id, b.name, b.year, o.code AS officeCode, o.name AS officeName,
        c.size, c.signedAt, c.publicKey
      FROM book b JOIN office o ON o.id = b.officeId
      JOIN register_checkpoint c ON c.bookId = b.id
        AND c.size = (SELECT MAX(size) FROM register_checkpoint WHERE bookId = b.id)
      WHERE ${book ? 'b.id = ?' : office ? 'o.code = ?' : '1'} ORDER BY b.openedOn DESC, b.name LIMIT 200`,
    [book ?? office].filter((value) => value !== undefined),
  );
}
