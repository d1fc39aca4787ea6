import { type EntityManager, IsNull, MoreThan } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { recordAudit } from '../audit/record-audit';
import { Office } from '../offices/entity';
import { inTransaction } from '../transaction';
import { ApiKey } from './entity';
import { recordKey } from './record-key';

/** Keys in force that one office may have. */
const inForceMax = 20;
/** After a rotation the program has so long to be given the new secret. */
const oldKeptMs = 24 * 3_600_000;

/** Who acts on an office's keys, and when. */
interface Act {
  officeId: string;
  actorId: string;
  at: Date;
}

export interface MadeKey {
  key: ApiKey;
  /** Told once; only its hash is kept. */
  secret: string;
}

/** The keys of an office, the newest first. */
export function listOfficeKeys(
  manager: EntityManager,
  officeId: string,
  limit: number,
): Promise<ApiKey[]> {
  return manager.find(ApiKey, { where: { officeId }, order: { createdAt: 'DESC' }, take: limit });
}

/**
 * Makes a key that is good for one office.
 * @throws SaoyError `keys-too-many`
 */
export function recordOfficeKey(
  manager: EntityManager,
  act: Act,
  wanted: Pick<ApiKey, 'name' | 'scopes' | 'expiresAt'>,
): Promise<MadeKey> {
  return inTransaction(manager, async (inside) => {
    await lockOffice(inside, act.officeId);
    const made = await makeKey(inside, act, wanted);
    await audit(inside, act, 'key-made', made.key.id, { scopes: wanted.scopes });
    return made;
  });
}

/**
 * Makes another key of the same name, scopes and length in its place; the old one stays good for a day at most.
 * @throws SaoyError `key-unknown` for none, another office's and one that is over; `keys-too-many`
 */
export function rotateOfficeKey(manager: EntityManager, act: Act, id: string): Promise<MadeKey> {
  return inTransaction(manager, async (inside) => {
    await lockOffice(inside, act.officeId);
    const old = await findInForce(inside, act, id);
    const lengthMs = old.expiresAt.getTime() - old.createdAt.getTime();
    const { name, scopes } = old;
    const expiresAt = new Date(act.at.getTime() + lengthMs);
    const made = await makeKey(inside, act, { name, scopes, expiresAt });
    const lastOfOld = new Date(Math.min(old.expiresAt.getTime(), act.at.getTime() + oldKeptMs));
    await inside.update(ApiKey, { id }, { expiresAt: lastOfOld });
    await audit(inside, act, 'key-rotated', id, { newKeyId: made.key.id });
    return made;
  });
}

/** Takes a key out of force at once. @throws SaoyError `key-unknown` */
export async function endOfficeKey(manager: EntityManager, act: Act, id: string): Promise<void> {
  await inTransaction(manager, async (inside) => {
    await lockOffice(inside, act.officeId);
    await findInForce(inside, act, id);
    await inside.update(ApiKey, { id }, { revokedAt: act.at });
    await audit(inside, act, 'key-ended', id, {});
  });
}

/** Of two who make the last key at once one is told that there are too many. */
async function lockOffice(inside: EntityManager, id: string): Promise<void> {
  await inside.findOneOrFail(Office, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

async function makeKey(
  inside: EntityManager,
  { officeId, at }: Act,
  wanted: Pick<ApiKey, 'name' | 'scopes' | 'expiresAt'>,
): Promise<MadeKey> {
  const inForce = { officeId, revokedAt: IsNull(), expiresAt: MoreThan(at) };
  if ((await inside.countBy(ApiKey, inForce)) >= inForceMax) {
    throw new SaoyError('keys-too-many', { max: inForceMax });
  }
  const { id, secret } = await recordKey(inside, { ...wanted, officeId, createdAt: at });
  return { key: await inside.findOneByOrFail(ApiKey, { id }), secret };
}

async function findInForce(inside: EntityManager, { officeId, at }: Act, id: string) {
  const key = await inside.findOneBy(ApiKey, { id, officeId });
  if (!key || key.revokedAt !== null || key.expiresAt <= at) throw new SaoyError('key-unknown');
  return key;
}

async function audit(
  inside: EntityManager,
  { officeId, actorId, at }: Act,
  action: 'key-made' | 'key-rotated' | 'key-ended',
  keyId: string,
  details: Record<string, string>,
): Promise<void> {
  await recordAudit(inside, {
    ...{ officeId, dossierId: null, actorId, action, at },
    actKey: `${action} ${keyId}`,
    details: { keyId, ...details },
  });
}
