import type { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { stream, type Worksheet } from 'exceljs';
import type { Book } from '../../db/registers/entity';
import type { BookLine } from '../../db/registers/list-entries';
import { currentLine } from '../../domain/register-line';
import type { Policy } from '../../policies/policy';
import { formatRegisterNumber } from '../../policies/register-number';
import { clockOf, dayOf, formatDateVi } from '../../time/time';
import { plainText } from '../tables/write-workbook';

export interface SheetFacts {
  book: Pick<Book, 'name' | 'startNumber' | 'lastNumber' | 'openedOn' | 'closedOn'>;
  officeName: string;
  policy: Pick<Policy, 'number' | 'register'>;
  /** Epoch milliseconds. */
  at: number;
}

/** Excel holds 1,048,576 rows a sheet; a fuller book goes on in the next one. */
const rowsPerSheet = 1_000_000;
/** Bytes that may wait for who downloads. */
const waitingMax = 4 * 1024 * 1024;
const widths = [18, 14, 30, 40, 34, 12, 14, 40];

/**
 * Writes a book as a workbook while it is read, so that a million lines need no more memory than a thousand. Who
 * reads slowly is waited for.
 * @returns when all is written, or nobody reads any more
 */
export async function writeBookSheet(
  out: PassThrough,
  facts: SheetFacts,
  pages: AsyncIterable<readonly BookLine[]>,
): Promise<void> {
  const workbook = new stream.xlsx.WorkbookWriter({ stream: out, useStyles: true });
  let [sheets, rows] = [1, 0];
  let sheet = beginSheet(workbook.addWorksheet(`Sổ ${sheets}`, page), facts);
  for await (const lines of pages) {
    for (const line of lines) {
      if (rows === rowsPerSheet) {
        sheet.commit();
        [sheets, rows] = [sheets + 1, 0];
        sheet = beginSheet(workbook.addWorksheet(`Sổ ${sheets}`, page), facts);
      }
      sheet.addRow(cellsOf(line)).commit();
      rows += 1;
    }
    while (out.readableLength + out.writableLength > waitingMax && !out.destroyed) await sleep(10);
    if (out.destroyed) return;
    // Other requests have their turn.
    await sleep(0);
  }
  sheet.commit();
  await workbook.commit();
}

const page = {
  views: [{ state: 'frozen' as const, ySplit: 6 }],
  pageSetup: {
    paperSize: 9,
    orientation: 'landscape' as const,
    fitToWidth: 1,
    fitToHeight: 0,
    fitToPage: true,
  },
};

function beginSheet(sheet: Worksheet, { book, officeName, policy, at }: SheetFacts): Worksheet {
  widths.forEach((width, index) => {
    sheet.getColumn(index + 1).width = width;
  });
  const { startNumber, lastNumber } = book;
  const last = lastNumber < startNumber ? '' : formatRegisterNumber(policy, lastNumber);
  const heading = [
    `SỔ CHỨNG THỰC BẢN SAO TỪ BẢN CHÍNH: ${book.name}`,
    `Cơ quan quản lý sổ chứng thực: ${officeName}`,
    `Số bắt đầu: ${formatRegisterNumber(policy, startNumber)}. Số hiện tại: ${last}`,
    `Ngày mở sổ: ${dayWords(book.openedOn)}. Ngày đóng sổ: ${dayWords(book.closedOn)}`,
    `Xuất lúc ${clockOf(at)} ngày ${formatDateVi(dayOf(at))}`,
  ];
  heading.forEach((line, index) => {
    const row = sheet.addRow([plainText(line)]);
    row.font = { bold: index === 0, size: index === 0 ? 14 : 11 };
    row.commit();
  });
  const titles = sheet.addRow([...policy.register.columns]);
  titles.font = { bold: true };
  titles.alignment = { wrapText: true, vertical: 'middle' };
  titles.commit();
  return sheet;
}

/** The statutory eight columns; what made a number void, and what was corrected, stands in the eighth. */
function cellsOf(written: BookLine): (string | number | Date)[] {
  const line = currentLine(written);
  return [
    plainText(line.numberText),
    dayWords(line.certifiedOn),
    plainText(line.requesterName),
    plainText(line.documentName),
    plainText([line.signerName, line.signerTitle].filter(Boolean).join(', ')),
    line.copies,
    line.fee,
    plainText(line.note),
  ];
}

/** yyyy-MM-dd as dd/MM/yyyy. */
function dayWords(day: string): string {
  return day.split('-').reverse().join('/');
}
