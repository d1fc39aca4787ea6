import type { DataSource } from 'typeorm';
import type { Stage, Step } from '../../domain/process';

/** One round of a step of one dossier, with what the report says of the dossier. */
export interface StepRound {
  dossierId: string;
  step: Step;
  round: number;
  startedAt: Date;
  endedAt: Date | null;
  /** Working milliseconds. */
  usedMs: number | null;
  dueByHours: Date;
}

export interface ReportedDossier {
  id: string;
  code: string;
  documentType: string;
  originalPages: number;
  copies: number;
  acceptedAt: Date;
  legalDue: Date;
  stage: Stage;
  /** When its proof was complete: the end of the last step. */
  completedAt: Date | null;
  deliveredAt: Date | null;
  endedAt: Date | null;
  registerNumber: string | null;
  rounds: StepRound[];
}

/** The dossiers of an office that were accepted, or had a step end, between two instants. */
export async function readReportedDossiers(
  db: DataSource,
  officeId: string,
  from: Date,
  before: Date,
): Promise<ReportedDossier[]> {
  const dossiers = await db.query<Omit<ReportedDossier, 'rounds'>[]>(
    `SELECT d.id, d.code, d.documentType, d.originalPages, d.copies, d.acceptedAt, d.legalDue,
       d.stage, d.deliveredAt, d.endedAt, e.numberText AS registerNumber, a.at AS completedAt
     FROM dossier d
     LEFT JOIN register_entry e ON e.dossierId = d.id
     LEFT JOIN audit_event a ON a.dossierId = d.id AND a.action = 'complete'
     WHERE d.officeId = ? AND d.acceptedAt < ? AND (d.acceptedAt >= ? OR EXISTS (
       SELECT 1 FROM step_clock c WHERE c.dossierId = d.id AND c.endedAt >= ? AND c.endedAt < ?))
     ORDER BY d.acceptedAt, d.id`,
    [officeId, before, from, from, before],
  );
  if (dossiers.length === 0) return [];
  const rounds = await db.query<(StepRound & { usedMs: string | null })[]>(
    `SELECT dossierId, step, round, startedAt, endedAt, usedMs, dueByHours FROM step_clock
     WHERE dossierId IN (?) ORDER BY dossierId, step, round`,
    [dossiers.map(({ id }) => id)],
  );
  const byDossier = new Map<string, StepRound[]>(dossiers.map(({ id }) => [id, []]));
  for (const round of rounds) {
    const usedMs = round.usedMs === null ? null : Number(round.usedMs);
    byDossier.get(round.dossierId)?.push({ ...round, usedMs });
  }
  return dossiers.map((dossier) => ({ ...dossier, rounds: byDossier.get(dossier.id) ?? [] }));
}
