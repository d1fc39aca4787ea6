import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getOffice } from '../../db/offices/get-office';
import {
  getExport,
  listExportBooks,
  recordExportDone,
  recordExportProgress,
} from '../../db/registers/book-exports';
import type { Book, BookExport } from '../../db/registers/entity';
import { type BookLine, readLines } from '../../db/registers/list-entries';
import { parseDate } from '../../deadlines/parse-time';
import type { Frame } from '../../documents/tables/table';
import { writeWorkbook } from '../../documents/tables/write-workbook';
import { SaoyError } from '../../domain/problem';
import { currentLine } from '../../domain/register-line';
import type { Cell, Column } from '../../domain/report-contents';
import { policyInForce } from '../../policies/policy-in-force';
import { formatRegisterNumber } from '../../policies/register-number';
import type { Policy } from '../../policies/policy';
import { formatDateVi, formatMinuteVi } from '../../time/time';
import type { ActivityDeps } from '../deps';

type Deps = Pick<ActivityDeps, 'db' | 'store' | 'rules' | 'now'>;

/** That nobody wants it any more. */
class Cancelled extends Error {}

/**
 * Writes a book, or the books of a year merged into one, as a workbook, a thousand lines at a time. Safe to repeat;
 * one that was cancelled leaves nothing.
 */
export function createExportBook({ db, store, rules, now }: Deps) {
  return async ({ exportId }: { exportId: string }): Promise<void> => {
    const asked = await getExport(db, exportId);
    if (asked.doneAt !== null || asked.cancelledAt !== null) return;
    const folder = await mkdtemp(join(tmpdir(), 'saoy-book-'));
    try {
      const path = join(folder, 'so.xlsx');
      await write(asked, path);
      const workbookHash = await store.putFile(path);
      const { size: bytes } = await stat(path);
      await recordExportDone(db, asked, { workbookHash, bytes }, now());
    } catch (error) {
      if (error instanceof Cancelled) return;
      if (!(error instanceof SaoyError) || error.code === 'storage-unavailable') throw error;
      await recordExportDone(db, asked, { failure: error.code }, now());
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  async function write(asked: BookExport, path: string): Promise<void> {
    const office = await getOffice(db, asked.officeId);
    const policy = policyInForce(rules, office.policyId, now().getTime());
    const books = await listExportBooks(db, asked);
    const frame: Frame = {
      agency: [office.parentName, office.name],
      title: titleOf(asked, books),
      lines: [
        ...books.map((book) => bookWords(book, policy)),
        `Xuất lúc ${formatMinuteVi(now().getTime())}`,
      ],
      signers: ['NGƯỜI GIỮ SỔ', 'NGƯỜI KÝ CHỨNG THỰC'],
    };
    await writeWorkbook(path, frame, [], {
      ...{ name: 'Sổ', title: frame.title, columns: columnsOf(policy) },
      rows: rowsOf(asked, books),
    });
  }

  /** @throws Cancelled */
  async function* rowsOf({ id }: BookExport, books: readonly Book[]): AsyncGenerator<Cell[]> {
    let progress = 0;
    for (const book of books) {
      for await (const lines of readLines(db, { bookId: book.id })) {
        for (const line of lines) yield cellsOf(line);
        progress += lines.length;
        if (!(await recordExportProgress(db, id, progress))) throw new Cancelled();
      }
    }
  }
}

function titleOf({ bookId, year }: BookExport, books: readonly Book[]): string {
  const title = 'SỔ CHỨNG THỰC BẢN SAO TỪ BẢN CHÍNH';
  return bookId === null ? `${title}, NĂM ${year}` : `${title}, QUYỂN SỐ ${books[0]?.name ?? ''}`;
}

function bookWords(book: Book, policy: Pick<Policy, 'number'>): string {
  const { name, startNumber, lastNumber, openedOn, closedOn, yearClosedAt } = book;
  const [from, to] = [startNumber, lastNumber].map((each) => formatRegisterNumber(policy, each));
  const numbers = lastNumber < startNumber ? 'chưa cấp số' : `từ số ${from} đến số ${to}`;
  const [opened, closed] = [openedOn, closedOn].map((day) => formatDateVi(parseDate(day)));
  const state = yearClosedAt ? `; đã khóa ${formatMinuteVi(yearClosedAt.getTime())}` : '';
  return `Quyển số ${name}: ${numbers}; mở ${opened}, đóng ${closed}${state}`;
}

/** The statutory eight, by the policy's titles. */
function columnsOf({ register }: Pick<Policy, 'register'>): Column[] {
  const kinds = ['text', 'day', 'text', 'text', 'text', 'count', 'money', 'text'] as const;
  const widths = [16, 14, 28, 36, 32, 10, 14, 44];
  return register.columns.map((title, place) => ({
    title,
    width: widths[place] ?? 20,
    kind: kinds[place] ?? 'text',
  }));
}

function cellsOf(written: BookLine): Cell[] {
  const line = currentLine(written);
  return [
    ...[line.numberText, new Date(`${line.certifiedOn}T00:00:00Z`), line.requesterName],
    ...[line.documentName, [line.signerName, line.signerTitle].filter(Boolean).join(', ')],
    ...[line.copies, line.fee, line.note],
  ];
}
