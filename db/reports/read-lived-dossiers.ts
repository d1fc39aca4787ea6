import type { DataSource } from 'typeorm';
import type { AuditEvent } from '../audit/entity';
import { decryptOrNone } from '../personal/personal-column';
import type { Stage, Step } from '../../domain/process';

/** One round of a step. */
export interface LivedRound {
  step: Step;
  round: number;
  startedAt: Date;
  endedAt: Date | null;
  /** Working milliseconds. */
  usedMs: number | null;
  /** By the chain of budgets in working time. */
  dueByHours: Date;
  actorId: string | null;
}

/** An act that a report counts, from the audit log. */
export interface LivedAct {
  action: string;
  at: Date;
  actorId: string | null;
  details: AuditEvent['details'];
  /** What the remark says that the act names. */
  words: string | null;
}

/** A dossier with its whole life, as it stands now; a report turns it back to its instant. */
export interface LivedDossier {
  id: string;
  officeId: string;
  code: string;
  documentType: string;
  originalPages: number;
  copies: number;
  complex: boolean;
  policy: string;
  calendar: string;
  acceptedAt: Date;
  legalDue: Date;
  stage: Stage;
  endedAt: Date | null;
  registerNumber: string | null;
  rounds: LivedRound[];
  acts: LivedAct[];
  /** Where they were asked for. */
  papers?: LivedPapers;
}

/** Receipt and register line of a dossier. */
export interface LivedPapers {
  visitId: string;
  receiptNumber: string;
  /** Who took the papers in, and the money. */
  cashierId: string;
  /** Whole đồng, as it stands now. */
  fee: number;
  /** Whether its fee was taken before drawers were kept: no movement tells of it. */
  isBeforeDrawers: boolean;
  publicToken: string;
  entry: LivedEntry | null;
}

export interface LivedEntry {
  bookId: string;
  bookName: string;
  number: number;
  copies: number;
  fee: number;
  /** `YYYY-MM-DD` */
  certifiedOn: string;
  recordedAt: Date;
  /** Since when it is void. */
  voidedAt: Date | null;
}

/** Read at a time, so that memory does not grow with the report. */
const pageSize = 2_000;
const countedActs = [
  ...['accept', 'extend', 'rederive', 'correct', 'complete', 'return', 'refuse', 'seal'],
  'issue-letter',
];

/**
 * The dossiers of some offices that were accepted before an instant and had not ended before another, office by
 * office in the order of acceptance.
 */
export async function* readLivedDossiers(
  db: DataSource,
  officeIds: readonly string[],
  { from, before }: { from: Date; before: Date },
  { acts = [], withPapers = false }: { acts?: readonly string[]; withPapers?: boolean } = {},
): AsyncGenerator<LivedDossier[]> {
  const papers = withPapers ? paperParts : { columns: '', joins: '' };
  for (const officeId of officeIds) {
    let after = { acceptedAt: new Date(0), id: '' };
    for (;;) {
      const page = await db.query<DossierRow[]>(
        `SELECT d.id, d.officeId, d.code, d.documentType, d.originalPages, d.copies, d.complex, d.policy,
           d.calendar, d.acceptedAt, d.legalDue, d.stage, d.endedAt, e.numberText AS registerNumber
           ${papers.columns}
         FROM dossier d LEFT JOIN register_entry e ON e.dossierId = d.id ${papers.joins}
         WHERE d.officeId = ? AND d.acceptedAt < ? AND (d.endedAt IS NULL OR d.endedAt >= ?)
           AND (d.acceptedAt > ? OR (d.acceptedAt = ? AND d.id > ?))
         ORDER BY d.acceptedAt, d.id LIMIT ${pageSize}`,
        [officeId, before, from, after.acceptedAt, after.acceptedAt, after.id],
      );
      const last = page.at(-1);
      if (!last) break;
      yield await withLives(db, page, [...countedActs, ...acts]);
      if (page.length < pageSize) break;
      after = last;
    }
  }
}

