import { recordWaiting } from '../../db/waiting/record-waiting';
import type { ProblemParams } from '../../domain/problem';
import type { ActivityDeps } from '../deps';

/** Shows on the dossier what it waits for, with whom to call and until when, until its next transition. */
export function createRecordWaiting({ db }: Pick<ActivityDeps, 'db'>) {
  return async (order: {
    dossierId: string;
    code: string;
    params: ProblemParams;
    /** Epoch milliseconds; null where nothing is tried again by itself. */
    nextTryAt: number | null;
    at: number;
  }): Promise<void> => {
    await recordWaiting(db.manager, {
      ...order,
      nextTryAt: order.nextTryAt === null ? null : new Date(order.nextTryAt),
      at: new Date(order.at),
    });
  };
}
