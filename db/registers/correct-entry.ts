import type { EntityManager } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { applyCorrections, type CorrectableField } from '../../domain/register-corrections';
import { dayOf, formatDate } from '../../time/time';
import { recordAudit } from '../audit/record-audit';
import { inTransaction } from '../transaction';
import { insertRow, updateRow } from '../write-row';
import { appendLeaves } from './append-leaves';
import { lockBookOf } from './change-book';
import { RegisterCorrection, RegisterEntry } from './entity';
import { correctionHash } from './entry-hash';

export interface CorrectionInput {
  officeId: string;
  bookId: string;
  number: number;
  field: CorrectableField;
  /** What is right; of numeric fields its digits. */
  value: string;
  reason: string;
  actorId: string;
  at: Date;
}

/**
 * Writes beside an entry what is right in place of one of its columns, and a leaf of it without the words. The entry
 * stays as it was written, also in a book that was closed.
 * @throws SaoyError `book-unknown`, `book-line-unknown`, `correction-empty`
 */
export async function correctEntry(manager: EntityManager, input: CorrectionInput): Promise<void> {
  const { officeId, bookId, number, field, value, reason, actorId, at } = input;
  await inTransaction(manager, async (inside) => {
    const book = await lockBookOf(inside, officeId, bookId);
    const entry = await inside.findOneBy(RegisterEntry, { bookId, number });
    if (!entry) throw new SaoyError('book-line-unknown');
    const earlier = await inside.find(RegisterCorrection, {
      ...{ where: { bookId, number }, order: { ordinal: 'ASC' } },
    });
    if (String(applyCorrections(entry, earlier)[field]) === value) {
      throw new SaoyError('correction-empty');
    }
    const ordinal = earlier.length + 1;
    const row: RegisterCorrection = {
      ...{ bookId, number, ordinal, field, value, reason, correctedBy: actorId, at },
    };
    const hash = correctionHash(entry.salt, row);
    await insertRow(inside, 'register_correction', { ...row });
    const day = formatDate(dayOf(at.getTime()));
    const logSize = await appendLeaves(inside, book, [
      { kind: 'correction', book: bookId, day, number, entry: hash },
    ]);
    await updateRow(inside, 'book', bookId, { logSize });
    await recordAudit(inside, {
      ...{ officeId, dossierId: entry.dossierId, actorId, action: 'book-correct', at },
      actKey: `book-correct:${bookId}:${number}:${ordinal}`,
      details: { bookId, number, ordinal, field, correctionHash: hash },
    });
  });
}
