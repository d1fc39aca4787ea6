import { Dossier } from '../db/entities/dossier';
import { SaoyError } from '../domain/problem';
import type { ActivityDeps } from './deps';

/**
 * Does what may have to wait for another's server; where it cannot be done, the dossier says why until
 * its next transition, which clears that.
 */
export async function sayWhyWaiting<Result>(
  { db }: Pick<ActivityDeps, 'db'>,
  dossierId: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SaoyError) {
      await db.manager.update(Dossier, { id: dossierId }, { waitingFor: error.code });
    }
    throw error;
  }
}
