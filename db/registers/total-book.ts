import type { EntityManager } from 'typeorm';

/** What a book holds. */
export interface BookTotals {
  numbers: number;
  voids: number;
  corrections: number;
  copies: number;
  /** Of the originals. */
  pages: number;
  /** Integer đồng. */
  fee: number;
  /** As printed; empty where the book gave no number. */
  firstText: string;
  lastText: string;
}

export interface MonthTotals extends Omit<BookTotals, 'corrections'> {
  /** 1 to 12. */
  month: number;
}

/** What stands in the way of closing a book, and what its signer should know before. */
export interface BookWaiting {
  /** Codes of dossiers that have a number and are not sealed yet; 20 at most. */
  unsealed: string[];
  unsealedCount: number;
  /** Sealed copies whose delivery goes on. */
  undelivered: number;
  /** Dossiers of the office that wait for a number: they get it in the next book. */
  unnumbered: number;
}

/** Of a number column the last correction, in place of what was written. */
const lastOf = (field: 'copies' | 'fee') => `(
  SELECT c.number, c.value FROM register_correction c WHERE c.bookId = ? AND c.field = '${field}'
    AND c.ordinal = (SELECT MAX(l.ordinal) FROM register_correction l
      WHERE l.bookId = c.bookId AND l.number = c.number AND l.field = c.field))`;

/**
 * Adds up a book by months of certification, as its entries stand with their corrections. Voids count among the
 * numbers: they were given.
 */
export async function totalBook(
  manager: EntityManager,
  bookId: string,
): Promise<{ totals: BookTotals; months: MonthTotals[] }> {
  type Row = Record<Exclude<keyof MonthTotals, 'firstText' | 'lastText'>, number | string> & {
    first: number;
    last: number;
  };
  const rows = await manager.query<Row[]>(
    `SELECT MONTH(e.certifiedOn) AS month, COUNT(*) AS numbers, COUNT(v.number) AS voids,
        SUM(COALESCE(CAST(kc.value AS UNSIGNED), e.copies)) AS copies, SUM(d.originalPages) AS pages,
        SUM(COALESCE(CAST(kf.value AS UNSIGNED), e.fee)) AS fee, MIN(e.number) AS first, MAX(e.number) AS last
      FROM register_entry e JOIN dossier d ON d.id = e.dossierId
      LEFT JOIN register_void v ON v.bookId = e.bookId AND v.number = e.number
      LEFT JOIN ${lastOf('copies')} kc ON kc.number = e.number
      LEFT JOIN ${lastOf('fee')} kf ON kf.number = e.number
      WHERE e.bookId = ? GROUP BY month ORDER BY month`,
    [bookId, bookId, bookId],
  );
  const textOf = await readTexts(
    manager,
    bookId,
    rows.flatMap(({ first, last }) => [first, last]),
  );
  const months = rows.map((row): MonthTotals => ({
    month: Number(row.month),
    numbers: Number(row.numbers),
    voids: Number(row.voids),
    copies: Number(row.copies),
    pages: Number(row.pages),
    fee: Number(row.fee),
    firstText: textOf(row.first),
    lastText: textOf(row.last),
  }));
  const [counted] = await manager.query<{ corrections: number | string }[]>(
    'SELECT COUNT(*) AS corrections FROM register_correction WHERE bookId = ?',
    [bookId],
  );
  const sum = (name: 'numbers' | 'voids' | 'copies' | 'pages' | 'fee') =>
    months.reduce((total, month) => total + month[name], 0);
  return {
    totals: {
      numbers: sum('numbers'),
      voids: sum('voids'),
      corrections: Number(counted?.corrections),
      copies: sum('copies'),
      pages: sum('pages'),
      fee: sum('fee'),
      firstText: months[0]?.firstText ?? '',
      lastText: months.at(-1)?.lastText ?? '',
    },
    months,
  };
}

async function readTexts(manager: EntityManager, bookId: string, numbers: number[]) {
  const rows = numbers.length
    ? await manager.query<{ number: number; numberText: string }[]>(
        'SELECT number, numberText FROM register_entry WHERE bookId = ? AND number IN (?)',
        [bookId, numbers],
      )
    : [];
  const byNumber = new Map(rows.map(({ number, numberText }) => [number, numberText]));
  return (number: number) => byNumber.get(number) ?? '';
}

/** @param officeId of the book */
export async function readWaiting(
  manager: EntityManager,
  bookId: string,
  officeId: string,
): Promise<BookWaiting> {
  const unsealed = await manager.query<{ code: string }[]>(
    `SELECT d.code FROM dossier d JOIN register_entry e ON e.dossierId = d.id
      LEFT JOIN register_void v ON v.bookId = e.bookId AND v.number = e.number
      WHERE d.stage = 'awaiting-seal' AND e.bookId = ? AND v.number IS NULL ORDER BY e.number`,
    [bookId],
  );
  const [counts] = await manager.query<Record<'undelivered' | 'unnumbered', number | string>[]>(
    `SELECT
      (SELECT COUNT(*) FROM dossier d JOIN register_entry e ON e.dossierId = d.id
        WHERE d.stage = 'delivering' AND e.bookId = ?) AS undelivered,
      (SELECT COUNT(*) FROM dossier d LEFT JOIN register_entry e ON e.dossierId = d.id
        WHERE d.officeId = ? AND d.stage IN ('awaiting-seal', 'awaiting-signature', 'accepted', 'returned')
          AND e.number IS NULL) AS unnumbered`,
    [bookId, officeId],
  );
  return {
    unsealed: unsealed.slice(0, 20).map(({ code }) => code),
    unsealedCount: unsealed.length,
    undelivered: Number(counts?.undelivered),
    unnumbered: Number(counts?.unnumbered),
  };
}
