import { type CellValue, stream, type Style, type Worksheet } from 'exceljs';
import {
  type Cell,
  type Column,
  isLink,
  type Sheet,
  type Table,
} from '../../domain/report-contents';
import { type Frame, motto, signHint } from './table';

/** A sheet whose rows come as they are read. */
export interface LongSheet {
  name: string;
  title: string;
  columns: Column[];
  rows: AsyncIterable<Cell[]>;
}

/** More rows than this and a sheet goes on in another: what a spreadsheet opens ends at 1.048.576. */
const rowsOfSheetMax = 1_000_000;
const formats: Record<Column['kind'], string> = {
  // "Text" that keeps what is typed from being read as a formula; `quotePrefix` is added to this format's styles.
  text: '@',
  count: '#,##0',
  money: '#,##0',
  decimal: '#,##0.0',
  share: '0.0%',
  when: 'dd/mm/yyyy hh:mm',
  day: 'dd/mm/yyyy',
};
const kinds = Object.keys(formats) as Column['kind'][];
const font = { name: 'Times New Roman', size: 11 };
const noteFont = { ...font, italic: true, size: 10 };
const linkFont = { ...font, underline: true, color: { argb: 'FF0B3D91' } };
const thin = { style: 'thin' } as const;
const border = { top: thin, left: thin, bottom: thin, right: thin };
const shade = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8EDF5' } } as const;

const fonts = { plain: font, total: { ...font, bold: true }, link: linkFont };
/**
 * Every style of a table's cells, each one object: the library knows by the object which style it is. Made anew for
 * each cell, styles took four fifths of the time that a long sheet took.
 */
const styles = eachOf(['plain', 'total', 'link'], (look) =>
  eachOf(['word', 'figure'], (value) =>
    eachOf(kinds, (kind): Partial<Style> => {
      const alignment = { vertical: 'top', wrapText: kind === 'text' } as const;
      const numFmt = value === 'word' ? formats.text : formats[kind];
      return { font: fonts[look], border, numFmt, alignment };
    }),
  ),
);

function eachOf<Name extends string, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
}

/**
 * Writes a workbook for people into a file: each sheet on A4 across with frozen heads that print on every page,
 * the frame of an official paper around the tables. Rows go to the file as they come: memory does not grow with them.
 */
export async function writeWorkbook(
  path: string,
  frame: Frame,
  sheets: readonly Sheet[],
  long: LongSheet | null,
): Promise<void> {
  const workbook = new stream.xlsx.WorkbookWriter({ filename: path, useStyles: true });
  quoteText(workbook);
  for (const { name, tables, isExcerpt } of sheets) {
    if (isExcerpt && long) continue;
    const [only, ...others] = tables;
    // Of several tables none has heads that could stay in view.
    const frozen = only && others.length === 0 ? heightOf(frame) + 1 + headRows(only.columns) : 0;
    const worksheet = addSheet(workbook, name, widest(tables), frozen);
    writeFrame(worksheet, frame, widest(tables).length);
    for (const table of tables) {
      writeRow(worksheet, [table.title]).font = { ...font, bold: true, size: 12 };
      writeHeads(worksheet, table.columns);
      for (const row of table.rows) writeCells(worksheet, table.columns, row);
      if (table.total) writeCells(worksheet, table.columns, table.total, true);
      for (const note of table.notes ?? []) writeRow(worksheet, [note]).font = noteFont;
      writeRow(worksheet, []);
    }
    writeSigners(worksheet, frame, widest(tables).length);
    worksheet.commit();
  }
  if (long) await writeLong(workbook, frame, long);
  await workbook.commit();
}

