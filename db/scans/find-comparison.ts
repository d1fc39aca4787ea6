import type { EntityManager } from 'typeorm';
import { Person } from '../people/entity';
import { TakenScan } from './entity';

/** That the requester's own scan was compared with the original [T-09]. */
export interface Comparison {
  /** Full name of who compared. */
  by: string;
  at: Date;
}

/** Null where the officer scanned it, or where there is no scan yet. */
export async function findComparison(
  manager: EntityManager,
  dossierId: string,
): Promise<Comparison | null> {
  const scan = await manager.findOneBy(TakenScan, { dossierId });
  if (scan?.comparedBy == null || scan.comparedAt === null) return null;
  const person = await manager.findOneByOrFail(Person, { id: scan.comparedBy });
  return { by: person.fullName, at: scan.comparedAt };
}
