import { randomUUID } from 'node:crypto';
import { cp, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GetFile } from '../domain/register-log/log-files';

/**
 * The books' public logs as files: outside the database, so that it cannot lose them, and served as they lie by any
 * web server. A folder for each book.
 */
export class RegisterFiles {
  constructor(private readonly folder: string) {}

  /** Ids of the books that have a folder. */
  async listBooks(): Promise<string[]> {
    const names = await readdir(this.folder).catch(ifAbsent);
    return (names ?? []).filter((name) => /^[0-9a-f-]{36}$/.test(name));
  }

  /** How a book's files are read. */
  of(bookId: string): GetFile {
    return (path) => readFile(join(this.folder, bookId, path)).catch(ifAbsent);
  }

  /** Whoever reads meanwhile finds the old file or the new one, whole. */
  async write(bookId: string, path: string, content: Uint8Array | string): Promise<void> {
    const file = join(this.folder, bookId, path);
    const folder = dirname(file);
    await mkdir(folder, { recursive: true });
    const aside = `${file}.${randomUUID()}`;
    const handle = await open(aside, 'wx', 0o644);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(aside, file);
  }

  /** Takes a book's files over from a mirror. */
  async copyFrom(mirror: string, bookId: string): Promise<void> {
    await cp(join(mirror, bookId), join(this.folder, bookId), { recursive: true });
  }

  /** The parts of a tile that is full by now. */
  async dropParts(bookId: string, path: string): Promise<void> {
    await rm(join(this.folder, bookId, `${path}.p`), { recursive: true, force: true });
  }
}

function ifAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'EISDIR') throw error;
}
