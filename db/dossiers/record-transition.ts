import type { EntityManager } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import {
  actionDeclarations,
  isFinal,
  mayAct,
  stageDeclarations,
  type Action,
  type Stage,
  type Step,
} from '../../domain/process';
import { Dossier, type Pause, StepClock } from './entity';
import { AuditEvent } from '../audit/entity';
import type { OutboxKind } from '../notices/entity';
import { listPauses } from './list-pauses';
import { callOff, enqueue } from '../notices/outbox';
import { recordAudit } from '../audit/record-audit';
import { inTransaction } from '../transaction';
import { notWaiting } from '../waiting/record-waiting';

/** One round of a step as planned when it opens. Working milliseconds and instants. */
export interface PlannedClock {
  startedAt: Date;
  budgetMs: number;
  dueByHours: Date;
  due: Date;
  pace: Date;
  noticeAt: Date;
  escalateAt: Date | null;
}

/** What plans a step: the dossier's pinned rules, bound by the caller (this room knows no rules). */
export interface ClockPlanner {
  plan(
    dossier: Dossier,
    step: Step,
    startedAt: Date,
    usedMs: Record<Step, number>,
    pauses: readonly Pause[],
  ): PlannedClock;
  /** Working milliseconds between two instants by the dossier's calendar. */
  workingMs(dossier: Dossier, from: Date, to: Date): number;
}

export interface Transition {
  dossierId: string;
  action: Action;
  /** The update's id: the same act is recorded once. */
  actKey: string;
  actorId: string | null;
  at: Date;
  /** Columns that change with the stage. */
  changes?: Partial<Dossier>;
  details?: AuditEvent['details'];
  mail?: OutboxKind;
  /** A mail that is not to be sent any more. */
  noMail?: OutboxKind;
}

export interface TransitionResult {
  stage: Stage;
  clock: StepClock | null;
}

/**
 * Takes a dossier from one stage to the next: stage, clocks, outbox and audit in one transaction.
 * Called again with the same `actKey` it changes nothing and answers the same.
 * @throws SaoyError `dossier-unknown`, `dossier-out-of-turn`.
 */
export async function recordTransition(
  manager: EntityManager,
  transition: Transition,
  planner: ClockPlanner,
): Promise<TransitionResult> {
  return inTransaction(manager, async (inside) => {
    const dossier = await lockDossier(inside, transition.dossierId);
    if (await isRecorded(inside, transition)) return currentResult(inside, dossier);
    if (!mayAct(transition.action, dossier.stage)) {
      throw new SaoyError('dossier-out-of-turn', {
        stage: stageDeclarations[dossier.stage].vi,
      });
    }
    const from = dossier.stage;
    const to = actionDeclarations[transition.action].to;
    const clock = await moveClock(inside, dossier, to, transition, planner);
    await inside.update(
      Dossier,
      { id: dossier.id },
      {
        ...notWaiting,
        ...transition.changes,
        stage: to,
        ...(isFinal(to) ? { endedAt: transition.at } : {}),
      },
    );
    if (transition.noMail !== undefined) {
      await callOff(inside, { dossierId: dossier.id, kind: transition.noMail });
    }
    if (transition.mail !== undefined) {
      await enqueue(inside, {
        kind: transition.mail,
        officeId: dossier.officeId,
        dossierId: dossier.id,
        at: transition.at,
      });
    }
    await recordAudit(inside, {
      officeId: dossier.officeId,
      dossierId: dossier.id,
      actorId: transition.actorId,
      action: transition.action,
      actKey: transition.actKey,
      details: { from, to, ...transition.details },
      at: transition.at,
    });
    return { stage: to, clock };
  });
}

/** @throws SaoyError `dossier-unknown`. */
export async function lockDossier(manager: EntityManager, id: string): Promise<Dossier> {
  const dossier = await manager.findOne(Dossier, {
    where: { id },
    lock: { mode: 'pessimistic_write' },
  });
  if (dossier === null) throw new SaoyError('dossier-unknown');
  return dossier;
}

async function isRecorded(manager: EntityManager, transition: Transition): Promise<boolean> {
  const { dossierId, actKey } = transition;
  return manager.existsBy(AuditEvent, { dossierId, actKey });
}

async function currentResult(manager: EntityManager, dossier: Dossier): Promise<TransitionResult> {
  return { stage: dossier.stage, clock: await findOpenClock(manager, dossier.id) };
}

export async function findOpenClock(
  manager: EntityManager,
  dossierId: string,
): Promise<StepClock | null> {
  const clocks = await manager.findBy(StepClock, { dossierId });
  return clocks.find((clock) => clock.endedAt === null) ?? null;
}

/** Ends the running step and opens the next, unless both stages belong to one step. */
async function moveClock(
  manager: EntityManager,
  dossier: Dossier,
  to: Stage,
  { at, actorId }: Transition,
  planner: ClockPlanner,
): Promise<StepClock | null> {
  const clocks = await manager.findBy(StepClock, { dossierId: dossier.id });
  const running = clocks.find((clock) => clock.endedAt === null) ?? null;
  const nextStep = stageDeclarations[to].step;
  if (running !== null && running.step === nextStep) return running;
  if (running !== null) {
    const ended = {
      endedAt: at,
      usedMs: planner.workingMs(dossier, running.startedAt, at),
      actorId,
    };
    Object.assign(running, ended);
    await manager.update(StepClock, keyOf(running), ended);
  }
  if (nextStep === null) return null;
  const rounds = clocks.filter((clock) => clock.step === nextStep).length;
  const pauses = await listPauses(manager, dossier.id);
  const opened: StepClock = {
    dossierId: dossier.id,
    step: nextStep,
    round: rounds + 1,
    ...planner.plan(dossier, nextStep, at, usedByStep(clocks), pauses),
    ...{ endedAt: null, usedMs: null, actorId: null },
    ...{ noticedAt: null, breachedAt: null, escalatedAt: null },
  };
  await manager.insert(StepClock, opened);
  return opened;
}

function keyOf({ dossierId, step, round }: StepClock) {
  return { dossierId, step, round };
}

export function usedByStep(clocks: StepClock[]): Record<Step, number> {
  const used: Record<Step, number> = { create: 0, sign: 0, seal: 0 };
  for (const clock of clocks) used[clock.step] += clock.usedMs ?? 0;
  return used;
}
