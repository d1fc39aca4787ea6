import { recordWaiting } from '../../db/waiting/record-waiting';
import type { ProblemParams } from '../../domain/problem';
import type { ActivityDeps } from '../deps';

/** Shows on the dossier what it waits for, with whom to call and until when, until its next transition. */
export function createRecordBlockedReason({ db }: Pick<ActivityDeps, 'db'>) {
  return async (input: {
    dossierId: string;
    code: string;
    params: ProblemParams;
    /** Epoch milliseconds; null where nothing is tried again by itself. */
    nextTryAt: number | null;
    at: number;
  }): Promise<void> => {
    await recordWaiting(db.manager, {
      ...input,
      nextTryAt: input.nextTryAt === null ? null : new Date(input.nextTryAt),
      at: new Date(input.at),
    });
  };
}
