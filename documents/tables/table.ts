/** A table of a report, as a workbook and a PDF both show it. */
export type Cell = string | number | Date | null;

export interface Column {
  title: string;
  /** Letters of an ordinary size that have room beside each other. */
  width: number;
  /** `minutes` have one digit behind the comma, `share` is 0…1, `when` a date with its time on the clock of Vietnam. */
  kind: 'text' | 'count' | 'minutes' | 'share' | 'when';
  /** Columns beside each other with the same group stand under one head. */
  group?: string;
}

export interface Table {
  title: string;
  columns: Column[];
  rows: Cell[][];
  /** The last line, set apart. */
  total?: Cell[];
}

/** What stands above and below the tables of an official paper. */
export interface Frame {
  /** "Cơ quan cấp trên", then the agency itself. */
  agency: [above: string, own: string];
  title: string;
  /** Under the title: the time it is about, as of when. */
  lines: string[];
  /** Who signs, from left to right. */
  signers: string[];
}

export const motto = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập – Tự do – Hạnh phúc'] as const;
export const signHint = '(Ký, ghi rõ họ tên)';
