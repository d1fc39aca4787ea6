import { randomUUID } from 'node:crypto';
import { In, Not, type DataSource, type EntityManager } from 'typeorm';
import { Dossier } from '../dossiers/entity';
import { OutboxItem, type MailKind, type OutboxKind } from './entity';
import { inTransaction } from '../transaction';
import { insertRow } from '../write-row';
import { SaoyError } from '../../domain/problem';
import { recordWaiting } from '../waiting/record-waiting';

/** A claim whose process does not renew it is over so soon. */
export const leaseMs = 15_000;

/** Mails to the requester. */
export const mailKinds = [
  'mail-copy',
  'mail-refusal',
  'mail-revocation',
  'mail-notice',
] satisfies MailKind[];

/** Leaves word of what must still reach the world, in the transaction that made it true. */
export async function enqueue(
  manager: EntityManager,
  item: { kind: OutboxKind; officeId: string; dossierId: string; at: Date },
): Promise<void> {
  await insertRow(manager, 'outbox', {
    id: randomUUID(),
    kind: item.kind,
    officeId: item.officeId,
    dossierId: item.dossierId,
    status: 'pending',
    attempts: 0,
    nextAt: item.at,
    claim: null,
    leaseUntil: null,
    refusals: 0,
    refusedSince: null,
    byLink: false,
    sentAt: null,
    lastError: null,
    createdAt: item.at,
  } satisfies OutboxItem);
}

/** Notes that a dossier's workflow was started before the relay came to it. */
export async function recordStarted(db: DataSource, dossierId: string, now: Date): Promise<void> {
  await db.query(
    `UPDATE outbox SET status = 'sent', sentAt = ?, attempts = 1
      WHERE dossierId = ? AND kind = 'start-workflow' AND status = 'pending' AND claim IS NULL`,
    [now, dossierId],
  );
}

/** An item that is being carried, by the holder of this claim. */
export type ClaimedItem = OutboxItem & { claim: string };

/** The kinds of which something is due. */
export async function listDueKinds(db: DataSource, now: Date): Promise<OutboxKind[]> {
  const rows: { kind: OutboxKind }[] = await db.query(
    `SELECT DISTINCT kind FROM outbox
      WHERE status = 'pending' AND nextAt <= ? AND (leaseUntil IS NULL OR leaseUntil < ?)`,
    [now, now],
  );
  return rows.map(({ kind }) => kind);
}

/**
 * Takes due items for a while, in a short transaction of its own; they are carried after it. One that
 * another took and let go, or whose process died before the server had it, is taken again.
 */
export function claimDue(
  db: DataSource,
  kinds: readonly OutboxKind[],
  itemsMax: number,
  now: Date,
): Promise<ClaimedItem[]> {
  return inTransaction(db, async (inside) => {
    const items = await inside
      .createQueryBuilder(OutboxItem, 'item')
      .where("item.status = 'pending' AND item.kind IN (:...kinds)", { kinds })
      .andWhere('item.nextAt <= :now', { now })
      .andWhere('(item.leaseUntil IS NULL OR item.leaseUntil < :now)')
      .orderBy('item.nextAt')
      .limit(itemsMax)
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked')
      .getMany();
    if (items.length === 0) return [];
    const claim = randomUUID();
    const leaseUntil = leaseFrom(now);
    await inside.update(OutboxItem, { id: In(items.map(({ id }) => id)) }, { claim, leaseUntil });
    return items.map((item) => ({ ...item, claim, leaseUntil }));
  });
}

/** @returns false where the claim is lost: the item was taken by another, or by a person. */
export async function renewLease(db: DataSource, item: ClaimedItem, now: Date): Promise<boolean> {
  const { affected } = await db.manager.update(
    OutboxItem,
    { id: item.id, claim: item.claim },
    { leaseUntil: leaseFrom(now) },
  );
  return affected === 1;
}

/**
 * Notes that the server is about to have the whole item. From here on a crash leaves it `uncertain`.
 * @returns false where the claim is lost: it must not be sent
 */
export async function recordSending(
  db: DataSource,
  item: ClaimedItem,
  now: Date,
): Promise<boolean> {
  const { affected } = await db.manager.update(
    OutboxItem,
    { id: item.id, claim: item.claim, status: 'pending' },
    { status: 'sending', leaseUntil: leaseFrom(now) },
  );
  return affected === 1;
}

/** Records that the world has it, and has the workflow told where it waits for that. */
export async function recordSent(db: DataSource, item: ClaimedItem, now: Date): Promise<void> {
  await inTransaction(db, async (inside) => {
    const { affected } = await inside.update(
      OutboxItem,
      { id: item.id, claim: item.claim, status: Not('sent') },
      {
        ...{ status: 'sent', sentAt: now, attempts: item.attempts + 1 },
        ...{ lastError: null, claim: null, leaseUntil: null },
      },
    );
    if (affected !== 1 || item.kind !== 'mail-copy') return;
    const { officeId, dossierId } = item;
    await enqueue(inside, { kind: 'tell-mailed', officeId, dossierId, at: now });
  });
}

