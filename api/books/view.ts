import type { z } from '@hono/zod-openapi';
import type { Book } from '../../db/registers/entity';
import type { BookLine } from '../../db/registers/list-entries';
import { spellCorrections } from '../../domain/register-corrections';
import { voidWords } from '../../domain/register-line';
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
