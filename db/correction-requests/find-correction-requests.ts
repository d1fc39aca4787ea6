import type { DataSource } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { decryptOrNone } from '../personal/personal-column';
import { CorrectionRequest } from './entity';

/** As many as one page holds. */
const shownMax = 200;

/** A request with what it is about. */
export type CorrectionLine = CorrectionRequest & {
  dossierCode: string;
  documentType: string;
  requesterName: string;
  answeredByName: string | null;
};

const select = `SELECT c.*, d.code AS dossierCode, d.documentType, v.requesterName, p.fullName AS answeredByName
  FROM correction_request c JOIN dossier d ON d.id = c.dossierId JOIN visit v ON v.id = d.visitId
  JOIN office o ON o.id = c.officeId LEFT JOIN person p ON p.id = c.answeredBy`;

/** Of an office and of those that it took the place of: what waits by its due, or what has ended, the newest first. */
export function listCorrectionsOf(
  db: DataSource,
  officeId: string,
  isOpen: boolean,
): Promise<CorrectionLine[]> {
  const [states, order] = isOpen
    ? [`c.state = 'asked'`, 'c.dueAt, c.id']
    : [`c.state <> 'asked'`, 'c.endedAt DESC, c.id'];
  return read(db, `WHERE o.actingId = ? AND ${states} ORDER BY ${order} LIMIT ?`, [officeId]);
}

/** Of one citizen, the newest first. */
export function listCorrectionsBy(db: DataSource, personId: string): Promise<CorrectionLine[]> {
  return read(db, 'WHERE c.personId = ? ORDER BY c.askedAt DESC, c.id LIMIT ?', [personId]);
}

/** @throws SaoyError `correction-request-unknown` for none, and for another office's */
export async function getCorrectionOf(
  db: DataSource,
  officeId: string,
  id: string,
): Promise<CorrectionLine> {
  return only(await read(db, 'WHERE c.id = ? AND o.actingId = ? LIMIT ?', [id, officeId]));
}

/** @throws SaoyError `correction-request-unknown` for none, and for another citizen's */
export async function getCorrectionBy(
  db: DataSource,
  personId: string,
  id: string,
): Promise<CorrectionLine> {
  return only(await read(db, 'WHERE c.id = ? AND c.personId = ? LIMIT ?', [id, personId]));
}

/** Null where it is gone. */
export function findCorrectionRequest(
  { manager }: Pick<DataSource, 'manager'>,
  id: string,
): Promise<CorrectionRequest | null> {
  return manager.findOneBy(CorrectionRequest, { id });
}

function only([line]: CorrectionLine[]): CorrectionLine {
  if (!line) throw new SaoyError('correction-request-unknown');
  return line;
}

async function read(db: DataSource, tail: string, values: string[]): Promise<CorrectionLine[]> {
  const rows = await db.query<CorrectionLine[]>(`${select} ${tail}`, [...values, shownMax]);
  return rows.map((row) => ({
    ...row,
    words: decryptOrNone('words', row.words),
    answer: decryptOrNone('words', row.answer),
  }));
}
