/**
 * What stands in a book's public log: nothing of a person. `entry` binds the entry without telling it: the HMAC of
 * its columns under a salt of its own, which stays in the register.
 */
export type Leaf = { book: string; day: string } & (
  | { kind: 'open'; office: string; year: number; name: string; start: number }
  | { kind: 'number'; number: number; text: string; entry: string }
  /** The number stays, and counts no more: its dossier died, or its copy was revoked. */
  | { kind: 'void'; number: number; entry: string }
  /** A column of the entry was wrong; what is right stands beside it. */
  | { kind: 'correction'; number: number; entry: string }
  /** Given out before a restore of the database that no longer knows it; never given again. */
  | { kind: 'lost'; number: number }
  /** Its signer confirmed these totals: no number comes after. `statement` is the hash of what was confirmed. */
  | { kind: 'close'; numbers: number; voids: number; statement: string }
);

/** The bytes that are hashed: one line of JSON. */
export function formatLeaf(leaf: Leaf): string {
  return JSON.stringify(leaf);
}

const kinds = new Set<Leaf['kind']>(['open', 'number', 'void', 'correction', 'lost', 'close']);

/** @throws Error where a book's log holds no such leaf */
export function parseLeaf(text: string): Leaf {
  const leaf = JSON.parse(text) as Leaf | null;
  if (leaf === null || !kinds.has(leaf.kind)) throw new Error('This is no leaf of a register.');
  return leaf;
}
