import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { inTransaction } from '../transaction';
import { type AuditFacts, recordAudit } from '../audit/record-audit';

/**
 * Writes down that somebody read what is personal: a look-up of a citizen, a download, what is masked elsewhere.
 */
export function recordReading(
  manager: EntityManager,
  reading: Pick<AuditFacts, 'officeId' | 'actorId' | 'details' | 'at'> & {
    action: 'look-up' | 'download' | 'reveal' | 'export-file';
    /** Where it stands among a dossier's own events; none: beside them, in the office's log alone. */
    dossierId?: string;
  },
): Promise<unknown> {
  const actKey = `${reading.action}:${randomUUID()}`;
  return inTransaction(manager, (inside) =>
    recordAudit(inside, { dossierId: null, ...reading, actKey }),
  );
}
