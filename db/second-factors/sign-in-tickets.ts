import { type EntityManager, MoreThan } from 'typeorm';
import { SignInTicket } from './entity';

export async function recordTicket(manager: EntityManager, ticket: SignInTicket): Promise<void> {
  await manager.insert(SignInTicket, ticket);
}

export function findTicket(
  manager: EntityManager,
  ticketHash: string,
  now: Date,
): Promise<SignInTicket | null> {
  return manager.findOneBy(SignInTicket, { ticketHash, expiresAt: MoreThan(now) });
}

/** @returns false where it was used before */
export async function useTicket(manager: EntityManager, ticketHash: string): Promise<boolean> {
  const { affected } = await manager.delete(SignInTicket, { ticketHash });
  return affected === 1;
}
