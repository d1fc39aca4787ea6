import type { DataSource } from 'typeorm';
import { expectedCash } from '../../domain/cash';
import { SaoyError } from '../../domain/problem';
import { recordAudit } from '../audit/record-audit';
import { inTransaction } from '../transaction';
import { insertRow } from '../write-row';
import type { DrawerClosing } from './entity';
import { findShift } from './find-drawers';

export interface DrawerCount {
  officeId: string;
  cashierId: string;
  /** The shift and how many movements its cashier saw in it. */
  shift: number;
  movements: number;
  /** Đồng. */
  opening: number;
  counted: number;
  note: string;
  at: Date;
}

/**
 * Closes a shift with what was counted; the next one begins. The same shift again is the closing that is there.
 * @throws SaoyError `drawer-changed` where something went in or out since; `drawer-empty`; `drawer-note-needed`
 */
export function closeDrawer(db: DataSource, facts: DrawerCount): Promise<void> {
  const { officeId, cashierId, shift, movements, opening, counted, note, at } = facts;
  return inTransaction(db, async (inside) => {
    // Whoever puts money in waits, and finds the next shift.
    await inside.query('SELECT shift FROM drawer WHERE officeId = ? AND cashierId = ? FOR UPDATE', [
      ...[officeId, cashierId],
    ]);
    const found = await findShift(inside, officeId, cashierId);
    if (found.shift !== shift || found.movements !== movements)
      throw new SaoyError('drawer-changed');
    if (found.movements === 0) throw new SaoyError('drawer-empty');
    const { taken, returned } = found;
    const expected = expectedCash({ opening, taken, returned });
    if (counted !== expected && note.length < 5) throw new SaoyError('drawer-note-needed');
    const closing: DrawerClosing = {
      ...{ officeId, cashierId, shift, movements, opening, taken, returned, counted, note, at },
    };
    await insertRow(inside, 'drawer_closing', { ...closing });
    await inside.query('UPDATE drawer SET shift = shift + 1 WHERE officeId = ? AND cashierId = ?', [
      ...[officeId, cashierId],
    ]);
    await recordAudit(inside, {
      ...{ officeId, dossierId: null, actorId: cashierId, action: 'close-drawer', at },
      actKey: `close-drawer ${cashierId} ${shift}`,
      details: { shift, movements, opening, taken, returned, expected, counted },
    });
  });
}
