import { sign, type KeyObject } from 'node:crypto';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { readLogSize, readTileFile, treeOfBook } from '../db/registers/read-log';
import {
  type GrownBook,
  listGrownBooks,
  listSignedSizes,
  recordCheckpoint,
  recordNodes,
} from '../db/registers/record-checkpoint';
import { hexOf } from '../domain/register-log/bytes';
import { formatCheckpoint, originOf, parseCheckpoint } from '../domain/register-log/checkpoint';
import { checkpointPath, listChangedTiles, tilePath } from '../domain/register-log/log-files';
import { areEqual, emptyRoot, type Head } from '../domain/register-log/merkle';
import { formatNote, logKey, parseNote, signBody } from '../domain/register-log/signed-note';
import { tileWidth } from '../domain/register-log/tiled-tree';
import type { RegisterFiles } from '../storage/register-files';
import { repeat } from './repeat';

/** Between looks for books that have grown: how long a number may be out in the world and not yet be shown. */
const pauseMs = 1_000;

interface Parts {
  db: DataSource;
  files: RegisterFiles;
  /** Ed25519. */
  key: KeyObject;
  now: () => Date;
  log: Logger;
}

/**
 * Shows the books' logs: signs what each has become, and writes it as files outside the database. What was shown
 * once is held against the database each time: nothing is signed that does not continue it, and no number is given
 * in a book that fell behind it.
 */
export class PublishedRegisters {
  private readonly shown = new Map<string, Head>();
  /** Books whose database says something else than what was shown. */
  private readonly contradicted = new Set<string>();

  constructor(private readonly parts: Parts) {}

  /** Serves the giving of numbers (`NumberInput.publishedSizeOf`). */
  readonly sizeOf = (bookId: string): number =>
    this.contradicted.has(bookId) ? Infinity : (this.shown.get(bookId)?.size ?? 0);

  /** Reads what was shown, before the first number is given, and holds it against the database. */
  async readShown(): Promise<void> {
    const { db, files } = this.parts;
    const signed = await listSignedSizes(db);
    for (const bookId of new Set([...signed.keys(), ...(await files.listBooks())])) {
      const head = await this.readHead(bookId);
      if (head.size > 0) this.shown.set(bookId, head);
      const size = await readLogSize(db, bookId);
      if (!(await this.continues(bookId, head, size, signed.get(bookId))))
        this.refuse(bookId, head, size);
    }
  }

  /** Shows what has grown, from now on. @returns how to stop */
  start(): () => Promise<void> {
    const failed = (error: unknown) => this.parts.log.warn({ err: error }, 'registers not shown');
    return repeat(() => this.showGrown(), pauseMs, failed);
  }

  async showGrown(): Promise<void> {
    for (const bookId of [...this.contradicted]) await this.reconsider(bookId);
    for (const book of await listGrownBooks(this.parts.db)) {
      // A book that has lost leaves holds up no other.
      await this.show(book).catch((error: unknown) =>
        this.parts.log.error({ err: error, bookId: book.bookId }, 'register not shown'),
      );
    }
  }

  private async show(book: GrownBook): Promise<void> {
    const { db, files, now } = this.parts;
    const { bookId, size } = book;
    const kept = await this.readHead(bookId);
    await recordNodes(db.manager, book);
    if (!(await this.continues(bookId, kept, size, book.signedSize)))
      return this.refuse(bookId, kept, size);
    const root = await treeOfBook(db.manager, bookId, size).root();
    const note = this.sign(bookId, { size, root });
    for (const tile of listChangedTiles(kept.size, size)) {
      const bytes = await readTileFile(db.manager, bookId, size, tile);
      if (!bytes) throw new Error('a book has lost leaves');
      await files.write(bookId, tilePath(tile.level, tile.index, tile.width), bytes);
      if (tile.width === tileWidth) {
        await files.dropParts(bookId, tilePath(tile.level, tile.index, tile.width));
      }
    }
    await files.write(bookId, checkpointPath, note);
    this.shown.set(bookId, { size, root });
    const publicKey = hexOf(publicBytesOf(this.parts.key));
    await recordCheckpoint(db, { bookId, size, note, publicKey, signedAt: now() });
  }

  private sign(bookId: string, head: Head): string {
    const { key } = this.parts;
    const origin = originOf(bookId);
    const body = formatCheckpoint({ origin, ...head });
    const noteKey = logKey(origin, publicBytesOf(key));
    const signature = signBody(body, noteKey, (message) => sign(null, message, key));
    return formatNote({ body, signatures: [signature] });
  }

  /** What was shown of a book; no leaves where nothing was. */
  private async readHead(bookId: string): Promise<Head> {
    const bytes = await this.parts.files.of(bookId)(checkpointPath);
    if (!bytes) return { size: 0, root: emptyRoot };
    return parseCheckpoint(parseNote(new TextDecoder().decode(bytes)).body);
  }

  /**
   * Whether the book in the database begins with what was shown. Where the database knows that something was and the
   * files are gone, nobody can tell.
   */
  private async continues(
    bookId: string,
    shown: Head,
    size: number,
    signedSize = 0,
  ): Promise<boolean> {
    if (shown.size > size || shown.size < Math.min(1, signedSize)) return false;
    const root = await treeOfBook(this.parts.db.manager, bookId, size).root(shown.size);
    return areEqual(root, shown.root);
  }

  private refuse(bookId: string, shown: Head, size: number): void {
    if (!this.contradicted.has(bookId)) {
      this.parts.log.error(
        { bookId, shown: shown.size, held: size },
        'register contradicts what was shown',
      );
    }
    this.contradicted.add(bookId);
  }

  /** `saoy register resume` may have brought the book up to what was shown. */
  private async reconsider(bookId: string): Promise<void> {
    const { db } = this.parts;
    const head = await this.readHead(bookId);
    const signedSize = (await listSignedSizes(db, bookId)).get(bookId);
    const size = await readLogSize(db, bookId);
    if (!(await this.continues(bookId, head, size, signedSize))) return;
    this.contradicted.delete(bookId);
    this.shown.set(bookId, head);
  }
}

/** The 32 bytes of an Ed25519 key's public half. */
function publicBytesOf(key: KeyObject): Uint8Array {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}
