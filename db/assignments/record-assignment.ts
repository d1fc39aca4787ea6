import type { DataSource, EntityManager } from 'typeorm';
import { type AssignmentOutcome, decideAssignment } from '../../domain/assignments';
import type { NewNotice, WorkMessage } from '../../domain/notices';
import type { Right } from '../../domain/process';
import { AuditEvent } from '../audit/entity';
import { recordAudit } from '../audit/record-audit';
import type { StepClock } from '../dossiers/entity';
import { findOpenClock, lockDossier } from '../dossiers/record-transition';
import { enqueue } from '../notices/outbox';
import { inTransaction } from '../transaction';
import { insertRows } from '../write-row';
import { Assignment } from './entity';
import { workNotice } from '../notices/work-notice';

export interface Assigning {
  officeId: string;
  actorId: string;
  /** Of the actor, in the office. */
  rights: readonly Right[];
  /** Who is to hold it; null: anybody again. */
  toId: string | null;
  takeOver: boolean;
  actKey: string;
  at: Date;
}

/**
 * Gives the running step of a dossier to somebody, or back. Holder, word to those concerned and audit in one
 * transaction under the dossier's lock; the same act again changes nothing.
 */
export async function recordAssignment(
  db: DataSource,
  dossierId: string,
  act: Assigning,
): Promise<AssignmentOutcome> {
  return inTransaction(db, async (inside) => {
    const { officeId, actorId, toId, actKey, at } = act;
    const dossier = await lockDossier(inside, dossierId);
    if (dossier.officeId !== officeId) return 'over';
    if (await inside.existsBy(AuditEvent, { dossierId, actKey })) return 'done';
    const clock = await findOpenClock(inside, dossierId);
    if (clock === null) return 'over';
    const { step, round } = clock;
    const holderId = await findHolder(inside, dossierId, step);
    const toRights = toId === null ? [] : await listActiveRights(inside, officeId, toId, at);
    const outcome = decideAssignment({ ...act, step, holderId, toRights });
    if (outcome !== 'done') return outcome;
    await writeHolder(inside, { dossierId, step, personId: toId, assignedBy: actorId, at });
    const occasion = { officeId, subjectKind: 'dossier', subjectId: dossierId, at } as const;
    await enqueue(inside, occasion, noticesOf(act, holderId, clock));
    const action = toId === null ? 'release' : toId === actorId ? 'claim' : 'assign';
    await recordAudit(inside, {
      ...{ officeId, dossierId, actorId, action, actKey, at },
      details: { step, round, holderBefore: holderId, holder: toId },
    });
    return 'done';
  });
}

/** Those who gain or lose it by another's act. */
function noticesOf(
  { actorId, toId, actKey }: Assigning,
  holderId: string | null,
  clock: StepClock,
) {
  const notices: NewNotice[] = [];
  const tell = (template: WorkMessage, personId: string | null) => {
    if (personId === null || personId === actorId) return;
    notices.push(workNotice(template, personId, { actorId, actKey, clock }));
  };
  tell('assigned', toId);
  tell('passed-on', holderId);
  return notices;
}

/** Who holds a step; null: nobody. Under the dossier's lock. */
async function findHolder(
  manager: EntityManager,
  dossierId: string,
  step: StepClock['step'],
): Promise<string | null> {
  return (await manager.findOneBy(Assignment, { dossierId, step }))?.personId ?? null;
}

export function writeHolder(manager: EntityManager, held: Assignment): Promise<void> {
  const columns = ['personId', 'assignedBy', 'at'];
  const onDuplicate = columns.map((column) => `${column} = VALUES(${column})`).join();
  return insertRows(manager, 'assignment', [{ ...held }], onDuplicate);
}

/** What an active account may do in an office at the moment. */
async function listActiveRights(
  manager: EntityManager,
  officeId: string,
  personId: string,
  at: Date,
): Promise<Right[]> {
  const rows = await manager.query<{ held: Right }[]>(
    `SELECT r.held FROM office_right r JOIN person p ON p.id = r.personId
     WHERE r.officeId = ? AND r.personId = ? AND p.state = 'active'
       AND r.fromAt <= ? AND (r.untilAt IS NULL OR r.untilAt > ?)`,
    [officeId, personId, at, at],
  );
  return rows.map(({ held }) => held);
}
