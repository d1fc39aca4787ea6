/** What this browser has seen of a book: two who were shown different logs find out by it. */
export interface KeptCheckpoint {
  note: string;
  /** Hex. */
  publicKey: string;
  /** Epoch milliseconds. */
  seenAt: number;
}

const placeOf = (bookId: string) => `so:${bookId}`;

export function readKept(bookId: string): KeptCheckpoint | undefined {
  try {
    const kept = localStorage.getItem(placeOf(bookId));
    return kept === null ? undefined : (JSON.parse(kept) as KeptCheckpoint);
  } catch {
    return undefined;
  }
}

/** A browser that keeps nothing compares nothing. */
export function keep(bookId: string, checkpoint: KeptCheckpoint): void {
  try {
    localStorage.setItem(placeOf(bookId), JSON.stringify(checkpoint));
  } catch {
    // Private windows, full disks.
  }
}
