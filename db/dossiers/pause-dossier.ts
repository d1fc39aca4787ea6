import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { stageDeclarations, type Step } from '../../domain/process';
import { Dossier, Pause, type Reason, StepClock } from './entity';
import { AuditEvent } from '../audit/entity';
import { findOpenPause, listPauses } from './list-pauses';
import { callForSlip } from './move-due';
import {
  type ClockPlanner,
  findOpenClock,
  lockDossier,
  type PlannedClock,
  usedByStep,
} from './record-transition';
import { recordAudit } from '../audit/record-audit';
import { inTransaction } from '../transaction';

interface PauseAct {
  dossierId: string;
  actKey: string;
  actorId: string;
  at: Date;
}

export interface PauseStart extends PauseAct {
  /** Id of a ground of the dossier's policy. */
  ground: string;
  stopsLegal: boolean;
  remarkId: string;
}

/** The due times with which a dossier goes on. */
export interface ResumedDue {
  legalDue: Date;
  because: Reason[];
  clock: PlannedClock;
  /** One sentence, for the slip. */
  reason: string;
}

/**
 * Stops the running step's clock by a rule of the dossier's policy; its round ends with what it used, as at
 * a return. Recorded once by `actKey`.
 * @throws SaoyError `dossier-paused`, `dossier-out-of-turn`
 */
export async function pauseDossier(
  manager: EntityManager,
  { dossierId, actKey, actorId, at, ground, stopsLegal, remarkId }: PauseStart,
  workingMs: ClockPlanner['workingMs'],
): Promise<Dossier> {
  return inTransaction(manager, async (inside) => {
    const dossier = await lockDossier(inside, dossierId);
    if (await inside.existsBy(AuditEvent, { dossierId, actKey })) return dossier;
    if (await findOpenPause(inside, dossierId)) throw new SaoyError('dossier-paused');
    const running = await findOpenClock(inside, dossierId);
    if (running === null) {
      throw new SaoyError('dossier-out-of-turn', { stage: stageDeclarations[dossier.stage].vi });
    }
    const { step, round, startedAt } = running;
    const ended = { endedAt: at, usedMs: workingMs(dossier, startedAt, at) };
    await inside.update(StepClock, { dossierId, step, round }, ended);
    await inside.insert(Pause, {
      ...{ id: randomUUID(), dossierId, ground, stopsLegal, remarkId },
      ...{ startedBy: actorId, startedAt: at },
    });
    await audit(inside, dossier, { dossierId, actKey, actorId, at }, 'pause', {
      ...{ ground, stopsLegal, remarkId },
    });
    return dossier;
  });
}

/**
 * Lets the clocks go on with what was left of them, in a new round of the step. Where the legal due moved
 * by it, a slip with the new one is drafted. Recorded once by `actKey`.
 * @param decide the due times from now on, the pause having ended
 * @throws SaoyError `dossier-not-paused`
 */
export async function resumeDossier(
  manager: EntityManager,
  act: PauseAct,
  decide: (
    dossier: Dossier,
    step: Step,
    usedMs: Record<Step, number>,
    pauses: readonly Pause[],
  ) => ResumedDue,
): Promise<{ dossier: Dossier; clock: StepClock | null }> {
  const { dossierId, actKey, actorId, at } = act;
  return inTransaction(manager, async (inside) => {
    const dossier = await lockDossier(inside, dossierId);
    if (await inside.existsBy(AuditEvent, { dossierId, actKey })) {
      return { dossier, clock: await findOpenClock(inside, dossierId) };
    }
    const pause = await findOpenPause(inside, dossierId);
    const { step } = stageDeclarations[dossier.stage];
    if (pause === null || step === null) throw new SaoyError('dossier-not-paused');
    await inside.update(Pause, { id: pause.id }, { endedBy: actorId, endedAt: at });
    const clocks = await inside.findBy(StepClock, { dossierId });
    const next = decide(dossier, step, usedByStep(clocks), await listPauses(inside, dossierId));
    const round = clocks.filter((clock) => clock.step === step).length + 1;
    await inside.insert(StepClock, { dossierId, step, round, ...next.clock });
    const { legalDue, because } = next;
    await inside.update(Dossier, { id: dossierId }, { legalDue, because });
    const isMoved = legalDue.getTime() !== dossier.legalDue.getTime();
    if (isMoved) await callForSlip(inside, dossier, { at }, next);
    await audit(inside, dossier, act, 'resume', {
      ground: pause.ground,
      oldDue: dossier.legalDue.toISOString(),
      newDue: legalDue.toISOString(),
    });
    return {
      dossier: await inside.findOneByOrFail(Dossier, { id: dossierId }),
      clock: await findOpenClock(inside, dossierId),
    };
  });
}

async function audit(
  manager: EntityManager,
  { officeId }: Dossier,
  { dossierId, actKey, actorId, at }: PauseAct,
  action: 'pause' | 'resume',
  details: AuditEvent['details'],
): Promise<void> {
  await recordAudit(manager, { officeId, dossierId, actorId, action, actKey, details, at });
}
