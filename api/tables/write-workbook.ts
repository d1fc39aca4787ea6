import { Workbook, type Worksheet } from 'exceljs';

export interface Sheet {
  name: string;
  /** Lines above the table: title, office, period, as-of. */
  heading: string[];
  columns: { title: string; width: number; format?: string }[];
  rows: (string | number | Date | null)[][];
}

/**
 * An Excel workbook (xlsx). Text cells are never formulas:
 * text that a spreadsheet might take for one is written behind an apostrophe (OWASP, CSV injection).
 */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const workbook = new Workbook();
  for (const sheet of sheets) fill(workbook.addWorksheet(sheet.name), sheet);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

function fill(worksheet: Worksheet, { heading, columns, rows }: Sheet): void {
  for (const line of heading) worksheet.addRow([plainText(line)]);
  if (heading.length > 0) worksheet.getRow(1).font = { bold: true, size: 14 };
  const titles = worksheet.addRow(columns.map(({ title }) => title));
  titles.font = { bold: true };
  worksheet.views = [{ state: 'frozen', ySplit: titles.number }];
  worksheet.autoFilter = {
    from: { row: titles.number, column: 1 },
    to: { row: titles.number, column: columns.length },
  };
  columns.forEach(({ width, format }, index) => {
    const column = worksheet.getColumn(index + 1);
    column.width = width;
    if (format) column.numFmt = format;
  });
  for (const row of rows) {
    worksheet.addRow(row.map((value) => (typeof value === 'string' ? plainText(value) : value)));
  }
}

/** Text that a spreadsheet takes for text, whatever it begins with. */
export function plainText(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** The first sheet's table as CSV: UTF-8 with the mark by which Excel knows it. */
export function writeCsv({ columns, rows }: Sheet): Uint8Array {
  const line = (cells: (string | number | Date | null)[]) => cells.map(csvCell).join(',');
  const lines = [line(columns.map(({ title }) => title)), ...rows.map(line)];
  return new TextEncoder().encode(`\ufeff${lines.join('\r\n')}\r\n`);
}

function csvCell(value: string | number | Date | null): string {
  const text = value instanceof Date ? value.toISOString() : plainText(String(value ?? ''));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
