import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { OutboxItem, type OutboxKind } from '../entities/trace';
import { inTransaction } from '../transaction';

/** Longest pause between two tries; the first are seconds apart. */
const pauseMsMax = 60_000;
/** Who has taken an item has it for so long. */
const leaseMs = 60_000;

/** Leaves word of what must still reach the world, in the transaction that made it true. */
export async function enqueue(
  manager: EntityManager,
  item: { kind: OutboxKind; officeId: string; dossierId: string; at: Date },
): Promise<void> {
  await manager.insert(OutboxItem, {
    id: randomUUID(),
    kind: item.kind,
    officeId: item.officeId,
    dossierId: item.dossierId,
    status: 'pending',
    attempts: 0,
    nextAt: item.at,
    sentAt: null,
    lastError: null,
    createdAt: item.at,
  });
}

/**
 * Runs `send` on one due item that was taken for a while before, so that no two relays send it twice.
 * With `only`, that one item is tried now, due or not. A failed send is written down with the time of the next try;
 * where `giveUp` says so of it, the item is marked failed and waits for a person.
 * @returns whether there was an item.
 */
export async function relayNext(
  manager: EntityManager,
  now: () => Date,
  send: (item: OutboxItem) => Promise<void>,
  giveUp: (item: OutboxItem, error: unknown) => Promise<boolean>,
  only?: { dossierId: string; kind: OutboxKind },
): Promise<boolean> {
  const item = await inTransaction(manager, async (inside) => {
    const query = inside
      .createQueryBuilder(OutboxItem, 'item')
      .where("item.status = 'pending'")
      .orderBy('item.nextAt')
      .setLock('pessimistic_write')
      .limit(1);
    if (only === undefined) {
      query.andWhere('item.nextAt <= :now', { now: now() }).setOnLocked('skip_locked');
    } else {
      query.andWhere('item.dossierId = :dossierId AND item.kind = :kind', only);
    }
    const found = await query.getOne();
    if (found === null) return null;
    await inside.update(
      OutboxItem,
      { id: found.id },
      { nextAt: new Date(now().getTime() + leaseMs) },
    );
    return found;
  });
  if (item === null) return false;
  try {
    await send(item);
    item.attempts += 1;
    item.status = 'sent';
    item.sentAt = now();
    item.lastError = null;
  } catch (error) {
    item.lastError = String(error instanceof Error ? error.message : error).slice(0, 300);
    item.nextAt = new Date(now().getTime() + pauseMs(item.attempts));
    item.attempts += 1;
    if (await giveUp(item, error)) item.status = 'failed';
  }
  await manager.save(item);
  return true;
}

/** Lets a failed item be tried again, at once and with its tries counted anew. @returns whether there was one. */
export async function retryFailed(
  manager: EntityManager,
  which: { dossierId: string; kind: OutboxKind },
  at: Date,
): Promise<boolean> {
  const { affected } = await manager.update(
    OutboxItem,
    { ...which, status: 'failed' },
    { status: 'pending', attempts: 0, nextAt: at },
  );
  return affected === 1;
}

function pauseMs(attempts: number): number {
  return Math.min(1_000 * 2 ** Math.min(attempts, 10), pauseMsMax);
}
