import type { Stage, Step } from '../../domain/process';
import { decryptOrNone } from '../personal/personal-column';
import { valueOfJson } from '../value-of-json';

/** A dossier as a line of a list: with its requester, its running clock, its number, why it came back. */
export interface DossierLine {
  id: string;
  code: string;
  stage: Stage;
  requesterName: string;
  requesterIdentifier: string | null;
  requesterEmail: string | null;
  documentType: string;
  originalPages: number;
  copies: number;
  acceptedAt: Date;
  /** The hour for which its requester had an appointment; null: they came without one. */
  bookedAt: Date | null;
  legalDue: Date;
  clock: RunningClock | null;
  registerNumber: string | null;
  /** Who holds the running step. */
  heldBy: { id: string; name: string } | null;
  returnReason: string | null;
  /** The code of why Sao Y itself cannot go on with it. */
  waitingFor: string | null;
  waitingParams: Record<string, string | number> | null;
  waitingSince: Date | null;
  /** When it is tried again by itself; null where a person has to act anew. */
  waitingUntil: Date | null;
}

export interface RunningClock {
  step: Step;
  startedAt: Date;
  dueByHours: Date;
  due: Date;
  pace: Date;
  noticeAt: Date;
}

/** The columns of a `DossierLine` beside those of the dossier itself. */
export const lineColumns = `v.requesterName, v.requesterIdentifier, v.requesterEmail,
    c.step, c.startedAt, c.dueByHours, c.due, c.pace, c.noticeAt,
    (SELECT MIN(bk.startsAt) FROM booking bk WHERE bk.visitId = v.id) AS bookedAt,
    e.numberText AS registerNumber, held.personId AS holderId, holder.fullName AS holderName,
    -- A remark of a dossier that ended says why it ended, not why it came back.
    IF(d.stage IN ('refused', 'cancelled', 'withdrawn'), NULL, r.words) AS returnReason`;

export const lineJoins = `FROM dossier d
  JOIN visit v ON v.id = d.visitId
  LEFT JOIN step_clock c ON c.dossierId = d.id AND c.endedAt IS NULL
  LEFT JOIN assignment held ON held.dossierId = d.id AND held.step = c.step
  LEFT JOIN person holder ON holder.id = held.personId
  LEFT JOIN register_entry e ON e.dossierId = d.id
  LEFT JOIN remark r ON r.id = d.lastRemarkId`;

const ofDossier = `d.id, d.code, d.stage, d.documentType, d.originalPages, d.copies, d.acceptedAt, d.legalDue,
    d.waitingFor, d.waitingParams, d.waitingSince, d.waitingUntil`;

/** Selects `DossierLine`s; the caller adds WHERE and ORDER BY on `d` (dossier), `v` (visit), `c` (clock). */
export const selectLines = selectLinesAnd();

/** The same with columns of the caller's own. */
export function selectLinesAnd(...columns: string[]): string {
  return `SELECT ${[ofDossier, lineColumns, ...columns].join(', ')} ${lineJoins}`;
}

/** What lists are sorted by: the pace of the running step, else the legal due. */
export const timeLeft = 'COALESCE(c.pace, d.legalDue)';

export type RawLine = Omit<DossierLine, 'clock' | 'waitingParams' | 'heldBy'> &
  Record<keyof RunningClock | 'waitingParams', unknown> & {
    holderId: string | null;
    holderName: string | null;
  };

/** The columns of a line; others of the row are ignored. */
export function toLine(raw: RawLine): DossierLine {
  const { step, startedAt, dueByHours, due, pace, noticeAt } = raw;
  const clock = { step, startedAt, dueByHours, due, pace, noticeAt } as RunningClock;
  return {
    id: raw.id,
    code: raw.code,
    stage: raw.stage,
    requesterName: raw.requesterName,
    requesterIdentifier: decryptOrNone('identifier', raw.requesterIdentifier),
    requesterEmail: decryptOrNone('email', raw.requesterEmail),
    documentType: raw.documentType,
    originalPages: raw.originalPages,
    copies: raw.copies,
    acceptedAt: raw.acceptedAt,
    bookedAt: raw.bookedAt,
    legalDue: raw.legalDue,
    clock: step === null ? null : clock,
    registerNumber: raw.registerNumber,
    heldBy: raw.holderId === null ? null : { id: raw.holderId, name: raw.holderName ?? '' },
    returnReason: decryptOrNone('words', raw.returnReason),
    waitingFor: raw.waitingFor,
    waitingParams: valueOfJson(raw.waitingParams) as DossierLine['waitingParams'],
    waitingSince: raw.waitingSince,
    waitingUntil: raw.waitingUntil,
  };
}