/** How an item stands after a try in vain. */
export interface NotSent extends Pick<
  OutboxItem,
  'attempts' | 'nextAt' | 'refusals' | 'refusedSince' | 'byLink'
> {
  status: 'pending' | 'failed' | 'uncertain';
  /** What was answered. */
  lastError: string;
  /** Code of what the dossier waits for; null: nothing worth a word. */
  waitingFor: string | null;
}

/** The mail that a dossier's requester was, or is to be, sent last. */
export async function findNewestMail(
  manager: EntityManager,
  dossierId: string,
): Promise<OutboxItem | null> {
  return manager.findOne(OutboxItem, {
    where: { dossierId, kind: In(mailKinds) },
    order: { createdAt: 'DESC' },
  });
}

/** Records a try in vain. Does nothing where the claim is lost. */
export async function recordNotSent(
  db: DataSource,
  item: ClaimedItem,
  { waitingFor, ...result }: NotSent,
  now: Date,
): Promise<void> {
  await inTransaction(db, async (inside) => {
    const { affected } = await inside.update(
      OutboxItem,
      { id: item.id, claim: item.claim, status: In(['pending', 'sending', 'uncertain']) },
      { ...result, claim: null, leaseUntil: null },
    );
    if (affected !== 1 || item.kind !== 'mail-copy' || waitingFor === null) return;
    const until = result.status === 'pending' ? result.nextAt : null;
    await sayWaiting(inside, [item.dossierId], waitingFor, until, now);
  });
}

/**
 * Finds what was being given to a server when its process died, and leaves it to a person: it has perhaps
 * been sent, and is not sent again by itself.
 * @param mine what this process itself is carrying
 */
export async function recordAbandoned(
  db: DataSource,
  now: Date,
  mine: readonly string[],
): Promise<number> {
  return inTransaction(db, async (inside) => {
    const query = inside
      .createQueryBuilder(OutboxItem, 'item')
      .where("item.status = 'sending' AND item.leaseUntil < :now", { now })
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked');
    if (mine.length > 0) query.andWhere('item.id NOT IN (:...mine)', { mine });
    const items = await query.getMany();
    if (items.length === 0) return 0;
    // The claim stays: should its process live after all, what it learns is still written down.
    await inside.update(
      OutboxItem,
      { id: In(items.map(({ id }) => id)) },
      { status: 'uncertain', leaseUntil: null },
    );
    const copies = items.filter(({ kind }) => kind === 'mail-copy');
    await sayWaiting(
      inside,
      copies.map(({ dossierId }) => dossierId),
      'mail-uncertain',
      null,
      now,
    );
    return items.length;
  });
}

/**
 * Lets an item be tried at once and with its tries counted anew, by a person's act; whoever is trying it
 * now loses it.
 * @returns how it stood; undefined: none is there, or it is sent or being sent
 */
export async function retryNow(
  inside: EntityManager,
  which: { dossierId: string; kind: OutboxKind },
  at: Date,
): Promise<OutboxItem | undefined> {
  const item = await inside.findOne(OutboxItem, {
    where: which,
    lock: { mode: 'pessimistic_write' },
  });
  if (item === null || item.status === 'sent' || item.status === 'sending') return undefined;
  await inside.update(
    OutboxItem,
    { id: item.id },
    {
      ...{ status: 'pending', attempts: 0, refusals: 0, refusedSince: null },
      ...{ nextAt: at, claim: null, leaseUntil: null },
    },
  );
  return item;
}

async function sayWaiting(
  inside: EntityManager,
  dossierIds: readonly string[],
  code: string,
  nextTryAt: Date | null,
  at: Date,
): Promise<void> {
  for (const dossierId of dossierIds) {
    // Only while it waits for the mail: a transition clears it.
    if (!(await inside.existsBy(Dossier, { id: dossierId, stage: 'delivering' }))) continue;
    await recordWaiting(inside, { dossierId, code, params: {}, nextTryAt, at });
  }
}

/**
 * Has a mail that is not sent stay unsent: the copy reaches the requester by another hand.
 * @throws SaoyError `mail-sent` where the mail server has it, or may have it any moment
 */
export async function callOff(
  inside: EntityManager,
  which: { dossierId: string; kind: OutboxKind },
): Promise<void> {
  const item = await inside.findOne(OutboxItem, {
    where: which,
    lock: { mode: 'pessimistic_write' },
  });
  if (item === null) return;
  if (item.status === 'sent' || item.status === 'sending') throw new SaoyError('mail-sent');
  const off = { status: 'failed', claim: null, leaseUntil: null } as const;
  await inside.update(OutboxItem, { id: item.id }, off);
}

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + leaseMs);
}
