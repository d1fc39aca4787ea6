import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities, TokenProcessActivities } from '../../activities';
import { passingCodes } from '../../domain/failure-handling';
import { blockedReasonOf } from './blocked-reason';
import { tokenTaskQueue } from '../engine/task-queues';

/*
 * Activities by the groups of their index, each group with its own time-outs and retries. A proxy answers for
 * whatever its group holds: a new activity is named in the index alone.
 */

const insideTask = {
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '40s',
  retry: { initialInterval: '100ms', backoffCoefficient: 2.5, maximumAttempts: 4 },
} as const;

/**
 * Short steps inside one workflow task. A few tries within two seconds: while a local activity goes on, the
 * dossier takes no act. What fails then is refused.
 */
export const short = proxyLocalActivities<Activities['short']>(insideTask);

/**
 * What must be written once it was begun, since nobody knows whether the first try was: inside the task, and
 * where the database is away as an activity of its own, until it is back. A repeat finds what was written.
 */
export const records = persist(
  proxyLocalActivities<Activities['records']>(insideTask),
  proxyActivities<Activities['records']>({
    startToCloseTimeout: '30s',
    retry: {
      initialInterval: '500ms',
      maximumInterval: '10s',
      nonRetryableErrorTypes: ['internal-error'],
    },
  }),
);

/** The first try of a step that asks servers of others: nearly always they answer. */
export const documentsInTask = proxyLocalActivities<Activities['documents']>({
  startToCloseTimeout: '8s',
  retry: { maximumAttempts: 1 },
});

/**
 * A try of such a step beside the workflow task. Once, or twice where its worker died: whether it is tried
 * again, and when, the dossier's workflow decides, which says so.
 */
export const documents = proxyActivities<Activities['documents']>({
  startToCloseTimeout: '2m',
  heartbeatTimeout: '20s',
  retry: {
    initialInterval: '500ms',
    maximumAttempts: 2,
    nonRetryableErrorTypes: [...passingCodes, 'internal-error'],
  },
});

/**
 * The token: three tries within a minute, all of them on a PIN that the token has accepted;
 * a PIN that it has not is never tried again (the activity sees to that).
 */
export const token = proxyActivities<TokenProcessActivities['token']>({
  taskQueue: tokenTaskQueue,
  scheduleToStartTimeout: '20s',
  startToCloseTimeout: '15s',
  scheduleToCloseTimeout: '60s',
  retry: { initialInterval: '500ms', maximumAttempts: 3 },
});

/**
 * A provider of remote signatures asks the signer's phone meanwhile. Once: a try whose outcome is
 * unknown may have spent a PIN or a consent. Heartbeats tell early that its process died.
 */
export const provider = proxyActivities<TokenProcessActivities['provider']>({
  taskQueue: tokenTaskQueue,
  scheduleToStartTimeout: '20s',
  startToCloseTimeout: '150s',
  heartbeatTimeout: '15s',
  retry: { maximumAttempts: 1 },
});

/** Only what lies with the database is gone on with: what was refused, was not written. */
function persist<Group extends Record<keyof Group, (input: never) => Promise<unknown>>>(
  now: Group,
  later: Group,
): Group {
  return new Proxy(now, {
    get: (_, name: string) => async (input: unknown) => {
      try {
        return await call(now, name, input);
      } catch (error) {
        if (!ofDatabase.has(blockedReasonOf(error).code)) throw error;
        return call(later, name, input);
      }
    },
  });
}

/** By name: the types of input and answer are the group's, as the caller of `persist` sees them. */
function call(group: object, name: string, input: unknown): Promise<unknown> {
  const activity = Reflect.get(group, name) as (input: unknown) => Promise<unknown>;
  return activity(input);
}

/** With these the step may have been done all the same. */
const ofDatabase: ReadonlySet<string> = new Set([
  ...['database-busy', 'database-unavailable', 'step-unanswered'],
]);
