/** What a report says, as its page, its workbook and its PDF all show it. */

/** A place to go to from a cell. */
export interface Link {
  text: string;
  /** Whole address. */
  href: string;
}
/** A date is on the clock of Vietnam, as if it were UTC; read back from JSON it is its ISO text. */
export type Cell = string | number | Date | Link | null;

export interface Column {
  title: string;
  /** Letters of an ordinary size that have room beside each other. */
  width: number;
  /**
   * `decimal` has one digit behind the comma, `share` is 0…1, `money` whole đồng, `when` a date with its time and
   * `day` one without, on the clock of Vietnam.
   */
  kind: 'text' | 'count' | 'money' | 'decimal' | 'share' | 'when' | 'day';
  /** Columns beside each other with the same group stand under one head. */
  group?: string | undefined;
}

export interface Table {
  title: string;
  columns: Column[];
  rows: Cell[][];
  /** The last line, set apart. */
  total?: Cell[] | undefined;
  /** What must be known to read it; below the table. */
  notes?: string[] | undefined;
}

/** A figure with its words, above all tables. */
export interface Figure {
  value: number | null;
  kind: Column['kind'];
  words: string;
  /** To be looked at: drawn as what is late. */
  isBad?: boolean | undefined;
}

/** `stacked` and `bars` stand on their names, `ranked` lie beside them, the longest above. */
export interface Picture {
  title: string;
  /** For those who do not see it; the same figures stand in a table. */
  label: string;
  form: 'stacked' | 'bars' | 'ranked';
  kind: Column['kind'];
  names: string[];
  series: { name: string; colour: 'done' | 'navy' | 'seal' | 'near'; values: number[] }[];
}

export interface ReportContents {
  figures: Figure[];
  pictures: Picture[];
  sheets: Sheet[];
}

export interface Sheet {
  name: string;
  tables: Table[];
  /** Beginning of a list that the workbook holds whole on a sheet of its own. */
  isExcerpt?: boolean | undefined;
}

export function isLink(cell: unknown): cell is Link {
  return typeof cell === 'object' && cell !== null && 'href' in cell;
}

/** Columns as reports have them. */
export const columns = {
  count: (title: string, group?: string): Column => ({ title, width: 10, kind: 'count', group }),
  money: (title: string, group?: string): Column => ({ title, width: 14, kind: 'money', group }),
  share: (title: string): Column => ({ title, width: 10, kind: 'share' }),
  text: (title: string, width: number): Column => ({ title, width, kind: 'text' }),
  when: (title: string, group?: string): Column => ({ title, width: 16, kind: 'when', group }),
  decimal: (title: string, group?: string): Column => ({
    ...{ title, width: 10, kind: 'decimal', group },
  }),
};
