import type { DataSource, EntityManager } from 'typeorm';
import { fromHex } from '../../domain/register-log/bytes';
import {
  formatEntries,
  formatHashTile,
  type GetFile,
  parseTilePath,
  type TileName,
} from '../../domain/register-log/log-files';
import { type ReadTile, TiledTree, tileWidth, widthOf } from '../../domain/register-log/tiled-tree';

type Reader = Pick<EntityManager, 'query'>;

/** The tree of a book's log as the database holds it. */
export function treeOfBook(manager: Reader, bookId: string, size: number): TiledTree {
  return new TiledTree(size, tilesOf(manager, bookId));
}

function tilesOf(manager: Reader, bookId: string): ReadTile {
  return async (level, index, width) => {
    const [table, where] =
      level === 0 ? ['register_leaf', ''] : ['register_node', `AND level = ${Number(level)}`];
    const first = index * tileWidth;
    const rows = await manager.query<{ hash: string }[]>(
      `SELECT hash FROM ${table} WHERE bookId = ? ${where} AND position >= ? AND position < ?
        ORDER BY position`,
      [bookId, first, first + width],
    );
    return rows.map(({ hash }) => fromHex(hash));
  };
}

/** Leaves from a position on, in their order. */
export async function readLeafTexts(
  manager: Reader,
  bookId: string,
  from: number,
  count: number,
): Promise<string[]> {
  const rows = await manager.query<{ leaf: string }[]>(
    `SELECT leaf FROM register_leaf WHERE bookId = ? AND position >= ? AND position < ?
      ORDER BY position`,
    [bookId, from, from + count],
  );
  return rows.map(({ leaf }) => leaf);
}

/** One tile as a file. @returns undefined where a log of `size` leaves has no such tile, or not yet so wide */
export async function readTileFile(
  manager: Reader,
  bookId: string,
  size: number,
  { level, index, width }: TileName,
): Promise<Uint8Array | undefined> {
  const height = level === 'entries' ? 0 : level;
  if (width > widthOf(size, height, index)) return undefined;
  if (level === 'entries') {
    return formatEntries(await readLeafTexts(manager, bookId, index * tileWidth, width));
  }
  return formatHashTile(await tilesOf(manager, bookId)(level, index, width));
}

/** The log's tiles as files, of what has been signed. */
export function readLogFile({ manager }: Pick<DataSource, 'manager'>, bookId: string): GetFile {
  return async (path) => {
    const tile = parseTilePath(path);
    if (!tile) return undefined;
    const shown = await findCheckpoint({ manager }, bookId);
    return shown && readTileFile(manager, bookId, shown.size, tile);
  };
}

/** What was last signed of a book's log. */
export interface ShownLog {
  bookId: string;
  size: number;
  /** The signed note, with the lines of the witnesses who have cosigned it. */
  checkpoint: string;
  /** Ed25519, 32 bytes in hex. */
  publicKey: string;
}

/** @param size none: the newest @returns undefined where nothing was signed yet, or nothing at that size */
export async function findCheckpoint(
  { manager }: Pick<DataSource, 'manager'>,
  bookId: string,
  size?: number,
): Promise<ShownLog | undefined> {
  const [row] = await manager.query<
    { size: number; note: string; publicKey: string; lines: string | null }[]
  >(
    `SELECT c.size, c.note, c.publicKey, (SELECT GROUP_CONCAT(s.line ORDER BY s.witness SEPARATOR '')
        FROM register_cosignature s WHERE s.bookId = c.bookId AND s.size = c.size) AS \`lines\`
      FROM register_checkpoint c WHERE c.bookId = ? ${size === undefined ? '' : 'AND c.size = ?'}
      ORDER BY c.size DESC LIMIT 1`,
    size === undefined ? [bookId] : [bookId, size],
  );
  if (!row) return undefined;
  const { note, lines, publicKey } = row;
  return { bookId, size: row.size, checkpoint: note + (lines ?? ''), publicKey };
}

/** A leaf with its place. */
export interface PlacedLeaf {
  position: number;
  leaf: string;
}

/** What the log says of a number: its own leaf first, then what was written beside it. */
export function findLeavesOf(
  { manager }: Pick<DataSource, 'manager'>,
  bookId: string,
  number: number,
): Promise<PlacedLeaf[]> {
  return manager.query<PlacedLeaf[]>(
    `SELECT position, leaf FROM register_leaf WHERE bookId = ? AND number = ? ORDER BY position`,
    [bookId, number],
  );
}

/** Leaves in a book's log; 0 where there is no such book. */
export async function readLogSize(
  { manager }: Pick<DataSource, 'manager'>,
  bookId: string,
): Promise<number> {
  const [row] = await manager.query<{ logSize: number }[]>(
    'SELECT logSize FROM book WHERE id = ?',
    [bookId],
  );
  return row?.logSize ?? 0;
}

/** Public keys that ever signed a log, the newest first; in hex. */
export async function listRegisterKeys({
  manager,
}: Pick<DataSource, 'manager'>): Promise<string[]> {
  const rows = await manager.query<{ publicKey: string }[]>(
    'SELECT publicKey FROM register_checkpoint GROUP BY publicKey ORDER BY MAX(signedAt) DESC',
  );
  return rows.map(({ publicKey }) => publicKey);
}