async function writeLong(
  workbook: stream.xlsx.WorkbookWriter,
  frame: Frame,
  { name, title, columns, rows }: LongSheet,
): Promise<void> {
  let sheet: Worksheet | undefined;
  let written = 0;
  const open = (number: number) => {
    const own = { ...frame, title };
    const frozen = heightOf(own) + headRows(columns);
    const opened = addSheet(workbook, number === 1 ? name : `${name} ${number}`, columns, frozen);
    writeFrame(opened, own, frameWidth(columns));
    writeHeads(opened, columns);
    return opened;
  };
  for await (const row of rows) {
    if (sheet && written % rowsOfSheetMax === 0) {
      sheet.commit();
      sheet = undefined;
    }
    sheet ??= open(written / rowsOfSheetMax + 1);
    writeCells(sheet, columns, row);
    written += 1;
  }
  (sheet ?? open(1)).commit();
}

/** As many columns as the widest table has, each as wide as the widest of its place. */
function widest(tables: readonly Table[]): Column[] {
  const places: Column[] = [];
  for (const { columns } of tables) {
    for (const [place, column] of columns.entries()) {
      const width = Math.max(places[place]?.width ?? 0, column.width);
      places[place] = { ...column, width };
    }
  }
  return places;
}

/** Columns over which agency, motto and title stand: those of the first page. */
function frameWidth(columns: readonly Column[]): number {
  const room = columns.reduce((sum, { width }) => sum + width, 0) / pagesWide(columns);
  let taken = 0;
  const fitting = columns.filter(({ width }) => (taken += width) <= room);
  return Math.max(1, fitting.length);
}

/** Rows that `writeFrame` writes. */
function heightOf({ agency, lines }: Frame): number {
  return agency.length + 1 + 1 + lines.length + 1;
}

function headRows(columns: readonly Column[]): number {
  return columns.some(({ group }) => group !== undefined) ? 2 : 1;
}

/** Pages beside each other: letters that stay legible on A4 across, and one more page for each as many again. */
function pagesWide(columns: readonly Column[]): number {
  return Math.ceil(columns.reduce((sum, { width }) => sum + width, 0) / 230);
}

/** @param frozen rows that stay in view and are printed on every page; the stream wants to know before the first */
function addSheet(
  workbook: stream.xlsx.WorkbookWriter,
  name: string,
  columns: Column[],
  frozen: number,
): Worksheet {
  const worksheet = workbook.addWorksheet(name, {
    ...(frozen > 0 && { views: [{ state: 'frozen', ySplit: frozen }] }),
    pageSetup: {
      ...{
        paperSize: 9,
        orientation: 'landscape',
        fitToPage: true,
        fitToWidth: pagesWide(columns),
        fitToHeight: 0,
      },
      ...(pagesWide(columns) > 1 && { printTitlesColumn: 'A:A' }),
      ...(frozen > 0 && { printTitlesRow: `${frozen - headRows(columns) + 1}:${frozen}` }),
      margins: { left: 0.5, right: 0.4, top: 0.5, bottom: 0.6, header: 0.2, footer: 0.3 },
    },
    headerFooter: { oddFooter: '&L&A&RTrang &P/&N' },
  });
  worksheet.columns = columns.map(({ width }) => ({ width }));
  return worksheet;
}

/** Agency to the left, motto to the right, and the title below. */
function writeFrame(worksheet: Worksheet, { agency, title, lines }: Frame, width: number): void {
  const half = Math.max(1, Math.floor(width / 2));
  for (const [index, left] of agency.entries()) {
    const row = writeRow(worksheet, [index === 0 ? left.toUpperCase() : left]);
    if (width > half) row.getCell(half + 1).value = motto[index];
    row.font = { ...font, bold: index === 1 };
    row.getCell(half + 1).font = { ...font, bold: true, underline: index === 1 };
    merge(worksheet, row.number, 1, half);
    merge(worksheet, row.number, half + 1, width);
    row.alignment = { horizontal: 'center' };
    row.commit();
  }
  writeRow(worksheet, []).commit();
  for (const [index, line] of [title, ...lines].entries()) {
    const row = writeRow(worksheet, [line]);
    row.font = index === 0 ? { ...font, bold: true, size: 14 } : { ...font, italic: true };
    row.alignment = { horizontal: 'center', wrapText: true };
    merge(worksheet, row.number, 1, width);
    row.commit();
  }
  writeRow(worksheet, []).commit();
}

