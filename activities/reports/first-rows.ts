import type { Cell, Column, Sheet } from '../../domain/report-contents';
import type { PendingRow } from './definition';
import type { Names } from './tally';

/** So many lines stand on the page and in the PDF; the workbook has them all. */
const shownMax = 100;

/** The beginning of a report's long sheet, for its page and its PDF. */
export class FirstRows {
  private readonly rows: PendingRow[] = [];
  private all = 0;

  constructor(private readonly sheet: { name: string; columns: Column[] }) {}

  add(row: PendingRow): PendingRow {
    this.all += 1;
    if (this.rows.length < shownMax) this.rows.push(row);
    return row;
  }

  people(): string[] {
    return [...new Set(this.rows.flatMap(({ people }) => people))];
  }

  read(title: string, names: Names): Sheet {
    const { name, columns } = this.sheet;
    const more = this.all - this.rows.length;
    const rows: Cell[][] = this.rows.map((row) => row.cells(names));
    const notes = more > 0 ? [`Còn ${more} dòng nữa: xem tệp Excel.`] : undefined;
    return { name, tables: [{ title, columns, rows, notes }], isExcerpt: true };
  }
}
