import { EntityNotFoundError, type EntityManager } from 'typeorm';
import { clockFromRow, type ClockRow } from './dossier-from-row';
import { Dossier, type StepClock } from './entity';
import type { Stage, Step } from '../../domain/process';
import { readFlag } from '../read-flag';

/** A running step as the workflow watches it. Instants are epoch milliseconds. */
export interface WorkflowClock {
  step: Step;
  round: number;
  due: number;
  noticeAt: number;
  noticed: boolean;
  breached: boolean;
  escalateAt: number | null;
  escalated: boolean;
}

/** Input of a dossier's workflow: ids, enums and instants in epoch milliseconds. */
export interface WorkflowStart {
  dossierId: string;
  stage: Stage;
  clock: WorkflowClock | null;
  legalDue: number;
  /** Which clocks stand still by a pause that is under way. */
  paused: 'step' | 'legal' | null;
}

type StartRow = Omit<ClockRow, 'step'> & {
  step: Step | null;
  stage: Stage;
  legalDue: Date;
  stopsLegal: number | string | null;
  office: string;
  code: string;
};

/** @returns what its workflow starts from, and the codes that operators find it by */
export async function startOf(
  manager: EntityManager,
  dossierId: string,
): Promise<{ start: WorkflowStart; codes: { office: string; dossier: string } }> {
  const [row] = await manager.query<StartRow[]>(
    `SELECT c.*, d.stage, d.legalDue, d.code, o.code AS office, p.stopsLegal FROM dossier d
      JOIN office o ON o.id = d.officeId
      LEFT JOIN step_clock c ON c.dossierId = d.id AND c.endedAt IS NULL
      LEFT JOIN pause p ON p.dossierId = d.id AND p.endedAt IS NULL
      WHERE d.id = ?`,
    [dossierId],
  );
  if (!row) throw new EntityNotFoundError(Dossier, { id: dossierId });
  const { step, stage, legalDue, stopsLegal, office, code } = row;
  return {
    start: {
      dossierId,
      stage,
      clock: step && workflowClock(clockFromRow({ ...row, step })),
      legalDue: legalDue.getTime(),
      paused: stopsLegal === null ? null : readFlag(stopsLegal) ? 'legal' : 'step',
    },
    codes: { office, dossier: code },
  };
}

export function workflowClock(clock: StepClock): WorkflowClock {
  return {
    step: clock.step,
    round: clock.round,
    due: clock.due.getTime(),
    noticeAt: clock.noticeAt.getTime(),
    noticed: clock.noticedAt !== null,
    breached: clock.breachedAt !== null,
    escalateAt: clock.escalateAt?.getTime() ?? null,
    escalated: clock.escalatedAt !== null,
  };
}