function writeHeads(worksheet: Worksheet, columns: readonly Column[]): void {
  const titles = columns.map(({ title }) => title);
  const first =
    headRows(columns) === 2
      ? writeRow(
          worksheet,
          columns.map(({ group, title }) => group ?? title),
        )
      : undefined;
  const last = writeRow(worksheet, titles);
  for (const row of first ? [first, last] : [last]) {
    // Room for the longest title; nothing measures it while rows go to the file.
    row.height = row === last ? headHeight(columns) : 18;
    row.font = { ...font, bold: true };
    row.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
    for (let column = 1; column <= columns.length; column += 1) {
      Object.assign(row.getCell(column), { border, fill: shade });
    }
  }
  if (first) mergeHeads(worksheet, columns, first.number);
  first?.commit();
  last.commit();
}

/** Points, by the lines that the longest title takes in its column. */
function headHeight(columns: readonly Column[]): number {
  const lines = columns.map(({ title, width, group }) =>
    group === undefined && headRows(columns) === 2 ? 1 : Math.ceil((title.length * 1.3) / width),
  );
  return 15 * Math.max(1, ...lines) + 4;
}

function mergeHeads(worksheet: Worksheet, columns: readonly Column[], row: number): void {
  for (let start = 0; start < columns.length;) {
    const group = columns[start]?.group;
    let end = start + 1;
    while (group !== undefined && columns[end]?.group === group) end += 1;
    if (group === undefined) worksheet.mergeCells(row, start + 1, row + 1, start + 1);
    else merge(worksheet, row, start + 1, end);
    start = end;
  }
}

function merge(worksheet: Worksheet, row: number, from: number, to: number): void {
  if (to > from) worksheet.mergeCells(row, from, row, to);
}

function writeCells(
  worksheet: Worksheet,
  columns: readonly Column[],
  cells: readonly Cell[],
  isTotal = false,
): void {
  const row = writeRow(worksheet, cells);
  for (const [index, { kind }] of columns.entries()) {
    const cell = row.getCell(index + 1);
    const isWord = typeof cell.value === 'string';
    const look = isTotal ? 'total' : isLink(cells[index]) ? 'link' : 'plain';
    cell.style = styles[look][isWord ? 'word' : 'figure'][kind];
  }
  row.commit();
}

function writeSigners(worksheet: Worksheet, { signers }: Frame, width: number): void {
  for (const [index, words] of [signers, signers.map(() => signHint)].entries()) {
    const row = writeRow(worksheet, []);
    for (const [place, word] of words.entries()) {
      const from = Math.floor((place * width) / words.length) + 1;
      row.getCell(from).value = word;
      merge(worksheet, row.number, from, Math.floor(((place + 1) * width) / words.length));
    }
    row.font = { ...font, bold: index === 0, italic: index === 1 };
    row.alignment = { horizontal: 'center' };
    row.commit();
  }
}

function writeRow(worksheet: Worksheet, cells: readonly Cell[]) {
  return worksheet.addRow(
    cells.map((cell): CellValue =>
      isLink(cell) ? { text: cell.text, hyperlink: cell.href } : cell,
    ),
  );
}

/**
 * A cell of the format "text" is marked as one that was typed behind an apostrophe: edited, it stays text, and no
 * apostrophe is to be seen (OWASP, CSV injection). The library cannot say so of a style.
 */
function quoteText(workbook: stream.xlsx.WorkbookWriter): void {
  const { styles } = workbook as unknown as { styles: { toXml: (model: unknown) => string } };
  const toXml = styles.toXml.bind(styles);
  styles.toXml = (model) =>
    toXml(model).replaceAll('<xf numFmtId="49"', '<xf quotePrefix="1" numFmtId="49"');
}
