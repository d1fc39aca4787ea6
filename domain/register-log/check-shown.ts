import { bookOfOrigin, type Checkpoint } from './checkpoint';
import { LeafCheck, type LeafFindingCode } from './check-leaves';
import { type GetFile, readLeaves, treeOfFiles } from './log-files';
import { areEqual, type Head, isConsistent } from './merkle';
import { type Leaf, parseLeaf } from './leaf';
import { type LeafProof } from './proof-file';

export interface ShownCheck {
  book: string;
  /** Leaves that were signed. */
  size: number;
  first: number;
  last: number;
  /** Numbers that were given. */
  count: number;
  voids: number;
  lost: number;
  isClosed: boolean;
  findings: { code: LeafFindingCode | 'root-differs' | 'split-view'; number: number }[];
}

/**
 * The proof that a book has no gap: every leaf of what was signed is read, each number from the first to the last
 * stands there exactly once, and they are all that was signed. And that the log continues what was seen of it before.
 * @param seen an earlier head that somebody kept: of a paper, a mail, another visitor
 */
export async function checkShown(
  get: GetFile,
  checkpoint: Checkpoint,
  seen: readonly Head[] = [],
  onProgress: (leaves: number) => void = () => undefined,
): Promise<ShownCheck> {
  const book = bookOfOrigin(checkpoint.origin) ?? '';
  const check = new LeafCheck(book);
  for await (const leaf of readLeaves(get, checkpoint)) {
    check.add(leaf);
    if (check.tree.size % 256 === 0) onProgress(check.tree.size);
  }
  const findings: ShownCheck['findings'] = [...check.findings];
  const { first, last, count, isClosed } = check.numbers;
  const isWhole = check.tree.size === checkpoint.size;
  if (!isWhole || !areEqual(check.tree.root(), checkpoint.root)) {
    findings.push({ code: 'root-differs', number: last });
  }
  for (const head of seen) {
    if (!(await isSuccessor(get, checkpoint, head)))
      findings.push({ code: 'split-view', number: last });
  }
  const { size } = checkpoint;
  return {
    ...{ book, size, first, last, count, isClosed, findings },
    voids: check.voids.size,
    lost: check.lost.size,
  };
}

/** Whether a log goes on from what was seen of it before; a log that has since become shorter does not. */
export async function isSuccessor(get: GetFile, now: Head, before: Head): Promise<boolean> {
  if (before.size > now.size) return false;
  const path = await treeOfFiles(get, now.size).consistencyPath(before.size);
  return isConsistent(before, now, path);
}

/**
 * Finds a number in a log and proves that it stands there.
 * @param note the signed note that says `checkpoint`
 * @returns its own leaf's proof, and what was written beside it later; undefined where it was never given
 */
export async function proveNumber(
  get: GetFile,
  { checkpoint, note }: { checkpoint: Head; note: string },
  number: number,
): Promise<{ proof: LeafProof; later: Leaf[] } | undefined> {
  const found = await findLeaf(get, checkpoint, number);
  if (!found) return undefined;
  const path = await treeOfFiles(get, checkpoint.size).inclusionPath(found.index);
  return { proof: { ...found, path, checkpoint: note }, later: found.later };
}

/** Numbers stand in their order, with what was written beside them in between: never before their own place. */
async function findLeaf(get: GetFile, head: Head, number: number) {
  const [opening] = await takeOne(readLeaves(get, head));
  const first = opening === undefined ? undefined : parseLeaf(opening);
  if (first?.kind !== 'open' || number < first.start) return undefined;
  let index = number - first.start + 1;
  let own: { leaf: string; index: number } | undefined;
  const later: Leaf[] = [];
  for await (const text of readLeaves(get, head, index)) {
    const leaf = parseLeaf(text);
    if ('number' in leaf && leaf.number === number) {
      if (leaf.kind === 'number') own ??= { leaf: text, index };
      else later.push(leaf);
    }
    index += 1;
  }
  return own && { ...own, later };
}

async function takeOne(texts: AsyncIterable<string>): Promise<string[]> {
  for await (const text of texts) return [text];
  return [];
}
