import type { DataSource } from 'typeorm';
import { inTransaction } from '../transaction';
import { recordAudit } from './record-audit';

/** Writes down that somebody took a list of dossiers out as a file. */
export async function recordExport(
  db: DataSource,
  facts: { officeId: string; actorId: string; list: string; rows: number; at: Date },
): Promise<void> {
  const { officeId, actorId, list, rows, at } = facts;
  await inTransaction(db, (inside) =>
    recordAudit(inside, {
      ...{ officeId, dossierId: null, actorId, action: 'list-exported', at },
      ...{ actKey: `list-exported ${actorId} ${at.getTime()}`, details: { list, rows } },
    }),
  );
}
