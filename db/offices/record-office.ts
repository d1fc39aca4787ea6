import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { Office } from './entity';
import { ensureBook } from '../registers/assign-number';
import { createAuditHead, recordAudit } from '../audit/record-audit';

/**
 * Makes an office with its audit chain and its books of this year and the next, inside the caller's transaction.
 * @param facts.year of the Vietnamese calendar day
 * @returns its id
 * @throws a duplicate-key error where its code is taken
 */
export async function recordOffice(
  manager: EntityManager,
  { year, at, ...office }: Omit<Office, 'id'> & { year: number; at: Date },
): Promise<string> {
  const id = randomUUID();
  await manager.insert(Office, { id, ...office });
  for (const each of [year, year + 1]) await ensureBook(manager, id, each, 1);
  await createAuditHead(manager, id);
  await recordAudit(manager, {
    officeId: id,
    dossierId: null,
    actorId: null,
    action: 'office-made',
    actKey: `office-made ${id}`,
    details: { code: office.code },
    at,
  });
  return id;
}
