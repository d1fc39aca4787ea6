import { Readable } from 'node:stream';
import { Workbook, type Worksheet } from 'exceljs';
import { unzipSync } from 'fflate';
import { SaoyError } from '../../domain/problem';
import { foldText } from '../../domain/text';
import { findDate } from '../../time/time';

/** A column of a form: its key for us, and the heads under which it may come, the form's own first. */
export interface TableColumn<Key extends string> {
  key: Key;
  titles: readonly [string, ...string[]];
  isNeeded: boolean;
}

export interface TableRow<Key extends string> {
  /** As the spreadsheet counts them. */
  row: number;
  values: Record<Key, string>;
}

/** What a workbook may grow to when it is unpacked. */
const unpackedBytesMax = 64 * 1024 * 1024;
/** A title and some lines may stand above the heads. */
const headRowsMax = 15;

/**
 * The rows under the heads of the first sheet of an Excel workbook, or of a CSV file in UTF-8 with commas or
 * semicolons. Empty rows are left out; cells are trimmed.
 * @throws SaoyError `table-unreadable`, `table-too-large`
 */
export async function readTable<Key extends string>(
  bytes: Uint8Array,
  columns: readonly TableColumn<Key>[],
  rowsMax: number,
): Promise<TableRow<Key>[]> {
  const unreadable = (cause?: unknown) =>
    new SaoyError(
      'table-unreadable',
      { columns: columns.map(({ titles }) => titles[0]).join(', ') },
      { cause },
    );
  const sheet = await openSheet(bytes, rowsMax).catch((error: unknown) => {
    throw error instanceof SaoyError ? error : unreadable(error);
  });
  const head = sheet && findHead(sheet, columns);
  if (!head) throw unreadable();
  const rows: TableRow<Key>[] = [];
  for (let row = head.row + 1; row <= sheet.rowCount; row += 1) {
    const cells = columns.map(({ key }) => [key, textAt(sheet, row, head.places.get(key))]);
    if (cells.every(([, text]) => text === '')) continue;
    if (rows.length === rowsMax) throw new SaoyError('table-too-large', { rowsMax });
    rows.push({ row, values: Object.fromEntries(cells) as Record<Key, string> });
  }
  return rows;
}

async function openSheet(bytes: Uint8Array, rowsMax: number): Promise<Worksheet | undefined> {
  const workbook = new Workbook();
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    let unpacked = 0;
    unzipSync(bytes, {
      filter: ({ originalSize }) => {
        unpacked += originalSize;
        return false;
      },
    });
    if (unpacked > unpackedBytesMax) throw new SaoyError('table-too-large', { rowsMax });
    await workbook.xlsx.load(new Uint8Array(bytes).buffer);
    return workbook.worksheets[0];
  }
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const [first = ''] = text.split('\n', 1);
  const delimiter = first.split(';').length > first.split(',').length ? ';' : ',';
  // Cells stay as they are written: numbers of people begin with 0.
  return workbook.csv.read(Readable.from([text]), {
    map: (value: unknown) => value,
    parserOptions: { delimiter },
  });
}

function findHead<Key extends string>(sheet: Worksheet, columns: readonly TableColumn<Key>[]) {
  for (let row = 1; row <= Math.min(sheet.rowCount, headRowsMax); row += 1) {
    const places = new Map<Key, number>();
    for (let column = 1; column <= sheet.columnCount; column += 1) {
      const title = foldText(textAt(sheet, row, column));
      const found = columns.find(({ titles }) => titles.some((one) => foldText(one) === title));
      if (found && !places.has(found.key)) places.set(found.key, column);
    }
    if (columns.every(({ key, isNeeded }) => !isNeeded || places.has(key))) return { row, places };
  }
  return undefined;
}

function textAt(sheet: Worksheet, row: number, column: number | undefined): string {
  if (column === undefined) return '';
  const { value } = sheet.getCell(row, column);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return sheet.getCell(row, column).text.normalize('NFC').trim();
}

/** `01/07/2025` or `2025-07-01`, as an ISO day. */
export function isoDate(text: string): string | undefined {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  const iso = day && month ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text;
  return findDate(iso) === undefined ? undefined : iso;
}
