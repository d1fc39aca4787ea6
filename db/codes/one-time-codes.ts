import { EntityNotFoundError, MoreThan, type DataSource, type EntityManager } from 'typeorm';
import { insertRows } from '../write-row';
import { OneTimeCode } from './entity';

/** Makes a code the only one of its owner, whatever was sent before. In the caller's transaction where there is one. */
export async function recordCode(
  manager: EntityManager,
  code: Omit<OneTimeCode, 'tries'>,
): Promise<void> {
  await insertRows(
    manager,
    'one_time_code',
    [{ ...code, tries: 0 }],
    `id = VALUES(id), ticketHash = VALUES(ticketHash), personId = VALUES(personId), tries = 0,
     validUntil = VALUES(validUntil)`,
  );
}

/** Counts a try of the code that a ticket asked for, before anything is compared. @returns null: none is open to a try */
export async function countTry(
  { manager }: Pick<DataSource, 'manager'>,
  { ticketHash, triesMax, now }: { ticketHash: string; triesMax: number; now: Date },
): Promise<OneTimeCode | null> {
  const { affectedRows } = await manager.query<{ affectedRows: number }>(
    'UPDATE one_time_code SET tries = tries + 1 WHERE ticketHash = ? AND validUntil > ? AND tries < ?',
    [ticketHash, now, triesMax],
  );
  return affectedRows === 1 ? manager.findOneBy(OneTimeCode, { ticketHash }) : null;
}

/** @returns false where it was used before, or a newer one was sent */
export async function spendCode(manager: EntityManager, id: string): Promise<boolean> {
  const { affected } = await manager.delete(OneTimeCode, { id });
  return affected === 1;
}

/** @throws EntityNotFoundError where it is over: used, replaced by a newer one, or past its minutes */
export async function requireOpenCode(db: DataSource, id: string, now: Date): Promise<void> {
  const isOpen = await db.manager.existsBy(OneTimeCode, { id, validUntil: MoreThan(now) });
  if (!isOpen) throw new EntityNotFoundError(OneTimeCode, { id });
}
