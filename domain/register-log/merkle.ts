/** Merkle trees as RFC 9162 (and 6962) hash them. Pure; serves server, command line and pages alike. */
import { sha256 } from '@noble/hashes/sha2.js';

/** 32 bytes of SHA-256. */
export type Hash = Uint8Array;

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** RFC 9162 §2.1.1: the hash of one leaf. */
export function hashLeaf(leaf: Uint8Array): Hash {
  return sha256.create().update(leafPrefix).update(leaf).digest();
}

/** RFC 9162 §2.1.1: the hash of an inner node. */
export function hashNode(left: Hash, right: Hash): Hash {
  return sha256.create().update(nodePrefix).update(left).update(right).digest();
}

/** The root of a tree of no leaves. */
export const emptyRoot: Hash = sha256(new Uint8Array());

/** Takes leaves' hashes one after the other and knows the root at any time, in the memory of its height. */
export class GrowingTree {
  private readonly subtrees: { hash: Hash; leaves: number }[] = [];
  size = 0;

  add(hash: Hash): void {
    this.size += 1;
    let whole = { hash, leaves: 1 };
    for (
      let last = this.subtrees.at(-1);
      last?.leaves === whole.leaves;
      last = this.subtrees.at(-1)
    ) {
      whole = { hash: hashNode(last.hash, whole.hash), leaves: whole.leaves * 2 };
      this.subtrees.pop();
    }
    this.subtrees.push(whole);
  }

  root(): Hash {
    const [last, ...before] = [...this.subtrees].reverse();
    return before.reduce((right, { hash }) => hashNode(hash, right), last?.hash ?? emptyRoot);
  }
}

/** The largest power of two below `size`, which is 2 or more: where a tree is split. */
export function splitOf(size: number): number {
  return 2 ** (31 - Math.clz32(size - 1));
}

/**
 * RFC 9162 §2.1.3.2: whether a leaf stands at `index` in the tree of `size` leaves with `root`.
 * @param path hashes from the leaf's sibling up
 */
export function isIncluded(
  leaf: Hash,
  index: number,
  size: number,
  path: Hash[],
  root: Hash,
): boolean {
  if (!isWithin(index, size)) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = hashNode(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = hashNode(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && areEqual(hash, root);
}

/** A tree's head: how many leaves, and their root. */
export interface Head {
  size: number;
  root: Hash;
}

/** RFC 9162 §2.1.4.2: whether the newer tree begins with all leaves of the older one, in their order. */
export function isConsistent(older: Head, newer: Head, path: Hash[]): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return path.length === 0 && areEqual(older.root, newer.root);
  if (older.size === 0) return path.length === 0;
  const [first, ...rest] = isPowerOfTwo(older.size) ? [older.root, ...path] : path;
  if (first === undefined) return false;
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [oldHash, newHash] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      oldHash = hashNode(sibling, oldHash);
      newHash = hashNode(sibling, newHash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      newHash = hashNode(newHash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && areEqual(oldHash, older.root) && areEqual(newHash, newer.root);
}

export function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function isWithin(index: number, size: number): boolean {
  return Number.isSafeInteger(index) && index >= 0 && index < size;
}

function isPowerOfTwo(size: number): boolean {
  return Number.isInteger(Math.log2(size));
}

function half(count: number): number {
  return Math.floor(count / 2);
}
