import { emptyRoot, type Hash, hashNode, splitOf } from './merkle';

/** Hashes in a full tile (C2SP tlog-tiles). */
export const tileWidth = 256;

/**
 * Reads the first `width` hashes of a tile: of leaves at level 0, of complete subtrees of 256^level leaves above.
 * @param index of the tile in its level
 */
export type ReadTile = (level: number, index: number, width: number) => Promise<Hash[]>;

/** A tree of which no more is read than what is asked for: a proof among ten million wants some four tiles. */
export class TiledTree {
  private readonly tiles = new Map<string, Promise<Hash[]>>();

  constructor(
    readonly size: number,
    readonly readTile: ReadTile,
  ) {}

  /** The root of the whole, or as it was at an earlier size. */
  root(size = this.size): Promise<Hash> {
    if (!Number.isInteger(size) || size < 0 || size > this.size) {
      throw new RangeError('no such size');
    }
    return size === 0 ? Promise.resolve(emptyRoot) : this.hashOf(0, size);
  }

  /** RFC 9162 §2.1.3.1: the siblings of a leaf, from its own up. */
  async inclusionPath(index: number): Promise<Hash[]> {
    if (!Number.isInteger(index) || index < 0 || index >= this.size) {
      throw new RangeError('no such leaf');
    }
    const path: Promise<Hash>[] = [];
    let [start, end] = [0, this.size];
    while (end - start > 1) {
      const middle = start + splitOf(end - start);
      if (index < middle) {
        path.unshift(this.hashOf(middle, end));
        end = middle;
      } else {
        path.unshift(this.hashOf(start, middle));
        start = middle;
      }
    }
    return Promise.all(path);
  }

  /** RFC 9162 §2.1.4.1: what proves that the tree of `older` leaves is the beginning of this one. */
  async consistencyPath(older: number): Promise<Hash[]> {
    if (!Number.isInteger(older) || older < 0 || older > this.size) {
      throw new RangeError('no such size');
    }
    if (older === 0 || older === this.size) return [];
    const path: Promise<Hash>[] = [];
    let [start, end, isWhole] = [0, this.size, true];
    while (older !== end) {
      const middle = start + splitOf(end - start);
      if (older <= middle) {
        path.unshift(this.hashOf(middle, end));
        end = middle;
      } else {
        path.unshift(this.hashOf(start, middle));
        [start, isWhole] = [middle, false];
      }
    }
    if (!isWhole) path.unshift(this.hashOf(start, end));
    return Promise.all(path);
  }

  /** The hash over leaves `start` to `end`, a subtree of this one. */
  private async hashOf(start: number, end: number): Promise<Hash> {
    const leaves = end - start;
    const height = Math.log2(leaves);
    if (!Number.isInteger(height)) {
      const middle = start + splitOf(leaves);
      const [left, right] = await Promise.all([
        this.hashOf(start, middle),
        this.hashOf(middle, end),
      ]);
      return hashNode(left, right);
    }
    const level = Math.floor(height / 8);
    const each = tileWidth ** level;
    const [first, count] = [start / each, leaves / each];
    const tile = await this.tileAt(level, Math.floor(first / tileWidth));
    return fold(tile.slice(first % tileWidth, (first % tileWidth) + count));
  }

  private tileAt(level: number, index: number): Promise<Hash[]> {
    const key = `${level}/${index}`;
    const known = this.tiles.get(key) ?? this.read(level, index);
    this.tiles.set(key, known);
    return known;
  }

  private async read(level: number, index: number): Promise<Hash[]> {
    const width = widthOf(this.size, level, index);
    const hashes = await this.readTile(level, index, width);
    if (hashes.length !== width) throw new Error(`tile ${level}/${index} is not whole`);
    return hashes;
  }
}

/** How many hashes a tile of a tree of `size` leaves holds. */
export function widthOf(size: number, level: number, index: number): number {
  const complete = Math.floor(size / tileWidth ** level);
  return Math.max(0, Math.min(tileWidth, complete - index * tileWidth));
}

/** The root over a power of two of hashes. @throws Error over any other count: some are gone */
export function fold(hashes: Hash[]): Hash {
  if (!Number.isInteger(Math.log2(hashes.length))) throw new Error('a log has lost hashes');
  if (hashes.length === 1) return hashes[0] as Hash;
  const above: Hash[] = [];
  for (let at = 0; at < hashes.length; at += 2) {
    above.push(hashNode(hashes[at] as Hash, hashes[at + 1] as Hash));
  }
  return fold(above);
}

/** `001`, `x001/067` … as C2SP tlog-tiles writes a tile's number; with `.p/W` where it is not full. */
export function tileNumber(index: number, width = tileWidth): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const last = groups.length - 1;
  const path = groups.map((group, at) => (at === last ? group : `x${group}`)).join('/');
  return width === tileWidth ? path : `${path}.p/${width}`;
}
