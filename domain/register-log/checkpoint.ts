import { fromBase64, toBase64 } from './bytes';
import type { Head } from './merkle';
import { isSignedBy, logKey, parseNote, type QuickCheck, type SignedNote } from './signed-note';

/** What a book's checkpoint says (C2SP tlog-checkpoint). */
export interface Checkpoint extends Head {
  /** Of which book. */
  origin: string;
}

/** The name of a book's log, the same under whatever address it is served. */
export function originOf(bookId: string): string {
  return `sao-y/register/${bookId}`;
}

/** @returns undefined where the origin is no book's */
export function bookOfOrigin(origin: string): string | undefined {
  return /^sao-y\/register\/([0-9a-f-]{36})$/.exec(origin)?.[1];
}

export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** @throws Error where it is none, or says more or less than a checkpoint does */
export function parseCheckpoint(body: string): Checkpoint {
  const [, origin = '', size = '', root = ''] =
    /^(\S[^\n]*)\n(0|[1-9]\d{0,9})\n([A-Za-z0-9+/]{43}=)\n$/.exec(body) ?? [];
  if (!origin) throw new Error('This is no checkpoint of a register.');
  return { origin, size: Number(size), root: fromBase64(root) };
}

/**
 * Reads a book's checkpoint, signed by the register's key under the book's own name.
 * @param publicKey 32 bytes
 * @throws Error where it is none, of another book, or not signed by that key
 */
export function openCheckpoint(
  text: string,
  publicKey: Uint8Array,
  bookId?: string,
  quick?: QuickCheck,
): Checkpoint & { note: SignedNote } {
  const note = parseNote(text);
  const checkpoint = parseCheckpoint(note.body);
  const book = bookOfOrigin(checkpoint.origin);
  if (book === undefined || (bookId !== undefined && book !== bookId)) {
    throw new Error('This checkpoint is of another book.');
  }
  if (!isSignedBy(note, logKey(checkpoint.origin, publicKey), quick)) {
    throw new Error('This checkpoint is not signed by the register’s key.');
  }
  return { ...checkpoint, note };
}
