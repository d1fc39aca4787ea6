import type { z } from '@hono/zod-openapi';
import type { Book } from '../../db/registers/entity';
import type { BookLine } from '../../db/registers/list-entries';
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
  const { id, name, year, startNumber, lastNumber, openedOn, closedOn } = book;
  const overlapping = others.filter(
    (other) => other.id !== id && other.openedOn <= closedOn && other.closedOn >= openedOn,
  );
  return {
    ...{ id, name, year, startNumber, openedOn, closedOn },
    open: openedOn <= today && today <= closedOn,
    empty: lastNumber < startNumber,
    expectedNumber: formatRegisterNumber(policy, lastNumber + 1),
    lastNumber: lastNumber < startNumber ? null : formatRegisterNumber(policy, lastNumber),
    overlaps: overlapping.map((other) => other.name),
  };
}

export function viewLine(line: BookLine): z.output<typeof bookLineSchema> {
  const { voidReason, decision, voidAt, ...rest } = line;
  const words = voidWords({ voidReason, decision });
  return { ...rest, voided: words && voidAt ? { words, at: voidAt.toISOString() } : null };
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
