import { type DataSource, IsNull } from 'typeorm';
import { isDuplicate } from '../is-duplicate';
import { IdempotencyRecord } from './entity';

type From = Pick<DataSource, 'manager'>;
/** One try under a key: what it writes later, only it may write. */
type Holding = Pick<IdempotencyRecord, 'actorId' | 'key' | 'holder'>;

/** Takes a key for one try. @returns false where it was taken before */
export async function takeKey(
  { manager }: From,
  holding: Holding,
  facts: Pick<IdempotencyRecord, 'requestHash' | 'leaseEndsAt' | 'at'>,
): Promise<boolean> {
  try {
    await manager.insert(IdempotencyRecord, { ...holding, ...facts, status: null, body: null });
    return true;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return false;
  }
}

export function findKey(
  { manager }: From,
  { actorId, key }: Pick<IdempotencyRecord, 'actorId' | 'key'>,
): Promise<IdempotencyRecord | null> {
  return manager.findOneBy(IdempotencyRecord, { actorId, key });
}

/**
 * Takes a key whose holder died: of two that find the same lease ended, one gets it.
 * @param leaseEndedAt as it was found
 */
export async function takeOverKey(
  { manager }: From,
  { actorId, key, holder }: Holding,
  leaseEndedAt: Date,
  leaseEndsAt: Date,
): Promise<boolean> {
  const abandoned = { actorId, key, leaseEndsAt: leaseEndedAt, status: IsNull() };
  const taken = await manager.update(IdempotencyRecord, abandoned, { holder, leaseEndsAt });
  return taken.affected === 1;
}

/** Renews the lease, ends it, or writes what was answered; nothing where another holds the key now. */
export async function updateKey(
  { manager }: From,
  { actorId, key, holder }: Holding,
  changes: Partial<Pick<IdempotencyRecord, 'leaseEndsAt' | 'status' | 'body'>>,
): Promise<void> {
  await manager.update(IdempotencyRecord, { actorId, key, holder }, changes);
}
