import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { CashCause, CashKind } from '../../domain/cash';
import { insertRow } from '../write-row';
import type { CashMovement } from './entity';

interface NewMovement {
  officeId: string;
  dossierId: string;
  cashierId: string;
  kind: CashKind;
  cause: CashCause;
  /** Integer đồng, above zero. */
  amount: number;
  actKey: string;
  at: Date;
}

/** The shift is read where it is locked: a drawer is not closed while money goes into it. */
const insertMovement = `INSERT INTO cash_movement
    (id, officeId, dossierId, cashierId, shift, kind, cause, amount, actKey, at)
  SELECT ?, w.officeId, ?, w.cashierId, w.shift, ?, ?, ?, ?, ?
  FROM drawer w WHERE w.officeId = ? AND w.cashierId = ? LOCK IN SHARE MODE`;

/** Writes money into the drawer of who took it or gave it back, in the caller's transaction; before the audit log. */
export async function recordMovement(manager: EntityManager, facts: NewMovement): Promise<void> {
  const { officeId, dossierId, cashierId, kind, cause, amount, actKey, at } = facts;
  const values = [randomUUID(), dossierId, kind, cause, amount, actKey, at, officeId, cashierId];
  for (let tries = 0; tries < 2; tries += 1) {
    const { affectedRows } = await manager.query<{ affectedRows: number }>(insertMovement, values);
    if (affectedRows === 1) return;
    await manager.query('INSERT IGNORE INTO drawer (officeId, cashierId, shift) VALUES (?, ?, 1)', [
      ...[officeId, cashierId],
    ]);
  }
  throw new Error('a drawer was made and is not there');
}

/** That a fee was taken before drawers were kept: in nobody's shift. */
export async function recordEarlierFee(
  manager: EntityManager,
  facts: Pick<NewMovement, 'officeId' | 'dossierId' | 'cashierId' | 'amount' | 'actKey' | 'at'>,
): Promise<void> {
  const movement: CashMovement = {
    ...facts,
    ...{ id: randomUUID(), shift: 0, kind: 'taken', cause: 'before' },
  };
  await insertRow(manager, 'cash_movement', { ...movement });
}
