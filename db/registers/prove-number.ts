import type { DataSource } from 'typeorm';
import { type Leaf, parseLeaf } from '../../domain/register-log/leaf';
import type { LeafProof } from '../../domain/register-log/proof-file';
import { findCheckpoint, findLeavesOf, treeOfBook } from './read-log';

export interface ProvenNumber {
  proof: LeafProof;
  /** What was written beside the number since: that it is void, say. */
  later: Leaf[];
  /** Ed25519, 32 bytes in hex. */
  publicKey: string;
}

/** @returns undefined where the number is not in what was signed: never given, or a moment ago */
export async function proveNumber(
  db: DataSource,
  bookId: string,
  number: number,
): Promise<ProvenNumber | undefined> {
  const shown = await findCheckpoint(db, bookId);
  if (!shown) return undefined;
  const { size, checkpoint, publicKey } = shown;
  const leaves = (await findLeavesOf(db, bookId, number)).filter(({ position }) => position < size);
  const [own, ...later] = leaves;
  if (!own) return undefined;
  const { position: index, leaf } = own;
  const path = await treeOfBook(db.manager, bookId, size).inclusionPath(index);
  return {
    proof: { leaf, index, path, checkpoint },
    later: later.map((each) => parseLeaf(each.leaf)),
    publicKey,
  };
}
