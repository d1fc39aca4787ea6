import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { DossierActivities } from '../activities';
import type { ProviderActivities } from '../activities/signing/sign-with-provider';
import type { TokenActivities } from '../activities/signing/sign-with-token';
import { passingCodes } from '../domain/failure-handling';
import { obstacleOf } from './dossiers/obstacle';
import { tokenTaskQueue } from './task-queues';

/**
 * Short steps inside one workflow task. A few tries within two seconds: while a local activity goes on, the
 * dossier takes no act. What fails then is refused, or done as an activity of its own.
 */
const short = proxyLocalActivities<DossierActivities>({
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '40s',
  retry: { initialInterval: '100ms', backoffCoefficient: 2.5, maximumAttempts: 4 },
});

/**
 * What must be written down once it was begun, since nobody knows whether the first try was: until the
 * database is back. A try that is repeated finds what the one before did.
 */
const untilWritten = proxyActivities<DossierActivities>({
  startToCloseTimeout: '30s',
  retry: {
    initialInterval: '500ms',
    maximumInterval: '10s',
    nonRetryableErrorTypes: ['internal-error'],
  },
});

/** The first try of a step that asks servers of others: nearly always they answer. */
const atOnce = proxyLocalActivities<DossierActivities>({
  startToCloseTimeout: '8s',
  retry: { maximumAttempts: 1 },
});

/**
 * A later try of such a step. Once, or twice where its worker died: whether it is tried again, and when, the
 * dossier's workflow decides, which says so.
 */
const outside = proxyActivities<DossierActivities>({
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
const token = proxyActivities<TokenActivities>({
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
const provider = proxyActivities<ProviderActivities>({
  taskQueue: tokenTaskQueue,
  scheduleToStartTimeout: '20s',
  startToCloseTimeout: '150s',
  heartbeatTimeout: '15s',
  retry: { maximumAttempts: 1 },
});

const { signWithToken } = token;
const { signWithProvider } = provider;
const { prepareCertification, prepareSeal, requireReady, assignNumber } = short;
const { recordAlarm, recordWaiting } = short;
const { askSignature, lookForAnswer, endAsked } = short;

/** Everything the dossier's workflow asks of the world. */
export const asks = {
  recordSubmitted: written(short.recordSubmitted, untilWritten.recordSubmitted),
  recordSigned: written(short.recordSigned, untilWritten.recordSigned),
  recordSealed: written(short.recordSealed, untilWritten.recordSealed),
  recordEnded: written(short.recordEnded, untilWritten.recordEnded),
  recordSignAgain: written(short.recordSignAgain, untilWritten.recordSignAgain),
  recordHandedOver: written(short.recordHandedOver, untilWritten.recordHandedOver),
  recordCompleted: written(short.recordCompleted, untilWritten.recordCompleted),
  recordDelivered: written(short.recordDelivered, untilWritten.recordDelivered),
  recordExtended: written(short.recordExtended, untilWritten.recordExtended),
  recordRederived: written(short.recordRederived, untilWritten.recordRederived),
  recordPaused: written(short.recordPaused, untilWritten.recordPaused),
  recordResumed: written(short.recordResumed, untilWritten.recordResumed),
  ...{ prepareCertification, prepareSeal, requireReady, assignNumber },
  ...{ recordAlarm, recordWaiting },
  ...{ askSignature, lookForAnswer, endAsked },
  completeSignature: tries(atOnce.completeSignature, outside.completeSignature),
  completeProof: outside.completeProof,
  ...{ signWithToken, signWithProvider },
};

/** Only what lies with the database is gone on with: what was refused, was not written. */
function written<Order, Result>(
  now: (order: Order) => Promise<Result>,
  later: (order: Order) => Promise<Result>,
): (order: Order) => Promise<Result> {
  return async (order) => {
    try {
      return await now(order);
    } catch (error) {
      if (!ofDatabase.has(obstacleOf(error).code)) throw error;
      return later(order);
    }
  };
}

/** With these the step may have been done all the same. */
const ofDatabase: ReadonlySet<string> = new Set([
  ...['database-busy', 'database-unavailable', 'step-unanswered'],
]);

/** The tries of one step, one a call: the first inside the workflow task, the others beside it. */
function tries<Order, Result>(
  now: (order: Order) => Promise<Result>,
  later: (order: Order) => Promise<Result>,
): () => (order: Order) => Promise<Result> {
  return () => {
    let isFirst = true;
    return (order) => {
      const step = isFirst ? now : later;
      isFirst = false;
      return step(order);
    };
  };
}
