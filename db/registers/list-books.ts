import type { DataSource } from 'typeorm';
import { Book } from './entity';

/** An office's register books, newest first. */
export function listBooks(db: DataSource, officeId: string): Promise<Book[]> {
  return db.manager.find(Book, { where: { officeId }, order: { openedOn: 'DESC', name: 'ASC' } });
}