const paperParts = {
  columns: `, d.visitId, v.receiptNumber, v.acceptedBy AS cashierId, JSON_VALUE(d.fee, '$.total') AS fee, d.feeHeld,
    d.publicToken,
    e.bookId, b.name AS bookName, e.number AS entryNumber, e.copies AS entryCopies, e.fee AS entryFee,
    e.certifiedOn, e.recordedAt, x.at AS voidedAt`,
  joins: `JOIN visit v ON v.id = d.visitId LEFT JOIN book b ON b.id = e.bookId
    LEFT JOIN register_void x ON x.bookId = e.bookId AND x.number = e.number`,
};

interface PaperRow {
  visitId?: string;
  receiptNumber: string;
  cashierId: string;
  fee: string | number;
  feeHeld: number | null;
  publicToken: string;
  bookId: string | null;
  bookName: string;
  entryNumber: number;
  entryCopies: number;
  entryFee: number;
  certifiedOn: string;
  recordedAt: Date;
  voidedAt: Date | null;
}

type DossierRow = Omit<LivedDossier, 'rounds' | 'acts' | 'complex' | 'papers'> &
  PaperRow & { complex: number | boolean };

function papersOf(row: PaperRow): Pick<LivedDossier, 'papers'> {
  const { visitId, receiptNumber, cashierId, fee, publicToken, bookId } = row;
  if (visitId === undefined) return {};
  const entry =
    bookId === null
      ? null
      : {
          ...{ bookId, bookName: row.bookName, number: row.entryNumber, copies: row.entryCopies },
          ...{ fee: row.entryFee, certifiedOn: row.certifiedOn, recordedAt: row.recordedAt },
          voidedAt: row.voidedAt,
        };
  const isBeforeDrawers = row.feeHeld === null;
  return {
    papers: {
      ...{ visitId, receiptNumber, cashierId, fee: Number(fee), isBeforeDrawers },
      ...{ publicToken, entry },
    },
  };
}

async function withLives(
  db: DataSource,
  rows: DossierRow[],
  counted: readonly string[],
): Promise<LivedDossier[]> {
  const ids = rows.map(({ id }) => id);
  const [rounds, acts] = await Promise.all([
    db.query<(LivedRound & { dossierId: string; usedMs: string | null })[]>(
      `SELECT dossierId, step, round, startedAt, endedAt, usedMs, dueByHours, actorId FROM step_clock
       WHERE dossierId IN (?) ORDER BY dossierId, startedAt, round`,
      [ids],
    ),
    db.query<(Omit<LivedAct, 'details'> & { dossierId: string; details: string | object })[]>(
      `SELECT a.dossierId, a.action, a.at, a.actorId, a.details, r.words FROM audit_event a
       LEFT JOIN remark r ON a.action = 'return'
         AND r.id = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(a.details, '$.remarkId')) USING ascii) COLLATE ascii_bin
       WHERE a.dossierId IN (?) AND a.action IN (?) ORDER BY a.dossierId, a.sequence`,
      [ids, counted],
    ),
  ]);
  const dossiers = rows.map((row): LivedDossier => ({
    ...{ id: row.id, officeId: row.officeId, code: row.code, documentType: row.documentType },
    ...{ originalPages: row.originalPages, copies: row.copies, complex: Boolean(row.complex) },
    ...{ policy: row.policy, calendar: row.calendar, acceptedAt: row.acceptedAt },
    ...{ legalDue: row.legalDue, stage: row.stage, endedAt: row.endedAt },
    ...{ registerNumber: row.registerNumber, rounds: [], acts: [], ...papersOf(row) },
  }));
  const byId = new Map(dossiers.map((dossier) => [dossier.id, dossier]));
  for (const { dossierId, usedMs, ...round } of rounds) {
    byId.get(dossierId)?.rounds.push({ ...round, usedMs: usedMs === null ? null : Number(usedMs) });
  }
  for (const { dossierId, details, words, ...act } of acts) {
    const read = typeof details === 'string' ? (JSON.parse(details) as object) : details;
    const told = { words: decryptOrNone('words', words), details: read as LivedAct['details'] };
    byId.get(dossierId)?.acts.push({ ...act, ...told });
  }
  return dossiers;
}
