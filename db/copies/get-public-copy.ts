import type { DataSource } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { isFinal, type Stage } from '../../domain/process';
import { readFlag } from '../read-flag';
import { isPublicToken } from '../dossiers/public-token';

/** What anyone may know of a copy whose QR or file they hold: nothing of the person. */
export interface PublicCopy {
  /** Of its dossier; not shown. */
  dossierId: string;
  registerNumber: string;
  /** Where the number stands in the public register. */
  bookId: string;
  number: number;
  officeName: string;
  /** `YYYY-MM-DD` */
  certifiedOn: string;
  documentType: string;
  /** SHA-256 of the file as it is given out now. */
  sha256: string;
  /** SHA-256 of every form it was ever given out in; a renewed time stamp makes a new one. */
  versions: string[];
  revocation: Revocation | null;
}

/** That a copy was certified wrongly, and who decided so. */
export interface Revocation {
  reason: string;
  decision: string | null;
  /** ISO 8601 in UTC. */
  at: string;
}

const select = `SELECT d.id AS dossierId, e.numberText AS registerNumber, e.bookId, e.number, o.name AS officeName, d.documentType,
    DATE_FORMAT(e.certifiedOn, '%Y-%m-%d') AS certifiedOn, d.copyHash AS sha256,
    n.number IS NOT NULL AS revoked, n.reason, n.decision, n.at
  FROM dossier d
  JOIN office o ON o.id = d.officeId
  JOIN register_entry e ON e.dossierId = d.id
  LEFT JOIN register_void n ON n.bookId = e.bookId AND n.number = e.number
  WHERE d.copyHash IS NOT NULL AND d.stage IN ('delivering', 'delivered')`;

/**
 * @throws SaoyError `copy-not-ready` until the copy is finished, `copy-not-made` where there will be
 *   none, `copy-unknown` where nobody gave the code out
 */
export async function getPublicCopy(db: DataSource, publicToken: string): Promise<PublicCopy> {
  if (!isPublicToken(publicToken)) throw new SaoyError('copy-unknown');
  const found = await findOne(db, 'd.publicToken = ?', [publicToken]);
  if (found) return found;
  throw new SaoyError(await whyNone(db, publicToken));
}

/** Shows the holder of a receipt's code the state of the dossier, and nothing personal. */
async function whyNone(
  db: DataSource,
  publicToken: string,
): Promise<'copy-unknown' | 'copy-not-ready' | 'copy-not-made'> {
  const [row] = await db.query<{ stage: Stage }[]>(
    'SELECT stage FROM dossier WHERE publicToken = ?',
    [publicToken],
  );
  if (row === undefined) return 'copy-unknown';
  return isFinal(row.stage) ? 'copy-not-made' : 'copy-not-ready';
}

/** The copy that a file is, in any form it was given out in; undefined where it is none of ours. */
export function findCopyByHash(db: DataSource, sha256: string): Promise<PublicCopy | undefined> {
  return findOne(db, 'd.id = (SELECT dossierId FROM copy_version WHERE hash = ?)', [sha256]);
}

/** @throws SaoyError `copy-unknown` until the copy is finished. */
export async function getCopyOfDossier(db: DataSource, dossierId: string): Promise<PublicCopy> {
  const found = await findOne(db, 'd.id = ?', [dossierId]);
  if (!found) throw new SaoyError('copy-unknown');
  return found;
}

interface Row extends RevocationColumns, Omit<PublicCopy, 'revocation' | 'versions'> {}

async function findOne(
  db: DataSource,
  where: string,
  values: string[],
): Promise<PublicCopy | undefined> {
  const [row] = await db.query<Row[]>(`${select} AND ${where}`, values);
  if (!row) return undefined;
  const { revoked, reason, decision, at, ...copy } = row;
  const versions = await db.query<{ hash: string }[]>(
    'SELECT hash FROM copy_version WHERE dossierId = ?',
    [copy.dossierId],
  );
  const hashes = new Set([copy.sha256, ...versions.map(({ hash }) => hash)]);
  return {
    ...copy,
    versions: [...hashes],
    revocation: revocationOf({ revoked, reason, decision, at }),
  };
}

/** What the register says beside an entry, as a query gives it. */
export interface RevocationColumns {
  revoked: number | string;
  reason: string | null;
  decision: string | null;
  at: Date | null;
}

export function revocationOf({
  revoked,
  reason,
  decision,
  at,
}: RevocationColumns): Revocation | null {
  if (!readFlag(revoked)) return null;
  return { reason: reason ?? '', decision, at: (at ?? new Date(0)).toISOString() };
}
