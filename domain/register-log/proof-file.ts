import { fromBase64, toBase64 } from './bytes';
import { type Checkpoint, openCheckpoint } from './checkpoint';
import { type Leaf, parseLeaf } from './leaf';
import { type Hash, hashLeaf, isIncluded } from './merkle';
import type { QuickCheck } from './signed-note';

const firstLine = 'c2sp.org/tlog-proof@v1';

/** That one leaf stands in a book's log: all that a stranger needs to see it without asking anybody. */
export interface LeafProof {
  leaf: string;
  index: number;
  path: Hash[];
  /** The signed note. */
  checkpoint: string;
}

/** As a file (C2SP tlog-proof); its `extra` is the leaf. */
export function formatProof({ leaf, index, path, checkpoint }: LeafProof): string {
  const extra = toBase64(new TextEncoder().encode(leaf));
  const lines = [firstLine, `extra ${extra}`, `index ${index}`, ...path.map(toBase64)];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** @throws Error where it is no such file */
export function parseProof(text: string): LeafProof {
  const end = text.indexOf('\n\n');
  const [first, extra = '', index = '', ...path] = text.slice(0, end).split('\n');
  if (
    end < 0 ||
    first !== firstLine ||
    !extra.startsWith('extra ') ||
    !/^index \d{1,10}$/.test(index)
  ) {
    throw new Error('This is no proof of a register.');
  }
  return {
    leaf: new TextDecoder().decode(fromBase64(extra.slice(6))),
    index: Number(index.slice(6)),
    path: path.map(fromBase64),
    checkpoint: text.slice(end + 2),
  };
}

/**
 * @param publicKey of the register, 32 bytes
 * @returns what is proven
 * @throws Error with the sentence that says what does not hold
 */
export function openProof(
  { leaf, index, path, checkpoint }: LeafProof,
  publicKey: Uint8Array,
  quick?: QuickCheck,
): { leaf: Leaf; index: number; checkpoint: Checkpoint } {
  const parsed = parseLeaf(leaf);
  const head = openCheckpoint(checkpoint, publicKey, parsed.book, quick);
  const hash = hashLeaf(new TextEncoder().encode(leaf));
  if (!isIncluded(hash, index, head.size, path, head.root)) {
    throw new Error('The number does not stand in the register that was signed.');
  }
  return { leaf: parsed, index, checkpoint: head };
}
