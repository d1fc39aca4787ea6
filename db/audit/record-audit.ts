import type { EntityManager } from 'typeorm';
import { type AuditEvent, AuditHead } from './entity';
import { sessionOf } from './acting-session';
import { chainHash, genesisHash, type Link, canonical } from '../chain';

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
 * The hash is computed where the head is read: with a look at the head first, the lock would last a round trip
 * longer. `sequence` is the last field of the canonical text.
 */
const insertEvent = `INSERT INTO audit_event
    (officeId, sequence, dossierId, actorId, inSession, action, actKey, details, at, previousHash, hash)
  SELECT h.officeId, h.sequence + 1, ?, ?, ?, ?, ?, ?, ?, h.hash,
    SHA2(CONCAT(CONVERT(h.hash USING utf8mb4), ?, h.sequence + 1, '}'), 256)
  FROM audit_head h WHERE h.officeId = ? FOR UPDATE`;

const moveHead = `UPDATE audit_head h
  JOIN audit_event e ON e.officeId = h.officeId AND e.sequence = h.sequence + 1
  SET h.sequence = e.sequence, h.hash = e.hash WHERE h.officeId = ?`;

/**
 * Appends one event to the office's audit chain inside the caller's transaction.
 * The head row is locked until that commits: call it last, so that the lock is short.
 */
export async function recordAudit(manager: EntityManager, facts: AuditFacts): Promise<void> {
  const { officeId, dossierId, actorId, action, actKey, details, at } = facts;
  const inSession = sessionOf(actorId);
  const values = [dossierId, actorId, inSession, action, actKey, JSON.stringify(details), at];
  const parameters = [...values, textBeforeSequence({ ...facts, inSession }), officeId];
  const { affectedRows } = await manager.query<{ affectedRows: number }>(insertEvent, parameters);
  // Each office's head row is made with the office, so that the lock is on a row that exists.
  if (affectedRows !== 1) throw new Error('the office has no audit log');
  await manager.query(moveHead, [officeId]);
}

/** What is hashed between the predecessor's hash and the number that the database gives the event. */
function textBeforeSequence(facts: AuditFacts & Pick<AuditEvent, 'inSession'>): string {
  const text = canonical(linkOf({ ...facts, sequence: 0 }));
  const end = '0}';
  if (!text.endsWith(`"sequence":${end}`)) throw new Error('sequence is not the last field');
  return `\n${text.slice(0, -end.length)}`;
}

/** The hash an event must carry, given its predecessor's. Serves the writer and `saoy audit check`. */
export function auditHash(event: AuditEvent): string {
  return chainHash(event.previousHash, linkOf(event));
}

function linkOf(event: AuditFacts & Pick<AuditEvent, 'sequence' | 'inSession'>): Link {
  return {
    officeId: event.officeId,
    sequence: event.sequence,
    dossierId: event.dossierId,
    actorId: event.actorId,
    inSession: event.inSession,
    action: event.action,
    actKey: event.actKey,
    details: event.details,
    at: event.at.toISOString(),
  };
}

/** Makes the chain's head of a new office. */
export async function createAuditHead(manager: EntityManager, officeId: string): Promise<void> {
  await manager.insert(AuditHead, { officeId, sequence: 0, hash: genesisHash });
}
