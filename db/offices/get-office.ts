import type { DataSource } from 'typeorm';
import { Office } from './entity';

/** An office that the caller is known to belong to. */
export function getOffice(db: DataSource, id: string): Promise<Office> {
  return db.manager.findOneByOrFail(Office, { id });
}

/** @returns null where no office has this identifier (mã định danh) */
export function findOfficeByCode(db: DataSource, code: string): Promise<Office | null> {
  return db.manager.findOneBy(Office, { code });
}

/** One of the installation's offices; null where it has none yet. */
export async function findAnyOffice(db: DataSource): Promise<Office | null> {
  const [office] = await db.manager.find(Office, { take: 1 });
  return office ?? null;
}

export function hasOffice(db: DataSource, id: string): Promise<boolean> {
  return db.manager.existsBy(Office, { id });
}
