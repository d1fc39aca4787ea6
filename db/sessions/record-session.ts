import { type EntityManager, LessThan } from 'typeorm';
import { Session } from './entity';

/** Keeps a new session; those of the same person that have ended go. */
export async function recordSession(manager: EntityManager, session: Session): Promise<void> {
  const { personId, createdAt } = session;
  await manager.delete(Session, { personId, expiresAt: LessThan(createdAt) });
  await manager.insert(Session, session);
}

export async function endSession(manager: EntityManager, tokenHash: string): Promise<void> {
  await manager.delete(Session, { tokenHash });
}
