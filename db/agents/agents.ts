import { In, IsNull, LessThan, type DataSource, type EntityManager } from 'typeorm';
import { Agent, AgentPairing, type OfferedCertificate } from './entity';
import { Person } from '../people/entity';
import { inTransaction } from '../transaction';

/** A new code of a person takes the place of the ones before it. */
export async function recordPairing(
  db: DataSource,
  pairing: Pick<AgentPairing, 'pairingId' | 'secret' | 'personId' | 'expiresAt'>,
): Promise<void> {
  await inTransaction(db, async (inside) => {
    const older = await inside.findBy(AgentPairing, { personId: pairing.personId });
    if (older.length > 0) {
      await inside.delete(AgentPairing, { pairingId: In(older.map(({ pairingId }) => pairingId)) });
    }
    // The same name twice within minutes: one in a million, and the older code is told to be wrong.
    await inside.upsert(AgentPairing, { ...pairing, tries: 0 }, ['pairingId']);
  });
}

/** Counts a try under the row's lock: of tries that come together each has its own number. */
export function countPairingTry(
  db: DataSource,
  pairingId: string,
): Promise<AgentPairing | undefined> {
  return inTransaction(db, async (inside) => {
    await inside.increment(AgentPairing, { pairingId }, 'tries', 1);
    return (await inside.findOneBy(AgentPairing, { pairingId })) ?? undefined;
  });
}

/** @returns false where it was used already */
export async function usePairing(db: DataSource, pairingId: string): Promise<boolean> {
  const { affected } = await db.manager.delete(AgentPairing, { pairingId });
  return affected === 1;
}

export async function recordAgent(
  db: DataSource,
  agent: Pick<Agent, 'id' | 'personId' | 'publicKey' | 'computerName' | 'pairedAt'>,
): Promise<void> {
  await db.manager.insert(Agent, {
    ...agent,
    sequence: 0,
    certificates: [],
    seenAt: null,
    removedAt: null,
  });
}

/** Undefined for one that was removed, and where its person may not sign in any more. */
export async function findAgent(db: DataSource, id: string): Promise<Agent | undefined> {
  const agent = await db.manager.findOneBy(Agent, { id, removedAt: IsNull() });
  if (agent === null) return undefined;
  const isActive = await db.manager.existsBy(Person, { id: agent.personId, state: 'active' });
  return isActive ? agent : undefined;
}

/** Takes a sequence number once: one conditional update. @returns false for an old one */
export async function advanceSequence(
  db: DataSource,
  id: string,
  sequence: number,
  at: Date,
): Promise<boolean> {
  const { affected } = await db.manager.update(
    Agent,
    { id, removedAt: IsNull(), sequence: LessThan(sequence) },
    { sequence, seenAt: at },
  );
  return affected === 1;
}

export async function recordOffered(
  db: DataSource,
  id: string,
  certificates: OfferedCertificate[],
): Promise<void> {
  await db.manager.update(Agent, { id }, { certificates });
}

/** The computers of a person that are not removed, the last paired first. */
export function listAgents(manager: EntityManager, personId: string): Promise<Agent[]> {
  return manager.find(Agent, {
    where: { personId, removedAt: IsNull() },
    order: { pairedAt: 'DESC' },
  });
}

/** Ends a pairing for ever. @returns false where the person has none of this id */
export async function removeAgent(
  db: DataSource,
  personId: string,
  id: string,
  at: Date,
): Promise<boolean> {
  const mine = { id, personId, removedAt: IsNull() };
  const { affected } = await db.manager.update(Agent, mine, { removedAt: at });
  return affected === 1;
}
