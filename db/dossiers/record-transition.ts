import type { EntityManager } from 'typeorm';
import { workNotice } from '../notices/work-notice';
import type { AuditEvent } from '../audit/entity';
import { recordAudit } from '../audit/record-audit';
import { clockFromRow, type ClockRow, dossierFromRow, type DossierRow } from './dossier-from-row';
import type { Dossier, Pause, StepClock } from './entity';
import { listPauses } from './list-pauses';
import { enqueue } from '../notices/outbox';
import { inTransaction } from '../transaction';
import { insertRows, updateRow } from '../write-row';
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
import { notWaiting } from '../waiting/record-waiting';
import { readFlag } from '../read-flag';

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
  /** What else is written in the same transaction, under the dossier's lock; once, as the transition is. */
  also?: (inside: EntityManager, dossier: Dossier) => Promise<void>;
}

export interface TransitionResult {
  stage: Stage;
  clock: StepClock | null;
}

/**
 * Takes a dossier from one stage to the next: stage, clocks, what belongs to it and audit in one transaction.
 * Called again with the same `actKey` it changes nothing and answers the same.
 * @throws SaoyError `dossier-unknown`, `dossier-out-of-turn`.
 */
export async function recordTransition(
  manager: EntityManager,
  transition: Transition,
  planner: ClockPlanner,
): Promise<TransitionResult> {
  return inTransaction(manager, async (inside) => {
    const { dossier, clocks, isRecorded, holderId } = await lockWithClocks(inside, transition);
    if (isRecorded) return { stage: dossier.stage, clock: runningOf(clocks) };
    if (!mayAct(transition.action, dossier.stage)) {
      throw new SaoyError('dossier-out-of-turn', {
        stage: stageDeclarations[dossier.stage].vi,
      });
    }
    const from = dossier.stage;
    const to = actionDeclarations[transition.action].to;
    const before = runningOf(clocks);
    if (before !== null) await tellHolder(inside, dossier, before, holderId, transition);
    const clock = await moveClock(inside, dossier, clocks, to, transition, planner);
    const changes = {
      ...notWaiting,
      ...transition.changes,
      stage: to,
      ...(isFinal(to) ? { endedAt: transition.at } : {}),
    };
    await updateRow(inside, 'dossier', dossier.id, changes);
    await transition.also?.(inside, dossier);
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

/** Whoever holds a step hears that another did it for them. */
async function tellHolder(
  inside: EntityManager,
  { id: subjectId, officeId }: Dossier,
  clock: StepClock,
  holderId: string | null,
  { actorId, actKey, at }: Transition,
): Promise<void> {
  if (holderId === null || actorId === null || holderId === actorId) return;
  const notice = workNotice('acted-for', holderId, { actorId, actKey, clock });
  await enqueue(inside, { officeId, subjectKind: 'dossier', subjectId, at }, [notice]);
}

/** @throws SaoyError `dossier-unknown`. */
export async function lockDossier(manager: EntityManager, id: string): Promise<Dossier> {
  const [row] = await manager.query<DossierRow[]>('SELECT * FROM dossier WHERE id = ? FOR UPDATE', [
    id,
  ]);
  if (!row) throw new SaoyError('dossier-unknown');
  return dossierFromRow(row);
}

type ClockColumns = Omit<ClockRow, 'endedAt' | 'step'> & {
  step: Step | null;
  stepEndedAt: Date | null;
  holderId: string | null;
};

/** All of it is read under the dossier's lock. */
const lockAll = `SELECT d.*, a.actKey IS NOT NULL AS isRecorded,
    c.dossierId, c.step, c.round, c.startedAt, c.endedAt AS stepEndedAt, c.budgetMs, c.usedMs,
    c.dueByHours, c.due, c.pace, c.noticeAt, c.actorId, c.noticedAt, c.breachedAt,
    c.escalateAt, c.escalatedAt, held.personId AS holderId
  FROM dossier d
  LEFT JOIN audit_event a ON a.dossierId = d.id AND a.actKey = ?
  LEFT JOIN step_clock c ON c.dossierId = d.id
  LEFT JOIN assignment held
    ON held.dossierId = c.dossierId AND held.step = c.step AND c.endedAt IS NULL
  WHERE d.id = ? FOR UPDATE`;

/** @throws SaoyError `dossier-unknown`. */
async function lockWithClocks(
  manager: EntityManager,
  { dossierId, actKey }: Transition,
): Promise<{
  dossier: Dossier;
  clocks: StepClock[];
  isRecorded: boolean;
  /** Who holds the running step. */
  holderId: string | null;
}> {
  const rows = await manager.query<(DossierRow & ClockColumns & { isRecorded: number | string })[]>(
    lockAll,
    [actKey, dossierId],
  );
  const [first] = rows;
  if (!first) throw new SaoyError('dossier-unknown');
  const clocks = rows.flatMap((row) => (row.step === null ? [] : [clockOf(row, row.step)]));
  return {
    ...{ dossier: dossierFromRow(first), clocks, isRecorded: readFlag(first.isRecorded) },
    holderId: rows.find((row) => row.holderId !== null)?.holderId ?? null,
  };
}

function clockOf(row: ClockColumns, step: Step): StepClock {
  const { dossierId, round, startedAt, stepEndedAt, budgetMs, usedMs, dueByHours, due } = row;
  const { pace, noticeAt, actorId, noticedAt, breachedAt, escalateAt, escalatedAt } = row;
  return clockFromRow({
    ...{ dossierId, step, round, startedAt, endedAt: stepEndedAt, budgetMs, usedMs, dueByHours },
    ...{ due, pace, noticeAt, actorId, noticedAt, breachedAt, escalateAt, escalatedAt },
  });
}

export async function findOpenClock(
  manager: EntityManager,
  dossierId: string,
): Promise<StepClock | null> {
  const sql = 'SELECT * FROM step_clock WHERE dossierId = ? AND endedAt IS NULL';
  const [row] = await manager.query<ClockRow[]>(sql, [dossierId]);
  return row ? clockFromRow(row) : null;
}

function runningOf(clocks: readonly StepClock[]): StepClock | null {
  return clocks.find((clock) => clock.endedAt === null) ?? null;
}

/** Ends the running step and opens the next, unless both stages belong to one step. */
async function moveClock(
  manager: EntityManager,
  dossier: Dossier,
  clocks: StepClock[],
  to: Stage,
  { at, actorId }: Transition,
  planner: ClockPlanner,
): Promise<StepClock | null> {
  const running = runningOf(clocks);
  const nextStep = stageDeclarations[to].step;
  if (running !== null && running.step === nextStep) return running;
  const changed: StepClock[] = [];
  if (running !== null) {
    const usedMs = planner.workingMs(dossier, running.startedAt, at);
    Object.assign(running, { endedAt: at, usedMs, actorId });
    changed.push(running);
  }
  const opened =
    nextStep === null
      ? null
      : {
          dossierId: dossier.id,
          step: nextStep,
          round: clocks.filter((clock) => clock.step === nextStep).length + 1,
          ...planner.plan(
            dossier,
            nextStep,
            at,
            usedByStep(clocks),
            await listPauses(manager, dossier.id),
          ),
          ...{ endedAt: null, usedMs: null, actorId: null },
          ...{ noticedAt: null, breachedAt: null, escalatedAt: null },
        };
  if (opened !== null) changed.push(opened);
  await writeClocks(manager, changed);
  return opened;
}

/** The one that ends and the one that begins, in one statement. */
function writeClocks(manager: EntityManager, clocks: readonly StepClock[]): Promise<void> {
  const onDuplicate = ['endedAt', 'usedMs', 'actorId']
    .map((column) => `${column} = VALUES(${column})`)
    .join();
  const rows = clocks.map((clock) => ({ ...clock }));
  return insertRows(manager, 'step_clock', rows, onDuplicate);
}

export function usedByStep(clocks: StepClock[]): Record<Step, number> {
  const used: Record<Step, number> = { create: 0, sign: 0, seal: 0 };
  for (const clock of clocks) used[clock.step] += clock.usedMs ?? 0;
  return used;
}
