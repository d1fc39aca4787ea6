import type { z } from '@hono/zod-openapi';
import type { Book } from '../../db/registers/entity';
import type { BookLine } from '../../db/registers/list-entries';
import {
  applyCorrections,
  type Correction,
  type CorrectableField,
  fieldLabels,
  spellCorrections,
} from '../../domain/register-corrections';
import { formatDong } from '../../policies/fee';
import { dayOf, formatDateVi } from '../../time/time';
import type { Policy } from '../../policies/policy';
import { formatRegisterNumber } from '../../policies/register-number';
import type { bookLineSchema, bookSchema } from './contract';

/** @param others all books of the office @param today yyyy-MM-dd at UTC+7 */
export function viewBook(
  book: Book,
  others: readonly Book[],
  policy: Pick<Policy, 'number'>,
  today: string,
): z.output<typeof bookSchema> {
  const { id, name, year, startNumber, lastNumber, openedOn, closedOn, yearClosedAt } = book;
  const overlapping = others.filter(
    (other) => other.id !== id && other.openedOn <= closedOn && other.closedOn >= openedOn,
  );
  return {
    ...{ id, name, year, startNumber, openedOn, closedOn },
    open: yearClosedAt === null && openedOn <= today && today <= closedOn,
    yearClosedAt: yearClosedAt?.toISOString() ?? null,
    empty: lastNumber < startNumber && yearClosedAt === null,
    expectedNumber: formatRegisterNumber(policy, lastNumber + 1),
    lastNumber: lastNumber < startNumber ? null : formatRegisterNumber(policy, lastNumber),
    overlaps: overlapping.map((other) => other.name),
  };
}

/** @param names what those who corrected are called, by their ids */
export function viewLine(
  line: BookLine,
  names: ReadonlyMap<string, string>,
): z.output<typeof bookLineSchema> {
  const { voidReason, decision, voidAt, corrections, ...rest } = line;
  const words = voidWords({ voidReason, decision });
  return {
    ...rest,
    voided: words && voidAt ? { words, at: voidAt.toISOString() } : null,
    corrections: spellCorrections(line, corrections).map(({ correctedBy, at, ...each }) => ({
      ...each,
      at: at.toISOString(),
      by: names.get(correctedBy) ?? '',
    })),
  };
}

/**
 * A line as paper and workbook have it: the columns as they count now, and in the eighth what was written before,
 * each with its day and reason.
 */
export function currentLine(line: BookLine) {
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
  if (field === 'fee') return formatDong(Number(value));
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
}: Pick<BookLine, 'voidReason' | 'decision'>): string | null {
  if (voidReason === null) return null;
  if (decision !== null) return `Thu hồi theo ${decision}: ${voidReason}`;
  return `Không còn hiệu lực: ${deaths[voidReason] ?? voidReason}`;
}
