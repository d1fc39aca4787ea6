import type { EntityManager } from 'typeorm';
import { AuditEvent, AuditHead } from './entity';
import { chainHash, genesisHash, type Link } from '../chain';

export interface AuditFacts {
  officeId: string;
  dossierId: string | null;
  /** Who acted; null for Sao Y itself. */
  actorId: string | null;
  action: string;
  /** The act's own name: the same key on the same dossier is never recorded twice. */
  actKey: string;
  /** Ids, hashes, enums, numbers: nothing personal. */
  details: AuditEvent['details'];
  at: Date;
}

/**
 * Appends one event to the office's audit chain inside the caller's transaction.
 * The head row is locked until that commits: call it last, so that the lock is short.
 */
export async function recordAudit(manager: EntityManager, facts: AuditFacts): Promise<AuditEvent> {
  const head = await lockHead(manager, facts.officeId);
  const sequence = head.sequence + 1;
  const event = manager.create(AuditEvent, {
    ...facts,
    sequence,
    previousHash: head.hash,
    hash: '',
  });
  event.hash = auditHash(event);
  await manager.insert(AuditEvent, event);
  await manager.update(AuditHead, { officeId: facts.officeId }, { sequence, hash: event.hash });
  return event;
}

/** The hash an event must carry, given its predecessor's. Serves the writer and `saoy audit check`. */
export function auditHash(event: AuditEvent): string {
  return chainHash(event.previousHash, {
    officeId: event.officeId,
    sequence: event.sequence,
    dossierId: event.dossierId,
    actorId: event.actorId,
    action: event.action,
    actKey: event.actKey,
    details: event.details,
    at: event.at.toISOString(),
  } satisfies Link);
}

/** Each office's head row is made with the office, so that the lock is on a row that exists. */
async function lockHead(manager: EntityManager, officeId: string): Promise<AuditHead> {
  return manager.findOneOrFail(AuditHead, {
    where: { officeId },
    lock: { mode: 'pessimistic_write' },
  });
}

/** Makes the chain's head of a new office. */
export async function createAuditHead(manager: EntityManager, officeId: string): Promise<void> {
  await manager.insert(AuditHead, { officeId, sequence: 0, hash: genesisHash });
}
