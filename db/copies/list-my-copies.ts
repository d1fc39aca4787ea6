import type { DataSource } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { revocationOf, type Revocation, type RevocationColumns } from './get-public-copy';

/** A finished copy as its citizen sees it. */
export interface MyCopy {
  id: string;
  officeId: string;
  code: string;
  documentType: string;
  officeName: string;
  registerNumber: string;
  /** `YYYY-MM-DD` */
  certifiedOn: string;
  publicToken: string;
  copyHash: string;
  revocation: Revocation | null;
}

const select = `SELECT d.id, d.officeId, d.code, d.documentType, d.publicToken, d.copyHash, o.name AS officeName,
    e.numberText AS registerNumber, DATE_FORMAT(e.certifiedOn, '%Y-%m-%d') AS certifiedOn,
    n.number IS NOT NULL AS revoked, n.reason, n.decision, n.at
  FROM dossier d
  JOIN visit v ON v.id = d.visitId
  JOIN office o ON o.id = d.officeId
  JOIN register_entry e ON e.dossierId = d.id
  LEFT JOIN register_void n ON n.bookId = e.bookId AND n.number = e.number
  WHERE d.copyHash IS NOT NULL AND d.stage IN ('delivering', 'delivered') AND v.requesterId = ?`;

/** The copies of one citizen, newest first. */
export async function listMyCopies(
  db: DataSource,
  personId: string,
  limit: number,
): Promise<MyCopy[]> {
  const rows = await db.query<RawCopy[]>(`${select} ORDER BY d.acceptedAt DESC, d.id LIMIT ?`, [
    personId,
    limit,
  ]);
  return rows.map(toCopy);
}

/** @throws SaoyError `copy-unknown` for none and for another person's. */
export async function getMyCopy(
  db: DataSource,
  personId: string,
  dossierId: string,
): Promise<MyCopy> {
  const [row] = await db.query<RawCopy[]>(`${select} AND d.id = ?`, [personId, dossierId]);
  if (!row) throw new SaoyError('copy-unknown');
  return toCopy(row);
}

/** Whether a copy is this citizen's. */
export async function isCopyOf(
  db: DataSource,
  personId: string,
  dossierId: string,
): Promise<boolean> {
  const rows = await db.query<unknown[]>(`${select} AND d.id = ?`, [personId, dossierId]);
  return rows.length > 0;
}

type RawCopy = Omit<MyCopy, 'revocation'> & RevocationColumns;

const toCopy = ({ revoked, reason, decision, at, ...copy }: RawCopy): MyCopy => ({
  ...copy,
  revocation: revocationOf({ revoked, reason, decision, at }),
});
