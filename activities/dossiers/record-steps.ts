import type { Action, Stage } from '../../domain/process';
import { voidNumber } from '../../db/registers/assign-number';
import {
  recordTransition,
  type Transition,
  type TransitionResult,
} from '../../db/dossiers/record-transition';
import { workflowClock, type WorkflowClock } from '../../db/dossiers/workflow-start';
import { planClocks } from './plan-clocks';
import type { ActivityDeps } from '../deps';

/** What the workflow keeps of a transition. */
interface Moved {
  stage: Stage;
  clock: WorkflowClock | null;
}

interface Order {
  dossierId: string;
  actKey: string;
  at: number;
  actorId: string;
}

/** The transitions of a dossier, one activity an act. */
export function createRecordSteps(deps: ActivityDeps) {
  const record = async (transition: Transition): Promise<Moved> =>
    toMoved(await recordTransition(deps.db.manager, transition, planClocks(deps.rules)));

  return {
    recordSubmitted: (order: Order) => record({ action: 'submit', ...facts(order) }),

    recordSigned: ({ hash, ...order }: Order & { hash: string }) =>
      record({
        action: 'sign',
        ...facts(order),
        changes: { certifiedHash: hash, signedBy: order.actorId },
        details: { certifiedHash: hash },
      }),

    recordSealed: ({ hash, ...order }: Order & { hash: string }) =>
      record({
        action: 'seal',
        ...facts(order),
        changes: { sealedHash: hash },
        details: { sealedHash: hash },
      }),

    recordCompleted: ({ dossierId, at }: { dossierId: string; at: number }) =>
      record({ action: 'complete', ...itself('complete', dossierId, at), mail: 'mail-copy' }),

    recordDelivered: ({ dossierId, at }: { dossierId: string; at: number }) =>
      record({
        action: 'deliver',
        ...itself('deliver', dossierId, at),
        changes: { deliveredAt: new Date(at) },
      }),

    /** Back from its proof to the leader: what is signed and sealed so far is dropped, the number is kept. */
    recordSignAgain: ({ remarkId, ...order }: Order & { remarkId: string }) =>
      record({
        action: 'sign-again',
        ...facts(order),
        changes: { lastRemarkId: remarkId, certifiedHash: null, sealedHash: null, copyHash: null },
        details: { remarkId },
      }),

    /** Given to the requester by a person; the mail that could not be sent is not sent any more. */
    recordHandedOver: ({ remarkId, ...order }: Order & { remarkId: string }) =>
      record({
        action: 'hand-over',
        ...facts(order),
        changes: { deliveredAt: new Date(order.at) },
        details: { remarkId },
        noMail: 'mail-copy',
      }),

    /** Returned, refused, cancelled or withdrawn. What is signed so far is dropped with it. */
    recordEnded: async ({
      action,
      remarkId,
      ground,
      ...order
    }: Order & {
      action: Extract<Action, 'return' | 'refuse' | 'cancel' | 'withdraw'>;
      remarkId: string;
      ground?: string;
    }) => {
      const moved = await record({
        action,
        ...facts(order),
        changes: {
          lastRemarkId: remarkId,
          certifiedHash: null,
          ...(ground === undefined ? {} : { refusalGround: ground }),
        },
        details: { remarkId, ...(ground === undefined ? {} : { ground }) },
        ...(action === 'refuse' ? { mail: 'mail-refusal' as const } : {}),
      });
      if (action !== 'return') {
        await voidNumber(deps.db.manager, order.dossierId, action, new Date(order.at));
      }
      return moved;
    },
  };
}

function facts({ dossierId, actKey, at, actorId }: Order) {
  return { dossierId, actKey, actorId, at: new Date(at) };
}

/** Acts of Sao Y itself: each happens once in a dossier's life. */
function itself(action: Action, dossierId: string, at: number) {
  return { dossierId, actKey: action, actorId: null, at: new Date(at) };
}

function toMoved({ stage, clock }: TransitionResult): Moved {
  return { stage, clock: clock && workflowClock(clock) };
}
