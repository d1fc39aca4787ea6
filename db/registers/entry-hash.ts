import { createHash, createHmac } from 'node:crypto';
import { canonical } from '../chain';
import type { RegisterClosing, RegisterCorrection, RegisterEntry, RegisterVoid } from './entity';

/** What binds an entry's columns in its leaf. Serves the writer and `saoy register check`. */
export function entryHash(entry: RegisterEntry): string {
  return salted(entry.salt, {
    bookId: entry.bookId,
    number: entry.number,
    numberText: entry.numberText,
    dossierId: entry.dossierId,
    certifiedOn: entry.certifiedOn,
    requesterName: entry.requesterName,
    documentName: entry.documentName,
    signerName: entry.signerName,
    signerTitle: entry.signerTitle,
    copies: entry.copies,
    fee: entry.fee,
    note: entry.note,
    recordedAt: entry.recordedAt.toISOString(),
  });
}

/** What binds, in its leaf, why a number counts no more; under the salt of its entry. */
export function voidHash(salt: string, { number, reason, decision, at }: RegisterVoid): string {
  return salted(salt, { number, reason, decision, at: at.toISOString() });
}

/** What binds, in its leaf, a correction; under the salt of its entry, for a name may stand in it. */
export function correctionHash(salt: string, row: RegisterCorrection): string {
  const { number, ordinal, field, value, reason, correctedBy, at } = row;
  return salted(salt, {
    ...{ number, ordinal, field, value, reason, correctedBy },
    at: at.toISOString(),
  });
}

/** What binds, in its leaf, the totals of a closed book; nothing of a person stands in them. */
export function closingHash({
  paperId: _paper,
  hash: _hash,
  at,
  ...facts
}: Omit<RegisterClosing, 'hash' | 'paperId'> & Partial<RegisterClosing>): string {
  return createHash('sha256')
    .update(canonical({ ...facts, at: at.toISOString() }))
    .digest('hex');
}

function salted(salt: string, facts: Parameters<typeof canonical>[0]): string {
  return createHmac('sha256', Buffer.from(salt, 'hex')).update(canonical(facts)).digest('hex');
}
