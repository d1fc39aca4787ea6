import type { DataSource } from 'typeorm';
import { SaoyError } from '../../domain/problem';

/** What anyone may know of a copy whose QR they hold: nothing of the person. */
export interface PublicCopy {
  registerNumber: string;
  officeName: string;
  /** `YYYY-MM-DD` */
  certifiedOn: string;
  documentType: string;
  /** SHA-256 of the file as it was delivered. */
  sha256: string;
  revoked: boolean;
}

/** @throws SaoyError `copy-unknown` until the copy is finished. */
export async function getPublicCopy(db: DataSource, publicToken: string): Promise<PublicCopy> {
  const [row] = await db.query<(Omit<PublicCopy, 'revoked'> & { revoked: 0 | 1 })[]>(
    `SELECT e.numberText AS registerNumber, o.name AS officeName, d.documentType,
       DATE_FORMAT(e.certifiedOn, '%Y-%m-%d') AS certifiedOn, d.copyHash AS sha256,
       n.number IS NOT NULL AS revoked
     FROM dossier d
     JOIN office o ON o.id = d.officeId
     JOIN register_entry e ON e.dossierId = d.id
     LEFT JOIN register_void n ON n.bookId = e.bookId AND n.number = e.number
     -- The collation of the column takes a for A; a token is bytes.
     WHERE d.publicToken = ? AND BINARY d.publicToken = ? AND d.copyHash IS NOT NULL
       AND d.stage IN ('delivering', 'delivered')`,
    [publicToken, publicToken],
  );
  if (!row) throw new SaoyError('copy-unknown');
  return { ...row, revoked: Number(row.revoked) === 1 };
}
