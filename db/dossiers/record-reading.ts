import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { inTransaction } from '../transaction';
import { type AuditFacts, recordAudit } from '../audit/record-audit';

/**
 * Writes down that somebody read what is personal: a look-up of a citizen, a download. It changes
 * nothing of a dossier, so it stands beside the dossiers' own events, in the office's log alone.
 */
export function recordReading(
  manager: EntityManager,
  reading: Pick<AuditFacts, 'officeId' | 'actorId' | 'details' | 'at'> & {
    action: 'look-up' | 'download';
  },
): Promise<unknown> {
  const actKey = `${reading.action}:${randomUUID()}`;
  return inTransaction(manager, (inside) =>
    recordAudit(inside, { ...reading, dossierId: null, actKey }),
  );
}
