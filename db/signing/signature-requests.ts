import { randomUUID } from 'node:crypto';
import { In, IsNull, MoreThan, type DataSource, type EntityManager } from 'typeorm';
import { SignatureRequest, type OwnSigningMethod } from './entity';
import type { SignatureAct } from './prepared-signatures';
import { recordAudit } from '../audit/record-audit';
import { inTransaction } from '../transaction';

/** What became of a signature: raw and verified, or a problem code. */
export type Answer = { signature: Uint8Array } | { failure: string; triesLeft?: number };

type Facts = Omit<
  SignatureRequest,
  'id' | 'offerId' | 'answeredAt' | 'signature' | 'failure' | 'triesLeft'
>;

/** Asks for a signature, once per act; a repeat finds the first. */
export function recordSignatureRequest(db: DataSource, facts: Facts): Promise<SignatureRequest> {
  const { dossierId, step, attempt } = facts;
  return inTransaction(db, async (inside) => {
    const known = await inside.findOneBy(SignatureRequest, { dossierId, step, attempt });
    if (known !== null) return known;
    const asked = inside.create(SignatureRequest, {
      ...facts,
      id: randomUUID(),
      offerId: null,
      answeredAt: null,
      signature: null,
      failure: null,
      triesLeft: null,
    });
    await inside.insert(SignatureRequest, asked);
    await recordAudit(inside, {
      officeId: facts.officeId,
      dossierId,
      actorId: facts.personId,
      action: 'ask-signature',
      actKey: `ask ${attempt}`,
      details: { step, method: facts.method },
      at: facts.askedAt,
    });
    return asked;
  });
}

/** @throws EntityNotFoundError where this act asked for none */
export function getSignatureRequest(
  manager: EntityManager,
  { dossierId, step, actKey }: SignatureAct,
): Promise<SignatureRequest> {
  return manager.findOneByOrFail(SignatureRequest, { dossierId, step, attempt: actKey });
}

export function hasSignatureRequest(
  manager: EntityManager,
  { dossierId, step, actKey }: SignatureAct,
): Promise<boolean> {
  return manager.existsBy(SignatureRequest, { dossierId, step, attempt: actKey });
}

export function listSignatureRequests(
  manager: EntityManager,
  ids: readonly string[],
): Promise<SignatureRequest[]> {
  return manager.findBy(SignatureRequest, { id: In(ids) });
}

/** The signature of a dossier that waits for this person, by one of these methods; null where none does. */
export function findWaiting(
  db: DataSource,
  dossierId: string,
  personId: string,
  methods: OwnSigningMethod[],
): Promise<SignatureRequest | null> {
  const which = { dossierId, personId, method: In(methods), answeredAt: IsNull() };
  return db.manager.findOneBy(SignatureRequest, which);
}

/** What is asked within this time of one another, as by a batch, is offered together … */
const settleMs = 700;
/** … but nothing is held back for longer than this. */
const holdMsMax = 3_000;

/**
 * What waits for a person's computer, in the order asked. What was not offered yet is gathered into
 * requests: one for each certificate and step, with so many items at most. A request stays as it was
 * offered first, whoever asks again.
 */
export async function offerSignatureRequests(
  db: DataSource,
  personId: string,
  now: Date,
  itemsMax: number,
): Promise<SignatureRequest[]> {
  const open = {
    personId,
    method: 'agent' as const,
    answeredAt: IsNull(),
    expiresAt: MoreThan(now),
  };
  const order = { askedAt: 'ASC', id: 'ASC' } as const;
  const waiting = await db.manager.find(SignatureRequest, { where: open, order });
  const offered = waiting.filter(({ offerId }) => offerId !== null);
  const ages = waiting.flatMap(({ offerId, askedAt }) =>
    offerId === null ? [now.getTime() - askedAt.getTime()] : [],
  );
  if (ages.length === 0 || (Math.min(...ages) < settleMs && Math.max(...ages) < holdMsMax)) {
    return offered;
  }
  return inTransaction(db, async (inside) => {
    // Locked, so that two computers of one person do not gather the same twice.
    const lock = { mode: 'pessimistic_write' } as const;
    const locked = await inside.find(SignatureRequest, { where: open, order, lock });
    const loose = locked.filter(({ offerId }) => offerId === null);
    for (const group of gather(loose, itemsMax)) {
      const offerId = randomUUID();
      await inside.update(SignatureRequest, { id: In(group.map(({ id }) => id)) }, { offerId });
      for (const asked of group) asked.offerId = offerId;
    }
    return locked;
  });
}

function gather(loose: SignatureRequest[], itemsMax: number): SignatureRequest[][] {
  const groups = new Map<string, SignatureRequest[][]>();
  for (const asked of loose) {
    const key = `${asked.step} ${asked.mechanism} ${asked.certificate.toString('base64')}`;
    const parts = groups.get(key) ?? [[]];
    groups.set(key, parts);
    const last = parts.at(-1);
    if (last && last.length < itemsMax) last.push(asked);
    else parts.push([asked]);
  }
  return [...groups.values()].flat();
}

/** The open ones of a request. */
export function listOffer(db: DataSource, offerId: string): Promise<SignatureRequest[]> {
  return db.manager.find(SignatureRequest, {
    where: { offerId, answeredAt: IsNull() },
    order: { askedAt: 'ASC', id: 'ASC' },
  });
}

/**
 * Records answers to open requests, each once, also when several come together.
 * @returns ids of those that took theirs; the others were answered, cancelled or ended before
 */
export function recordAnswers(
  db: DataSource,
  answers: Map<string, Answer>,
  now: Date,
): Promise<string[]> {
  return inTransaction(db, async (inside) => {
    const open = await inside.find(SignatureRequest, {
      where: { id: In([...answers.keys()]), answeredAt: IsNull(), expiresAt: MoreThan(now) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    for (const asked of open) await close(inside, asked, answers.get(asked.id) as Answer, now);
    return open.map(({ id }) => id);
  });
}

/** Ends a signature that is still open, with a problem code. @returns how it stands after that */
export function endSignatureRequest(
  db: DataSource,
  id: string,
  failure: string,
  now: Date,
): Promise<SignatureRequest> {
  return inTransaction(db, async (inside) => {
    const asked = await inside.findOneOrFail(SignatureRequest, {
      where: { id },
      lock: { mode: 'pessimistic_write' },
    });
    if (asked.answeredAt === null) await close(inside, asked, { failure }, now);
    return inside.findOneByOrFail(SignatureRequest, { id });
  });
}

/** A failure is told in the audit log, and so to the open pages; a signature is by what it leads to. */
async function close(
  inside: EntityManager,
  asked: SignatureRequest,
  answer: Answer,
  now: Date,
): Promise<void> {
  const { id, officeId, dossierId, personId: actorId, step } = asked;
  if ('signature' in answer) {
    const signature = Buffer.from(answer.signature);
    await inside.update(SignatureRequest, { id }, { answeredAt: now, signature });
    return;
  }
  const { failure, triesLeft = null } = answer;
  await inside.update(SignatureRequest, { id }, { answeredAt: now, failure, triesLeft });
  await recordAudit(inside, {
    officeId,
    dossierId,
    actorId,
    action: 'not-signed',
    actKey: `not-signed ${asked.attempt}`,
    details: { step, code: failure },
    at: now,
  });
}
