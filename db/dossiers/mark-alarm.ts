import type { EntityManager } from 'typeorm';
import type { NewNotice } from '../../domain/notices';
import { AuditEvent } from '../audit/entity';
import { recordAudit } from '../audit/record-audit';
import { enqueue } from '../notices/outbox';
import { type Dossier, StepClock } from './entity';

export interface Alarm {
  kind: 'notice' | 'breach' | 'escalation' | 'legal-breach';
  /** Names the due that it was set for: of one due it is recorded once. */
  actKey: string;
  /** Left with it. */
  notices: readonly NewNotice[];
  at: Date;
}

/** Where the step's clock keeps when it sounded; the legal due has no such clock. */
const marks = { notice: 'noticedAt', breach: 'breachedAt', escalation: 'escalatedAt' } as const;

/**
 * Records an alarm of a dossier and whom it tells, inside the caller's transaction and under the dossier's lock.
 * @param clock the running step's; null where none runs
 * @returns false where it was recorded before
 */
export async function markAlarm(
  inside: EntityManager,
  dossier: Dossier,
  clock: StepClock | null,
  { kind, actKey, notices, at }: Alarm,
): Promise<boolean> {
  const { id: dossierId, officeId } = dossier;
  if (await inside.existsBy(AuditEvent, { dossierId, actKey })) return false;
  if (clock !== null && kind !== 'legal-breach') {
    const { step, round } = clock;
    await inside.update(StepClock, { dossierId, step, round }, { [marks[kind]]: at });
  }
  await enqueue(inside, { officeId, subjectKind: 'dossier', subjectId: dossierId, at }, notices);
  await recordAudit(inside, {
    ...{ officeId, dossierId, actorId: null, action: kind, actKey, at },
    details: { step: clock?.step ?? null, round: clock?.round ?? null },
  });
  return true;
}
