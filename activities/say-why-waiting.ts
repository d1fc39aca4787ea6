import { Dossier } from '../db/entities/dossier';
import { SaoyError } from '../domain/problem';
import type { ActivityDeps } from './deps';

/** Does what may have to wait for another's server; while it cannot be done, the dossier says why. */
export async function sayWhyWaiting<Result>(
  { db }: Pick<ActivityDeps, 'db'>,
  dossierId: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const say = (waitingFor: string | null) =>
    db.manager.update(Dossier, { id: dossierId }, { waitingFor });
  try {
    const result = await work();
    await say(null);
    return result;
  } catch (error) {
    if (error instanceof SaoyError) await say(error.code);
    throw error;
  }
}
