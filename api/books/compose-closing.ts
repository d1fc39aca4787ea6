import type { ClosingFacts } from '../../db/registers/close-book';
import type { Office } from '../../db/offices/entity';
import type { MonthTotals } from '../../db/registers/total-book';
import { formatDong } from '../../policies/fee';
import { fillPaper } from '../../policies/fill-paper';
import type { Rules } from '../../policies/load-rules';
import { formInForce, headOf } from '../papers/compose-paper';
import { whenInWords } from '../papers/paper-words';

interface Facts extends Pick<ClosingFacts, 'book' | 'totals' | 'months'> {
  office: Office;
  /** Whoever confirms. */
  fullName: string;
}

/**
 * The statement that closes a book, by the form in force on its day.
 * @param confirmed when its signer confirmed; null: a preview
 * @throws SaoyError `paper-form-missing`
 */
export function composeClosing(
  { rules, at, confirmed }: { rules: Rules; at: number; confirmed: Date | null },
  { book, totals, months, office, fullName }: Facts,
) {
  const form = formInForce({ rules, at }, 'year-closing');
  const content = fillPaper(form, {
    ...headOf({ at }, { office }),
    words: {
      office: office.name,
      book: book.name,
      year: String(book.year),
      opened: dayWords(book.openedOn),
      closed: dayWords(book.closedOn),
      first: totals.firstText || 'không có',
      last: totals.lastText || 'không có',
      numbers: String(totals.numbers),
      voids: String(totals.voids),
      corrections: String(totals.corrections),
      copies: String(totals.copies),
      pages: String(totals.pages),
      total: formatDong(totals.fee),
      confirmed: confirmed ? whenInWords(confirmed) : '',
      signer: fullName,
    },
    tables: { months: months.map(monthRow) },
  });
  return { content, symbol: form.symbol };
}

function monthRow(month: MonthTotals) {
  return {
    month: `Tháng ${month.month}`,
    first: month.firstText,
    last: month.lastText,
    numbers: String(month.numbers),
    voids: String(month.voids),
    copies: String(month.copies),
    fee: formatDong(month.fee),
  };
}

/** yyyy-MM-dd as dd/MM/yyyy. */
function dayWords(day: string): string {
  return day.split('-').reverse().join('/');
}
