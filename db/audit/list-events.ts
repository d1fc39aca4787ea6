import type { DataSource } from 'typeorm';
import { AuditEvent } from './entity';

/** What was done to a dossier, in the order of its offices' logs. */
export function listEvents({ manager }: DataSource, dossierId: string): Promise<AuditEvent[]> {
  return manager.find(AuditEvent, { where: { dossierId }, order: { at: 'ASC', sequence: 'ASC' } });
}
