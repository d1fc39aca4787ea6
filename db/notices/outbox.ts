import { randomUUID } from 'node:crypto';
import { In, Not, type DataSource, type EntityManager } from 'typeorm';
import type { Lane, NewNotice, NoticeSubject, Template } from '../../domain/notices';
import { SaoyError } from '../../domain/problem';
import { Dossier } from '../dossiers/entity';
import { blindIndex, encryptPersonal } from '../personal/personal-value';
import { inTransaction } from '../transaction';
import { recordWaiting } from '../waiting/record-waiting';
import { insertRows } from '../write-row';
import { Notice } from './entity';
import { copyByMail } from './notice-choices';

/** A claim whose process does not renew it is over so soon. */
export const leaseMs = 15_000;

/** What notices are about, and since when they wait. */
export interface Occasion {
  officeId: string | null;
  subjectKind: NoticeSubject;
  subjectId: string;
  at: Date;
}

/**
 * Leaves word of what must still reach the world, in the transaction that made it true, by one statement. What was
 * left before under the same key is not left again. The portal's has arrived with the commit; it goes by mail too to
 * those who chose so.
 */
export async function enqueue(
  manager: EntityManager,
  occasion: Occasion,
  notices: readonly NewNotice[],
): Promise<void> {
  const { officeId, at } = occasion;
  const all = [...notices, ...(await copyByMail(manager, officeId, notices, at))];
  const rows = all.map((notice) => rowOf(occasion, notice));
  await insertRows(manager, 'notice', rows, 'id = id');
}

function rowOf({ at, ...about }: Occasion, notice: NewNotice) {
  const { channel, template, recipientKind, recipient, data = {}, occasion = '' } = notice;
  const isAddress = recipientKind === 'address' && recipient !== null;
  const named = isAddress ? blindIndex('address', recipient) : recipient;
  const isThere = channel === 'portal';
  return {
    ...{ id: randomUUID(), channel, template, language: 'vi', ...about, recipientKind },
    recipient: isAddress ? null : recipient,
    address: isAddress ? encryptPersonal('address', recipient) : null,
    data: JSON.stringify(data),
    dedupKey: dedupKeyOf({ ...about, channel, template, recipient: named, occasion }),
    ...{ status: isThere ? 'sent' : 'pending', attempts: 0, nextAt: at, claim: null },
    ...{ leaseUntil: null, refusals: 0, refusedSince: null, byLink: false },
    ...{ sentAt: isThere ? at : null, lastError: null, createdAt: at },
  } satisfies Omit<Notice, 'data'> & { data: string };
}

function dedupKeyOf(
  notice: Pick<Notice, 'subjectKind' | 'subjectId' | 'channel' | 'template' | 'recipient'> & {
    occasion: string;
  },
): string {
  const { subjectKind, subjectId, channel, template, recipient, occasion } = notice;
  return [subjectKind, subjectId, channel, template, recipient ?? '', occasion].join(':');
}

/** What has a dossier's workflow begin, or hear that its copy is delivered. */
export function workflowNotice(template: 'start' | 'delivered'): NewNotice {
  return { channel: 'workflow', template, recipientKind: 'none', recipient: null };
}

/** Notes that a dossier's workflow was started before the relay came to it. */
export async function recordStarted(db: DataSource, dossierId: string, now: Date): Promise<void> {
  const which = { subjectKind: 'dossier', subjectId: dossierId, occasion: '' } as const;
  const { channel, template, recipient } = workflowNotice('start');
  await db.query(
    `UPDATE notice SET status = 'sent', sentAt = ?, attempts = 1
      WHERE dedupKey = ? AND status = 'pending' AND claim IS NULL`,
    [now, dedupKeyOf({ ...which, channel, template, recipient })],
  );
}

/** A notice that is being carried, by the holder of this claim. */
export type ClaimedNotice = Notice & { claim: string };

const isDue = `status = 'pending' AND nextAt <= ? AND (leaseUntil IS NULL OR leaseUntil < ?)`;

/** So many more are looked at than a lane has room for: another process may take the first of them. */
const spare = 4;

/**
 * What is due by lane, the longest due first, by one statement.
 * @param room how many each lane can take
 */
export async function listDue(
  db: DataSource,
  room: ReadonlyMap<Lane, number>,
  now: Date,
): Promise<Map<Lane, string[]>> {
  const open = [...room].filter(([, places]) => places > 0);
  const due = new Map<Lane, string[]>();
  if (open.length === 0) return due;
  const select = `(SELECT id, channel FROM notice WHERE channel = ? AND ${isDue} ORDER BY nextAt LIMIT ?)`;
  const rows = await db.query<{ id: string; channel: Lane }[]>(
    open.map(() => select).join(' UNION ALL '),
    open.flatMap(([lane, places]) => [lane, now, now, places * spare]),
  );
  for (const { id, channel } of rows) due.set(channel, [...(due.get(channel) ?? []), id]);
  return due;
}

/**
 * Takes due notices for a while, by one statement that commits by itself; they are carried after it. One that
 * another took and let go, or whose process died before the server had it, is taken again.
 * @returns the name of the claim, under which the taken ones are read; null: another was quicker
 */
export async function claimDue(
  db: DataSource,
  ids: readonly string[],
  places: number,
  now: Date,
): Promise<string | null> {
  const claim = randomUUID();
  const { affectedRows } = await db.query<{ affectedRows: number }>(
    `UPDATE notice SET claim = ?, leaseUntil = ? WHERE id IN (?) AND ${isDue} ORDER BY nextAt LIMIT ?`,
    [claim, leaseFrom(now), ids, now, now, places],
  );
  return affectedRows > 0 ? claim : null;
}

