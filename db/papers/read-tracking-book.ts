import type { DataSource } from 'typeorm';
import type { Stage } from '../../domain/process';
import { decryptOrNone } from '../personal/personal-column';

/** One line of the book of dossiers that an office took in (TT 03/2025/TT-VPCP mẫu 07). */
export interface TrackedLine {
  id: string;
  code: string;
  receiptNumber: string;
  documentType: string;
  copies: number;
  requesterName: string;
  requesterPhone: string | null;
  acceptedAt: Date;
  legalDue: Date;
  deliveredAt: Date | null;
  endedAt: Date | null;
  stage: Stage;
}

const pageSize = 1_000;

/** In the order of their acceptance, a page at a time. @param span from an instant on and before another */
export async function* readTrackingBook(
  db: DataSource,
  officeId: string,
  { from, before }: { from: Date; before: Date },
): AsyncGenerator<TrackedLine[]> {
  let after = { acceptedAt: from, id: '' };
  for (;;) {
    const rows = await db.query<TrackedLine[]>(
      `SELECT d.id, d.code, v.receiptNumber, d.documentType, d.copies, v.requesterName, v.requesterPhone,
         d.acceptedAt, d.legalDue, d.deliveredAt, d.endedAt, d.stage
       FROM dossier d JOIN visit v ON v.id = d.visitId
       WHERE d.officeId = ? AND d.acceptedAt < ?
         AND (d.acceptedAt > ? OR (d.acceptedAt = ? AND d.id > ?))
       ORDER BY d.acceptedAt, d.id LIMIT ${pageSize}`,
      [officeId, before, after.acceptedAt, after.acceptedAt, after.id],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => ({
      ...row,
      requesterPhone: decryptOrNone('phone', row.requesterPhone),
    }));
    if (rows.length < pageSize) return;
    after = last;
  }
}
