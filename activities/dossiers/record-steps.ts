import type { Action, Stage } from '../../domain/process';
import { callOff } from '../../db/notices/outbox';
import { voidNumber } from '../../db/registers/void-number';
import {
  recordTransition,
  type Transition,
  type TransitionResult,
} from '../../db/dossiers/record-transition';
import { workflowClock, type WorkflowClock } from '../../db/dossiers/workflow-start';
import { inTransaction } from '../../db/transaction';
import { leaveNotices } from './leave-notices';
import { planClocks } from './plan-clocks';
import type { ActivityDeps } from '../deps';

/** What the workflow keeps of a transition. */
export interface Recorded {
  stage: Stage;
  clock: WorkflowClock | null;
}

interface Act {
  dossierId: string;
  actKey: string;
  at: number;
  actorId: string;
}

/** The transitions of a dossier that are no more than records, one activity an act. */
export function createRecordSteps(deps: Pick<ActivityDeps, 'db' | 'rules' | 'reach'>) {
  const { db, rules } = deps;
  const planner = planClocks(rules);
  const record = async (transition: Transition): Promise<Recorded> =>
    toRecorded(await recordTransition(db.manager, transition, planner));

  return {
    recordSubmitted: (act: Act) => record({ action: 'submit', ...facts(act) }),

    /** Back from its proof to the leader: what is signed and sealed so far is dropped, the number is kept. */
    recordSignAgain: ({ remarkId, ...act }: Act & { remarkId: string }) =>
      record({
        action: 'sign-again',
        ...facts(act),
        changes: { lastRemarkId: remarkId, certifiedHash: null, sealedHash: null, copyHash: null },
        details: { remarkId },
      }),

    /** Given to the requester by a person; the mail that could not be sent is not sent any more. */
    recordHandedOver: ({ remarkId, ...act }: Act & { remarkId: string }) =>
      record({
        action: 'hand-over',
        ...facts(act),
        changes: { deliveredAt: new Date(act.at) },
        details: { remarkId },
        also: (inside) => callOff(inside, act.dossierId, 'copy'),
      }),

    /** Returned, refused, cancelled or withdrawn. What is signed so far is dropped with it. */
    recordEnded: async ({
      action,
      remarkId,
      ground,
      ...act
    }: Act & {
      action: Extract<Action, 'return' | 'refuse' | 'cancel' | 'withdraw'>;
      remarkId: string;
      ground?: string;
    }) => {
      const transition: Transition = {
        action,
        ...facts(act),
        changes: {
          lastRemarkId: remarkId,
          certifiedHash: null,
          ...(ground === undefined ? {} : { refusalGround: ground }),
        },
        details: { remarkId, ...(ground === undefined ? {} : { ground }) },
        ...(action === 'refuse' && { also: leaveNotices(deps, 'refusal', new Date(act.at)) }),
      };
      return inTransaction(db, async (inside) => {
        const recorded = toRecorded(await recordTransition(inside, transition, planner));
        if (action !== 'return') await voidNumber(inside, act.dossierId, action, transition.at);
        return recorded;
      });
    },
  };
}

function facts({ dossierId, actKey, at, actorId }: Act) {
  return { dossierId, actKey, actorId, at: new Date(at) };
}

/** @returns what the workflow keeps of it */
export function toRecorded({ stage, clock }: TransitionResult): Recorded {
  return { stage, clock: clock && workflowClock(clock) };
}
