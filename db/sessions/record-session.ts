import { randomUUID } from 'node:crypto';
import { type EntityManager, LessThan, Not } from 'typeorm';
import { Session, SignIn } from './entity';

/** Keeps a new session; those of the same person that have ended go. */
export async function recordSession(manager: EntityManager, session: Session): Promise<void> {
  const { personId, createdAt } = session;
  await manager.delete(Session, { personId, expiresAt: LessThan(createdAt) });
  await manager.insert(Session, session);
}

/** Its person did something. */
export async function recordSeen(
  manager: EntityManager,
  tokenHash: string,
  seen: Pick<Session, 'seenAt' | 'idleUntil'>,
): Promise<void> {
  await manager.update(Session, { tokenHash }, seen);
}

/** Its person gave a code of their second factor. */
export async function recordConfirmed(
  manager: EntityManager,
  tokenHash: string,
  at: Date,
): Promise<void> {
  await manager.update(Session, { tokenHash }, { confirmedAt: at });
}

/** @returns whether a provider of identities had let its person in */
export async function endSession(manager: EntityManager, tokenHash: string): Promise<boolean> {
  const session = await manager.findOneBy(Session, { tokenHash });
  await manager.delete(Session, { tokenHash });
  return typeof session?.providerSubject === 'string';
}

/** Ends one session of a person. @returns whether there was one */
export async function endOwnSession(
  manager: EntityManager,
  personId: string,
  id: string,
): Promise<boolean> {
  const { affected } = await manager.delete(Session, { personId, id });
  return affected === 1;
}

/** Ends a person's sessions but the one. @returns how many there were */
export async function endOtherSessions(
  manager: EntityManager,
  personId: string,
  tokenHash: string,
): Promise<number> {
  const { affected } = await manager.delete(Session, { personId, tokenHash: Not(tokenHash) });
  return affected ?? 0;
}

export async function recordSignIn(
  manager: EntityManager,
  signIn: Omit<SignIn, 'id'>,
): Promise<void> {
  await manager.insert(SignIn, { id: randomUUID(), ...signIn });
}
