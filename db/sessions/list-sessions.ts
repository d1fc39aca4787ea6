import { type EntityManager, MoreThan } from 'typeorm';
import { Session, SignIn } from './entity';

/** A person's sessions that have not ended, the one last used first. */
export function listSessions(
  manager: EntityManager,
  personId: string,
  now: Date,
): Promise<Session[]> {
  return manager.find(Session, {
    where: { personId, expiresAt: MoreThan(now), idleUntil: MoreThan(now) },
    order: { seenAt: 'DESC', createdAt: 'DESC' },
  });
}

/** A person's last sign-ins, the newest first. */
export function listSignIns(
  manager: EntityManager,
  personId: string,
  limit: number,
): Promise<SignIn[]> {
  return manager.find(SignIn, { where: { personId }, order: { at: 'DESC' }, take: limit });
}
