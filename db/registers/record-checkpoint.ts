import type { DataSource, EntityManager } from 'typeorm';
import { hexOf } from '../../domain/register-log/bytes';
import { sampleIdPrefix } from '../../domain/sample';
import { fold, tileWidth } from '../../domain/register-log/tiled-tree';
import { insertNewRows } from '../write-row';
import type { RegisterCheckpoint, RegisterCosignature } from './entity';
import { treeOfBook } from './read-log';

/** Of one statement. */
const rowsAtOnce = 1_000;

export interface GrownBook {
  bookId: string;
  size: number;
  /** Leaves when it was last signed; 0: never. */
  signedSize: number;
}

/** Books whose logs have grown since they were last signed; the sample's are shown to nobody. */
export async function listGrownBooks({
  manager,
}: Pick<DataSource, 'manager'>): Promise<GrownBook[]> {
  const rows = await manager.query<GrownBook[]>(
    `SELECT b.id AS bookId, b.logSize AS size, COALESCE(MAX(c.size), 0) AS signedSize
      FROM book b LEFT JOIN register_checkpoint c ON c.bookId = b.id
      WHERE b.logSize > 0 AND b.id NOT LIKE ?
      GROUP BY b.id, b.logSize HAVING b.logSize > signedSize`,
    [`${sampleIdPrefix}%`],
  );
  // Of a computed column the driver may give text.
  return rows.map((row) => ({ ...row, signedSize: Number(row.signedSize) }));
}

/** Of each book that was ever signed, or of one: how many leaves. */
export async function listSignedSizes(
  { manager }: Pick<DataSource, 'manager'>,
  bookId?: string,
): Promise<Map<string, number>> {
  const rows = await manager.query<{ bookId: string; size: number }[]>(
    `SELECT bookId, MAX(size) AS size FROM register_checkpoint
      ${bookId === undefined ? '' : 'WHERE bookId = ?'} GROUP BY bookId`,
    bookId === undefined ? [] : [bookId],
  );
  return new Map(rows.map((row) => [row.bookId, row.size]));
}

/**
 * Keeps the roots of the subtrees of 256, 65536 … leaves that have become complete, so that a proof reads a few
 * hundred hashes and not millions. The same again does nothing.
 */
export async function recordNodes(
  manager: EntityManager,
  { bookId, size, signedSize }: GrownBook,
): Promise<void> {
  for (let level = 1, each = tileWidth; size >= each; level += 1, each *= tileWidth) {
    const rows: { bookId: string; level: number; position: number; hash: string }[] = [];
    for (let at = Math.floor(signedSize / each); at < Math.floor(size / each); at += 1) {
      rows.push({
        bookId,
        level,
        position: at,
        hash: await hashOfTile(manager, bookId, level, at),
      });
      if (rows.length === rowsAtOnce) {
        await insertNewRows(manager, 'register_node', rows.splice(0));
      }
    }
    await insertNewRows(manager, 'register_node', rows);
  }
}

async function hashOfTile(manager: EntityManager, bookId: string, level: number, at: number) {
  const tree = treeOfBook(manager, bookId, tileWidth);
  return hexOf(fold(await tree.readTile(level - 1, at, tileWidth)));
}

/** Writes down what was signed. Two that sign the same log at once sign the same bytes. */
export async function recordCheckpoint(
  { manager }: Pick<DataSource, 'manager'>,
  checkpoint: RegisterCheckpoint,
): Promise<void> {
  await insertNewRows(manager, 'register_checkpoint', [{ ...checkpoint }]);
}

export interface UnwitnessedBook {
  bookId: string;
  /** Of the newest checkpoint. */
  size: number;
  /** Of the newest that this witness has cosigned; 0: none. */
  seenSize: number;
}

/** Books whose newest checkpoint a witness has not cosigned yet. @param witness name of its key */
export async function listUnwitnessed(
  { manager }: Pick<DataSource, 'manager'>,
  witness: string,
): Promise<UnwitnessedBook[]> {
  const rows = await manager.query<{ bookId: string; newest: number; seen: number | null }[]>(
    `SELECT c.bookId, MAX(c.size) AS newest, MAX(s.size) AS seen
      FROM register_checkpoint c
      LEFT JOIN register_cosignature s ON s.bookId = c.bookId AND s.size = c.size AND s.witness = ?
      GROUP BY c.bookId HAVING seen IS NULL OR newest > seen`,
    [witness],
  );
  return rows.map(({ bookId, newest, seen }) => ({ bookId, size: newest, seenSize: seen ?? 0 }));
}

/** Writes down that a witness has cosigned a checkpoint. */
export async function recordCosignature(
  { manager }: Pick<DataSource, 'manager'>,
  cosignature: RegisterCosignature,
): Promise<void> {
  await insertNewRows(manager, 'register_cosignature', [{ ...cosignature }]);
}
