import { type DataSource, In } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import type { Correction } from '../../domain/register-corrections';
import { Book, RegisterCorrection } from './entity';

/** A line of the register with what was written beside it. Days as yyyy-MM-dd. */
export interface BookLine {
  number: number;
  numberText: string;
  certifiedOn: string;
  requesterName: string;
  documentName: string;
  signerName: string;
  signerTitle: string;
  copies: number;
  /** Integer đồng. */
  fee: number;
  note: string;
  dossierId: string;
  dossierCode: string;
  /** The number counts no more, and why; null: it does. */
  voidReason: string | null;
  decision: string | null;
  voidAt: Date | null;
  /** What is right in place of a column above, oldest first. */
  corrections: LineCorrection[];
}

export type LineCorrection = Correction & Pick<RegisterCorrection, 'correctedBy'>;

export interface LineQuestion {
  bookId: string;
  /** Lines after this number. */
  after: number;
  limit: number;
  /** Looked for in every column; a day as dd/MM/yyyy. */
  text?: string | undefined;
  /** First and last day. */
  from?: string | undefined;
  to?: string | undefined;
}

const columns = [
  'e.numberText',
  'e.requesterName',
  'e.documentName',
  'e.signerName',
  'e.signerTitle',
  'e.note',
  'd.code',
  'v.reason',
  'v.decision',
  "DATE_FORMAT(e.certifiedOn, '%d/%m/%Y')",
  'e.copies',
  'e.fee',
];

/** Lines of a book in their order. */
export async function listLines(
  db: Pick<DataSource, 'manager'>,
  question: LineQuestion,
): Promise<BookLine[]> {
  const { bookId, after, limit, text, from, to } = question;
  const conditions = ['e.bookId = ?', 'e.number > ?'];
  const values: (string | number)[] = [bookId, after];
  if (text) {
    const corrected = `EXISTS (SELECT 1 FROM register_correction c
      WHERE c.bookId = e.bookId AND c.number = e.number
        AND (${folded('c.value')} LIKE ? OR ${folded('c.reason')} LIKE ?))`;
    conditions.push(
      `(${columns.map((column) => `${folded(column)} LIKE ?`).join(' OR ')} OR ${corrected})`,
    );
    const sought = `%${text
      .replace(/[\\%_]/g, '\\$&')
      .replace(/đ/g, 'd')
      .replace(/Đ/g, 'D')}%`;
    values.push(...columns.map(() => sought), sought, sought);
  }
  if (from) values.push(from);
  if (from) conditions.push('e.certifiedOn >= ?');
  if (to) values.push(to);
  if (to) conditions.push('e.certifiedOn <= ?');
  const lines = await db.manager.query<Omit<BookLine, 'corrections'>[]>(
    `SELECT e.number, e.numberText, e.certifiedOn, e.requesterName, e.documentName, e.signerName,
        e.signerTitle, e.copies, e.fee, e.note, e.dossierId, d.code AS dossierCode,
        v.reason AS voidReason, v.decision, v.at AS voidAt
      FROM register_entry e JOIN dossier d ON d.id = e.dossierId
      LEFT JOIN register_void v ON v.bookId = e.bookId AND v.number = e.number
      WHERE ${conditions.join(' AND ')} ORDER BY e.number LIMIT ?`,
    [...values, limit],
  );
  const byNumber = await readCorrections(db, bookId, lines);
  return lines.map((line) => ({ ...line, corrections: byNumber.get(line.number) ?? [] }));
}

async function readCorrections(
  { manager }: Pick<DataSource, 'manager'>,
  bookId: string,
  lines: readonly { number: number }[],
): Promise<Map<number, LineCorrection[]>> {
  const byNumber = new Map<number, LineCorrection[]>();
  if (lines.length === 0) return byNumber;
  const rows = await manager.find(RegisterCorrection, {
    where: { bookId, number: In(lines.map(({ number }) => number)) },
    order: { number: 'ASC', ordinal: 'ASC' },
  });
  for (const { number, field, value, reason, at, correctedBy } of rows) {
    const all = byNumber.get(number) ?? [];
    byNumber.set(number, [...all, { field, value, reason, at, correctedBy }]);
  }
  return byNumber;
}

/** Without regard to accents and case, as people type when they look for something. */
function folded(column: string): string {
  return `REPLACE(REPLACE(CONVERT(${column} USING utf8mb4), 'đ', 'd'), 'Đ', 'D') COLLATE utf8mb4_unicode_ci`;
}

const linesAtOnce = 1_000;

/** All lines of a book, or of some days of it, a thousand at a time. */
export async function* readLines(
  db: DataSource,
  question: Pick<LineQuestion, 'bookId' | 'from' | 'to'>,
): AsyncGenerator<BookLine[]> {
  let after = -1;
  for (;;) {
    const page = await listLines(db, { ...question, after, limit: linesAtOnce });
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.number;
  }
}

/** @throws SaoyError `book-unknown` where it is no book of the office */
export async function getBook(
  db: Pick<DataSource, 'manager'>,
  officeId: string,
  id: string,
): Promise<Book> {
  const book = await db.manager.findOneBy(Book, { id, officeId });
  if (book === null) throw new SaoyError('book-unknown');
  return book;
}
