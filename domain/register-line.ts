import {
  applyCorrections,
  type CorrectableColumns,
  type CorrectableField,
  type Correction,
  fieldLabels,
  spellCorrections,
} from './register-corrections';
import { dayOf, formatDateVi } from '../time/time';

/** A line of the register with what was written beside it. */
export interface WrittenLine extends CorrectableColumns {
  /** Which act its dossier died by, or why its copy was revoked; null: the number counts. */
  voidReason: string | null;
  decision: string | null;
  corrections: readonly Correction[];
}

/**
 * A line as paper and workbook have it: the columns as they count now, and in the eighth what was written before,
 * each with its day and reason.
 */
export function currentLine<Line extends WrittenLine>(line: Line): Line {
  const current = applyCorrections(line, line.corrections);
  const amended = spellCorrections(line, line.corrections).map(correctionWords);
  const notes = [current.note, voidWords(line), ...amended].filter((note) => note);
  return { ...line, ...current, note: notes.join('. ') };
}

function correctionWords({ field, before, value, reason, at }: Correction & { before: string }) {
  const day = formatDateVi(dayOf(at.getTime()));
  const [was, is] = [before, value].map((words) => valueWords(field, words));
  return `Đính chính ngày ${day}: ${fieldLabels[field].toLocaleLowerCase('vi')} ${was} thành ${is} (${reason})`;
}

function valueWords(field: CorrectableField, value: string): string {
  if (field === 'fee') return value.replace(/\B(?=(\d{3})+$)/g, '.');
  return field === 'copies' ? value : `“${value}”`;
}

/** By which act a dossier died, in the words of the register. */
const deaths: Record<string, string> = {
  cancel: 'Hồ sơ đã hủy',
  withdraw: 'Người yêu cầu rút hồ sơ',
  refuse: 'Từ chối chứng thực',
};

/** Why a number counts no more, as column 8 says it; null: it does. */
export function voidWords({
  voidReason,
  decision,
}: Pick<WrittenLine, 'voidReason' | 'decision'>): string | null {
  if (voidReason === null) return null;
  if (decision !== null) return `Thu hồi theo ${decision}: ${voidReason}`;
  return `Không còn hiệu lực: ${deaths[voidReason] ?? voidReason}`;
}
