import type { ContentsView } from '../../../api/reports/contract';
import { dayToText } from '../../text/day';
import { inMinutes, inThousands, percent } from '../../text/figures';

export type TableView = ContentsView['sheets'][number]['tables'][number];
export type CellView = TableView['rows'][number][number];
export type ColumnKind = TableView['columns'][number]['kind'];

/** A cell as people write it; dates come on the clock of Vietnam. */
export function cellWords(cell: Exclude<CellView, object>, kind: ColumnKind): string {
  if (cell === null) return '';
  if (typeof cell === 'string') {
    if (kind === 'day') return dayToText(cell.slice(0, 10));
    return kind === 'when' && /^\d{4}-\d\d-\d\dT/.test(cell)
      ? `${dayToText(cell.slice(0, 10))} ${cell.slice(11, 16)}`
      : cell;
  }
  if (kind === 'share') return percent(cell);
  return kind === 'decimal' ? inMinutes(cell) : inThousands(cell);
}
