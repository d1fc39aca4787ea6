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

export function findOffice({ manager }: Pick<DataSource, 'manager'>, id: string) {
  return manager.findOneBy(Office, { id });
}

/** Which of these identifiers some office has. */
export async function findTakenCodes(
  db: DataSource,
  codes: readonly string[],
): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  const ascii = codes.filter((code) => /^[\x20-\x7e]*$/.test(code));
  const rows = await db.query<{ code: string }[]>('SELECT code FROM office WHERE code IN (?)', [
    ascii.length > 0 ? ascii : [''],
  ]);
  return new Set(rows.map(({ code }) => code));
}
