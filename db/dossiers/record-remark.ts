import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { Remark } from './entity';

/** Keeps free text beside a dossier. @returns its id, which is all that travels through the workflow */
export async function recordRemark(
  manager: EntityManager,
  remark: Omit<Remark, 'id'>,
): Promise<string> {
  const id = randomUUID();
  await manager.insert(Remark, { id, ...remark });
  return id;
}
