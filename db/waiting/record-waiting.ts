import type { EntityManager } from 'typeorm';
import type { ProblemParams } from '../../domain/problem';
import { Dossier } from '../dossiers/entity';

/** The blocked reason of a dossier; written by its workflow, cleared by its next transition. */
export interface WaitingFacts {
  dossierId: string;
  /** A problem code. */
  code: string;
  params: ProblemParams;
  /** When it is tried again by itself; null where a person has to act anew. */
  nextTryAt: Date | null;
  at: Date;
}

export const notWaiting = {
  waitingFor: null,
  waitingParams: null,
  waitingSince: null,
  waitingUntil: null,
} as const satisfies Partial<Dossier>;

/** Writes down why a dossier waits. It keeps since when, as long as it waits for the same. */
export async function recordWaiting(manager: EntityManager, facts: WaitingFacts): Promise<void> {
  const { dossierId, code, params, nextTryAt, at } = facts;
  const dossier = await manager.findOneByOrFail(Dossier, { id: dossierId });
  const since = dossier.waitingFor === code ? dossier.waitingSince : at;
  await manager.update(
    Dossier,
    { id: dossierId },
    { waitingFor: code, waitingParams: params, waitingSince: since, waitingUntil: nextTryAt },
  );
}