/** @returns false where the claim is lost: the notice was taken by another, or by a person. */
export async function renewLease(db: DataSource, notice: ClaimedNotice, now: Date) {
  const { affected } = await db.manager.update(
    Notice,
    { id: notice.id, claim: notice.claim },
    { leaseUntil: leaseFrom(now) },
  );
  return affected === 1;
}

/**
 * Notes that the server is about to have the whole notice. From here on a crash leaves it `uncertain`.
 * @returns false where the claim is lost: it must not be sent
 */
export async function recordSending(
  db: DataSource,
  notice: ClaimedNotice,
  now: Date,
): Promise<boolean> {
  const { affected } = await db.manager.update(
    Notice,
    { id: notice.id, claim: notice.claim, status: 'pending' },
    { status: 'sending', leaseUntil: leaseFrom(now) },
  );
  return affected === 1;
}

/**
 * Records that the world has it. By one statement, in the caller's transaction where there is one.
 * @returns false where the claim is lost, or where it is recorded already
 */
export async function recordSent(
  manager: EntityManager,
  { id, claim, attempts }: ClaimedNotice,
  now: Date,
): Promise<boolean> {
  const { affected } = await manager.update(
    Notice,
    { id, claim, status: Not('sent') },
    {
      ...{ status: 'sent', sentAt: now, attempts: attempts + 1 },
      ...{ lastError: null, claim: null, leaseUntil: null },
    },
  );
  return affected === 1;
}

/** How a notice stands after a try in vain. */
export interface NotSent extends Pick<
  Notice,
  'attempts' | 'nextAt' | 'refusals' | 'refusedSince' | 'byLink'
> {
  status: 'pending' | 'failed' | 'uncertain';
  /** What was answered. */
  lastError: string;
  /** Code of what the dossier waits for; null: nothing worth a word. */
  waitingFor: string | null;
}

/** Whether a dossier's delivery waits for it: the mail with its copy. */
export function isAwaited({ channel, template }: Pick<Notice, 'channel' | 'template'>): boolean {
  return channel === 'mail' && template === 'copy';
}

/** The mail that a dossier's requester was, or is to be, sent last. */
export async function findNewestMail(
  manager: EntityManager,
  dossierId: string,
): Promise<Notice | null> {
  return manager.findOne(Notice, {
    where: { subjectId: dossierId, channel: 'mail', recipientKind: 'requester' },
    order: { createdAt: 'DESC' },
  });
}

/** Records a try in vain. Does nothing where the claim is lost. */
export async function recordNotSent(
  db: DataSource,
  notice: ClaimedNotice,
  { waitingFor, ...result }: NotSent,
  now: Date,
): Promise<void> {
  await inTransaction(db, async (inside) => {
    const { affected } = await inside.update(
      Notice,
      { id: notice.id, claim: notice.claim, status: In(['pending', 'sending', 'uncertain']) },
      { ...result, claim: null, leaseUntil: null },
    );
    if (affected !== 1 || !isAwaited(notice) || waitingFor === null) return;
    const until = result.status === 'pending' ? result.nextAt : null;
    await sayWaiting(inside, [notice.subjectId], waitingFor, until, now);
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
      .createQueryBuilder(Notice, 'notice')
      .where("notice.status = 'sending' AND notice.leaseUntil < :now", { now })
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked');
    if (mine.length > 0) query.andWhere('notice.id NOT IN (:...mine)', { mine });
    const notices = await query.getMany();
    if (notices.length === 0) return 0;
    // The claim stays: should its process live after all, what it learns is still written down.
    await inside.update(
      Notice,
      { id: In(notices.map(({ id }) => id)) },
      { status: 'uncertain', leaseUntil: null },
    );
    const dossierIds = notices.filter(isAwaited).map(({ subjectId }) => subjectId);
    await sayWaiting(inside, dossierIds, 'mail-uncertain', null, now);
    return notices.length;
  });
}

/**
 * Lets a notice be tried at once and with its tries counted anew, by a person's act; whoever is trying it
 * now loses it.
 * @returns how it stood; undefined: none is there, or it is sent or being sent
 */
export async function retryNow(
  inside: EntityManager,
  id: string,
  at: Date,
): Promise<Notice | undefined> {
  const notice = await lockNotice(inside, { id });
  if (notice === null || isGone(notice)) return undefined;
  await inside.update(
    Notice,
    { id },
    {
      ...{ status: 'pending', attempts: 0, refusals: 0, refusedSince: null },
      ...{ nextAt: at, claim: null, leaseUntil: null },
    },
  );
  return notice;
}

/**
 * Has a dossier's mail that is not sent stay unsent: what it says reaches the requester by another hand.
 * @throws SaoyError `mail-sent` where the mail server has it, or may have it any moment
 */
export async function callOff(
  inside: EntityManager,
  dossierId: string,
  template: Template,
): Promise<void> {
  const notice = await lockNotice(inside, { subjectId: dossierId, channel: 'mail', template });
  if (notice === null) return;
  if (isGone(notice)) throw new SaoyError('mail-sent');
  const off = { status: 'failed', claim: null, leaseUntil: null } as const;
  await inside.update(Notice, { id: notice.id }, off);
}

function lockNotice(
  inside: EntityManager,
  where: Partial<Pick<Notice, 'id' | 'subjectId' | 'channel' | 'template'>>,
): Promise<Notice | null> {
  return inside.findOne(Notice, { where, lock: { mode: 'pessimistic_write' } });
}

function isGone({ status }: Notice): boolean {
  return status === 'sent' || status === 'sending';
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

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + leaseMs);
}
