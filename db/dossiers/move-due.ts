import type { EntityManager } from 'typeorm';
import { isFinal, type Step } from '../../domain/process';
import { Dossier, type Pause, type Reason, StepClock } from './entity';
import { enqueue } from '../notices/outbox';
import { AuditEvent } from '../audit/entity';
import { draftLetter } from '../letters/draft-letter';
import { listPauses } from './list-pauses';
import { findOpenClock, lockDossier, type PlannedClock } from './record-transition';
import { recordAudit } from '../audit/record-audit';
import { inTransaction } from '../transaction';

/** A dossier's due times as they are to be from now on. */
export interface NewDue {
  legalDue: Date;
  because: Reason[];
  /** Whether these due times call for an appointment slip. */
  slip: boolean;
  /** The running step planned anew, from its own start; null where no step runs. */
  clock: PlannedClock | null;
  /** Columns that say why: the extension, or the calendar pinned anew. */
  changes: Partial<Dossier>;
  /** One sentence, shown on the slip and in the trace. */
  reason: string;
  /** What else the trace keeps of it. */
  details?: AuditEvent['details'];
}

export interface DueMove {
  dossierId: string;
  action: 'extend' | 'rederive';
  actKey: string;
  actorId: string | null;
  at: Date;
  details: AuditEvent['details'];
}

/**
 * Moves the due times of an open dossier and leaves the trace: old due, new due, reason. A slip is drafted
 * where the requester must be told: a printed appointment moves, or the result no longer comes on the day of
 * acceptance. Recorded once by `actKey`; a dossier whose life is over is left as it is.
 * @param decide computes the new due from the locked row and what its steps have used; null: nothing changes
 */
export async function moveDue(
  manager: EntityManager,
  move: DueMove,
  decide: (
    dossier: Dossier,
    running: StepClock | null,
    usedMs: Record<Step, number>,
    pauses: readonly Pause[],
  ) => NewDue | null,
): Promise<{ dossier: Dossier; clock: StepClock | null; moved: boolean }> {
  return inTransaction(manager, async (inside) => {
    const dossier = await lockDossier(inside, move.dossierId);
    const running = await findOpenClock(inside, dossier.id);
    const unmoved = { dossier, clock: running, moved: false };
    const { dossierId, actKey } = move;
    if (isFinal(dossier.stage)) return unmoved;
    if (await inside.existsBy(AuditEvent, { dossierId, actKey })) return unmoved;
    const used = await usedMs(inside, dossier.id);
    const next = decide(dossier, running, used, await listPauses(inside, dossier.id));
    if (next === null) return unmoved;
    await inside.update(
      Dossier,
      { id: dossier.id },
      { ...next.changes, legalDue: next.legalDue, because: next.because },
    );
    if (running !== null && next.clock !== null) await replan(inside, running, next.clock, move.at);
    const legalMoved = next.legalDue.getTime() !== dossier.legalDue.getTime();
    if (legalMoved && (next.slip || dossier.appointmentSlip)) {
      await callForSlip(inside, dossier, move, next);
    }
    await recordAudit(inside, {
      officeId: dossier.officeId,
      dossierId: dossier.id,
      actorId: move.actorId,
      action: move.action,
      actKey: move.actKey,
      details: {
        ...move.details,
        ...next.details,
        oldDue: dossier.legalDue.toISOString(),
        newDue: next.legalDue.toISOString(),
      },
      at: move.at,
    });
    return {
      dossier: await inside.findOneByOrFail(Dossier, { id: dossier.id }),
      clock: await findOpenClock(inside, dossier.id),
      moved: true,
    };
  });
}

/** Alarms that sounded for a due which is ahead again may sound once more. */
async function replan(
  manager: EntityManager,
  { dossierId, step, round, noticedAt, breachedAt, escalatedAt }: StepClock,
  { dueByHours, due, pace, noticeAt, escalateAt }: PlannedClock,
  at: Date,
): Promise<void> {
  await manager.update(
    StepClock,
    { dossierId, step, round },
    {
      ...{ dueByHours, due, pace, noticeAt, escalateAt },
      noticedAt: noticeAt > at ? null : noticedAt,
      breachedAt: due > at ? null : breachedAt,
      escalatedAt: escalateAt !== null && escalateAt > at ? null : escalatedAt,
    },
  );
}

export async function callForSlip(
  manager: EntityManager,
  dossier: Dossier,
  move: { at: Date },
  next: { legalDue: Date; reason: string },
): Promise<void> {
  await draftLetter(manager, {
    dossierId: dossier.id,
    kind: 'slip',
    due: next.legalDue,
    officeId: dossier.officeId,
    previousDue: dossier.legalDue,
    reason: next.reason,
    draftedAt: move.at,
  });
  await manager.update(Dossier, { id: dossier.id }, { appointmentSlip: true });
  const { id: subjectId, officeId } = dossier;
  const due = next.legalDue;
  await enqueue(manager, { officeId, subjectKind: 'dossier', subjectId, at: move.at }, [
    {
      ...{ channel: 'portal', template: 'new-slip', recipientKind: 'right', recipient: 'create' },
      ...{ data: { due: due.getTime() }, occasion: move.at.toISOString() },
    },
  ]);
}

async function usedMs(manager: EntityManager, dossierId: string): Promise<Record<Step, number>> {
  const used: Record<Step, number> = { create: 0, sign: 0, seal: 0 };
  for (const clock of await manager.findBy(StepClock, { dossierId })) {
    used[clock.step] += clock.usedMs ?? 0;
  }
  return used;
}
