import type { DataSource } from 'typeorm';
import { findCheckpoint, readLogFile, readLogSize, treeOfBook } from '../db/registers/read-log';
import { listSignedSizes, recordNodes } from '../db/registers/record-checkpoint';
import { resumeBook } from '../db/registers/resume-book';
import { inTransaction } from '../db/transaction';
import { parseCheckpoint } from '../domain/register-log/checkpoint';
import {
  checkpointPath,
  listChangedTiles,
  readLeaves,
  tilePath,
} from '../domain/register-log/log-files';
import { areEqual, GrowingTree, hashLeaf, type Head } from '../domain/register-log/merkle';
import { parseNote } from '../domain/register-log/signed-note';
import { RegisterFiles } from '../storage/register-files';

export interface ResumedBook {
  bookId: string;
  /** Numbers of which the database has lost something. */
  lost: number[];
}

/**
 * After a restore: takes over what a mirror holds of the public logs, or, where somebody says that nothing was lost,
 * writes anew what the database knows was shown; then brings each book up to it.
 * @param found folder of the mirror, or that nothing was given out after the backup
 */
export async function resumeAfterRestore(
  db: DataSource,
  files: RegisterFiles,
  found: { mirror?: string | undefined; nothingLost?: boolean | undefined },
  at: Date,
): Promise<ResumedBook[]> {
  if (found.mirror !== undefined) {
    const mirrored = await new RegisterFiles(found.mirror).listBooks();
    for (const bookId of mirrored) await takeOver(files, found.mirror, bookId);
  }
  if (found.nothingLost) {
    for (const bookId of (await listSignedSizes(db)).keys()) await writeAnew(db, files, bookId);
  }
  return resumeBooks(db, files, at);
}

/** Where ours goes further than the mirror's, ours stays. */
async function takeOver(files: RegisterFiles, mirror: string, bookId: string): Promise<void> {
  const theirs = await readHead(new RegisterFiles(mirror), bookId);
  const ours = await readHead(files, bookId);
  if ((theirs?.size ?? 0) > (ours?.size ?? 0)) await files.copyFrom(mirror, bookId);
}

async function writeAnew(db: DataSource, files: RegisterFiles, bookId: string): Promise<void> {
  const shown = await findCheckpoint(db, bookId);
  if (!shown || (await readHead(files, bookId))) return;
  for (const { level, index, width } of listChangedTiles(0, shown.size)) {
    const path = tilePath(level, index, width);
    const bytes = await readLogFile(db, bookId)(path);
    if (bytes) await files.write(bookId, path, bytes);
  }
  await files.write(bookId, checkpointPath, shown.checkpoint);
}

async function readHead(files: RegisterFiles, bookId: string): Promise<Head | undefined> {
  const note = await files.of(bookId)(checkpointPath);
  return note && parseCheckpoint(parseNote(new TextDecoder().decode(note)).body);
}

/**
 * Brings each book that is behind what was shown of it up to that, so that numbers can be given again
 * (`register-behind`).
 * @throws Error where what was shown does not continue what the database holds: that is no restore
 */
async function resumeBooks(db: DataSource, files: RegisterFiles, at: Date): Promise<ResumedBook[]> {
  const resumed: ResumedBook[] = [];
  for (const bookId of await files.listBooks()) {
    const get = files.of(bookId);
    const head = await readHead(files, bookId);
    const from = await readLogSize(db, bookId);
    if (!head || from >= head.size) continue;
    const tree = new GrowingTree();
    const missing: string[] = [];
    let ours = true;
    for await (const leaf of readLeaves(get, head)) {
      if (tree.size === from) ours = await isBeginning(db, bookId, tree);
      if (tree.size >= from) missing.push(leaf);
      tree.add(hashLeaf(new TextEncoder().encode(leaf)));
    }
    if (!ours || tree.size !== head.size || !areEqual(tree.root(), head.root)) {
      throw new Error(
        `What was shown of book ${bookId} is not what the database holds: this is no restore. Ask for an inspection.`,
      );
    }
    const lost = await inTransaction(db, (inside) =>
      resumeBook(inside, { bookId, from, shown: missing, at }),
    );
    resumed.push({ bookId, lost });
  }
  return resumed;
}

async function isBeginning(db: DataSource, bookId: string, shown: GrowingTree): Promise<boolean> {
  const { size } = shown;
  // A database that was restored may lack the nodes of what it holds.
  await recordNodes(db.manager, { bookId, size, signedSize: 0 });
  return areEqual(await treeOfBook(db.manager, bookId, size).root(), shown.root());
}
