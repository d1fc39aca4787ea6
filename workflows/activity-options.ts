import {
  ActivityFailure,
  ApplicationFailure,
  patched,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { DossierActivities } from '../activities/dossier-activities';
import type { ProviderActivities } from '../activities/sign-with-provider';
import type { TokenActivities } from '../activities/sign-with-token';
import { tokenTaskQueue } from './task-queues';

/** Short steps on our own database, inside one workflow task. Retried until the database is back. */
const recorded = proxyLocalActivities<DossierActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '200ms', maximumInterval: '10s' },
});

/** Steps on documents that take CPU or ask a time stamp, OCSP or mail server: tried until it answers. */
const outside = proxyActivities<DossierActivities>({
  startToCloseTimeout: '2m',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '500ms', maximumInterval: '30s' },
});

/**
 * The first try of such a step, inside the workflow task: where the servers answer, as they nearly always
 * do, Temporal schedules and records nothing for it.
 */
const atOnce = proxyLocalActivities<DossierActivities>({
  startToCloseTimeout: '8s',
  retry: { maximumAttempts: 1 },
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

const { completeProof } = outside;
const { signWithToken } = token;
const { signWithProvider } = provider;

/** Everything the dossier's workflow asks of the world. */
export const asks = {
  ...namesOf(recorded),
  completeProof,
  completeSignature: firstAtOnce(atOnce.completeSignature, outside.completeSignature),
  signWithToken,
  signWithProvider,
};

/** Dossiers recorded before this replay without the try inside their task. */
function firstAtOnce<Order, Result>(
  inside: (order: Order) => Promise<Result>,
  later: (order: Order) => Promise<Result>,
): (order: Order) => Promise<Result> {
  return async (order) => {
    if (!patched('first-at-once')) return later(order);
    try {
      return await inside(order);
    } catch (error) {
      if (isFinal(error)) throw error;
      return later(order);
    }
  };
}

/** What a person must mend, not what may pass by itself. */
function isFinal(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  return cause instanceof ApplicationFailure && cause.nonRetryable === true;
}

/** Proxies answer any name; the ones used are listed so that they can stand in one object. */
function namesOf(proxy: typeof recorded) {
  const { recordSubmitted, recordSigned, recordSealed, recordEnded, recordAlarm } = proxy;
  const { recordCompleted, recordDelivered, assignNumber } = proxy;
  const { recordExtended, recordRederived, recordPaused, recordResumed } = proxy;
  const { prepareCertification, prepareSeal, requireReady } = proxy;
  const { askSignature, lookForAnswer, endAsked } = proxy;
  return {
    ...{ recordSubmitted, recordSigned, recordSealed, recordEnded, recordAlarm },
    ...{ recordCompleted, recordDelivered, assignNumber },
    ...{ recordExtended, recordRederived, recordPaused, recordResumed },
    ...{ prepareCertification, prepareSeal, requireReady },
    ...{ askSignature, lookForAnswer, endAsked },
  };
}
