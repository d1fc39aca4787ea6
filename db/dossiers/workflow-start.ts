import type { EntityManager } from 'typeorm';
import type { Stage, Step } from '../../domain/process';
import { Dossier, type StepClock } from './entity';
import { Office } from '../offices/entity';
import { findOpenPause } from './list-pauses';
import { findOpenClock } from './record-transition';

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

/** What a dossier's workflow is told when it starts: ids, enums and instants in epoch milliseconds. */
export interface WorkflowStart {
  dossierId: string;
  stage: Stage;
  clock: WorkflowClock | null;
  legalDue: number;
  /** Which clocks stand still by a pause that is under way. */
  paused: 'step' | 'legal' | null;
}

/** @returns what its workflow starts from, and the codes that operators find it by */
export async function startOf(
  manager: EntityManager,
  dossierId: string,
): Promise<{ start: WorkflowStart; codes: { office: string; dossier: string } }> {
  const dossier = await manager.findOneByOrFail(Dossier, { id: dossierId });
  const clock = await findOpenClock(manager, dossierId);
  const pause = await findOpenPause(manager, dossierId);
  const office = await manager.findOneByOrFail(Office, { id: dossier.officeId });
  return {
    start: {
      dossierId,
      stage: dossier.stage,
      clock: clock && workflowClock(clock),
      legalDue: dossier.legalDue.getTime(),
      paused: pause && (pause.stopsLegal ? 'legal' : 'step'),
    },
    codes: { office: office.code, dossier: dossier.code },
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
