/**
 * A book's public log as files (C2SP tlog-tiles), wherever they are got from: an address, a folder, our database.
 */
import { hexOf, fromHex } from './bytes';
import type { Head, Hash } from './merkle';
import { type ReadTile, TiledTree, tileNumber, tileWidth, widthOf } from './tiled-tree';

export const checkpointPath = 'checkpoint';

/** @returns undefined where there is no such file */
export type GetFile = (path: string) => Promise<Uint8Array | undefined>;

/** `tile/0/000.p/5`; `entries`: the leaves themselves. */
export function tilePath(level: number | 'entries', index: number, width: number): string {
  return `tile/${level}/${tileNumber(index, width)}`;
}

export interface TileName {
  level: number | 'entries';
  index: number;
  width: number;
}

/** @returns undefined where it is no name of a tile */
export function parseTilePath(path: string): TileName | undefined {
  const [, level = '', groups = '', part] =
    /^tile\/(entries|[0-5])\/((?:x\d{3}\/){0,2}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  const width = part === undefined ? tileWidth : Number(part);
  if (!level || width < 1 || width > tileWidth) return undefined;
  const index = Number(groups.replace(/[x/]/g, ''));
  return { level: level === 'entries' ? level : Number(level), index, width };
}

/** The tiles that hold more at the new size than at the old one, each as wide as it now is. */
export function listChangedTiles(oldSize: number, newSize: number): TileName[] {
  const changed: TileName[] = [];
  for (let level = 0, each = 1; newSize >= each; level += 1, each *= tileWidth) {
    const [before, after] = [Math.floor(oldSize / each), Math.floor(newSize / each)];
    const last = Math.ceil(after / tileWidth);
    for (let index = Math.floor(before / tileWidth); index < last; index += 1) {
      const width = widthOf(newSize, level, index);
      if (width === widthOf(oldSize, level, index)) continue;
      changed.push({ level, index, width });
      if (level === 0) changed.push({ level: 'entries', index, width });
    }
  }
  return changed;
}

export function formatHashTile(hashes: readonly Hash[]): Uint8Array {
  return fromHex(hashes.map(hexOf).join(''));
}

/** Each leaf after its length in two bytes. */
export function formatEntries(leaves: readonly string[]): Uint8Array {
  const bytes = leaves.map((leaf) => new TextEncoder().encode(leaf));
  const whole = new Uint8Array(bytes.reduce((size, { length }) => size + length + 2, 0));
  let at = 0;
  for (const leaf of bytes) {
    new DataView(whole.buffer).setUint16(at, leaf.length);
    whole.set(leaf, at + 2);
    at += leaf.length + 2;
  }
  return whole;
}

/** @throws Error where the bundle is cut off */
export function parseEntries(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const leaves: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 2 + view.getUint16(at);
    if (end > bytes.length) throw new Error('A bundle of leaves is cut off.');
    leaves.push(new TextDecoder('utf-8', { fatal: true }).decode(bytes.slice(at + 2, end)));
    at = end;
  }
  return leaves;
}

/** The tree of a log whose tiles are got as files. Nothing is believed of them: the root tells. */
export function treeOfFiles(get: GetFile, size: number): TiledTree {
  return new TiledTree(size, readTilesOf(get));
}

function readTilesOf(get: GetFile): ReadTile {
  return async (level, index, width) => {
    const bytes = await getTile(get, { level, index, width });
    return Array.from({ length: Math.min(width, bytes.length / 32) }, (_, at) =>
      bytes.slice(at * 32, at * 32 + 32),
    );
  };
}

/** All leaves of a log from `from` on, bundle after bundle. */
export async function* readLeaves(
  get: GetFile,
  { size }: Pick<Head, 'size'>,
  from = 0,
): AsyncGenerator<string> {
  for (let index = Math.floor(from / tileWidth); index * tileWidth < size; index += 1) {
    const width = widthOf(size, 0, index);
    const leaves = parseEntries(await getTile(get, { level: 'entries', index, width }));
    const first = index * tileWidth;
    yield* leaves.slice(Math.max(0, from - first), width);
  }
}

/** A tile that has become full since may lie there as the full one alone. */
async function getTile(get: GetFile, { level, index, width }: TileName): Promise<Uint8Array> {
  const bytes =
    (await get(tilePath(level, index, width))) ?? (await get(tilePath(level, index, tileWidth)));
  if (!bytes) throw new Error(`The log has no ${tilePath(level, index, width)}.`);
  return bytes;
}
