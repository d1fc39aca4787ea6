import type { DataSource } from 'typeorm';
import { isFinal, stageDeclarations, stages, type Stage, type Step } from '../../domain/process';
import { readFlag } from '../read-flag';

/** What a question about open dossiers asks of each; nothing personal. */
export interface OpenDossierRow {
  id: string;
  code: string;
  officeId: string;
  step: Step;
  acceptedAt: Date;
  legalDue: Date;
  complex: boolean;
  extensionDays: number;
  /** `YYYY-MM-DD` */
  agreedUntil: string | null;
  appointmentSlip: boolean;
  /** Those that have ended. */
  pauses: EndedPause[];
  /** As pinned, `id@version`. */
  policy: string;
  calendar: string;
}

interface EndedPause {
  ground: string;
  stopsLegal: boolean;
  startedAt: Date;
  endedAt: Date;
}

const atSteps = stages.filter((stage) => !isFinal(stage) && stageDeclarations[stage].step !== null);

/** Every open dossier that stands at a step, of one office or of all; a few columns of ten thousand rows. */
export async function listOpenDossiers(
  db: DataSource,
  officeId: string | null,
): Promise<OpenDossierRow[]> {
  const pauses = await pausesOf(db);
  const rows = await db.query<(Omit<OpenDossierRow, 'step' | 'pauses'> & { stage: Stage })[]>(
    `SELECT id, code, officeId, stage, acceptedAt, legalDue, complex, extensionDays, agreedUntil,
       appointmentSlip, policy, calendar
     FROM dossier WHERE stage IN (?) ${officeId === null ? '' : 'AND officeId = ?'} ORDER BY legalDue, id`,
    [atSteps, ...(officeId === null ? [] : [officeId])],
  );
  return rows.flatMap(({ stage, ...row }) => {
    const { step } = stageDeclarations[stage];
    const [complex, appointmentSlip] = [readFlag(row.complex), readFlag(row.appointmentSlip)];
    if (step === null) return [];
    return [{ ...row, step, complex, appointmentSlip, pauses: pauses.get(row.id) ?? [] }];
  });
}

/** Of open dossiers; few, as most policies allow none. */
async function pausesOf(db: DataSource): Promise<Map<string, EndedPause[]>> {
  const rows = await db.query<(EndedPause & { dossierId: string })[]>(
    `SELECT p.dossierId, p.ground, p.stopsLegal, p.startedAt, p.endedAt
     FROM pause p JOIN dossier d ON d.id = p.dossierId
     WHERE p.endedAt IS NOT NULL AND d.stage IN (?) ORDER BY p.startedAt`,
    [atSteps],
  );
  const pauses = new Map<string, EndedPause[]>();
  for (const { dossierId, stopsLegal, ...span } of rows) {
    const pause = { ...span, stopsLegal: readFlag(stopsLegal) };
    pauses.set(dossierId, [...(pauses.get(dossierId) ?? []), pause]);
  }
  return pauses;
}

/** Finished steps that the medians are taken from, the newest. */
const measuredMax = 5_000;

/** Working milliseconds a dossier took at each step in the median, where any were measured. */
export async function readServiceTimes(
  db: DataSource,
  officeId: string | null,
): Promise<Partial<Record<Step, number>>> {
  const clocks = await db.query<{ step: Step; usedMs: string }[]>(
    `SELECT c.step, c.usedMs FROM step_clock c
     ${officeId === null ? '' : 'JOIN dossier d ON d.id = c.dossierId AND d.officeId = ?'}
     WHERE c.usedMs IS NOT NULL ORDER BY c.endedAt DESC LIMIT ${measuredMax}`,
    officeId === null ? [] : [officeId],
  );
  const used: Partial<Record<Step, number[]>> = {};
  for (const { step, usedMs } of clocks) (used[step] ??= []).push(Number(usedMs));
  const medians: Partial<Record<Step, number>> = {};
  for (const [step, all] of Object.entries(used)) {
    all.sort((one, other) => one - other);
    medians[step as Step] = all[Math.floor(all.length / 2)]!;
  }
  return medians;
}
