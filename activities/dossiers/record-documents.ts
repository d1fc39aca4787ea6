import type { EntityManager } from 'typeorm';
import { recordFirstVersion } from '../../db/copies/record-copy-version';
import { recordTransition } from '../../db/dossiers/record-transition';
import type { Dossier } from '../../db/dossiers/entity';
import type { ActivityDeps } from '../deps';
import { leaveNotices } from './leave-notices';
import { planClocks } from './plan-clocks';
import { toRecorded, type Recorded } from './record-steps';

/** A signature that is complete: whose, under which act, and the hash of the document it stands in. */
export interface CompletedSignature {
  dossierId: string;
  step: 'sign' | 'seal';
  actKey: string;
  actorId: string;
  hash: string;
  at: Date;
}

/** Transitions that a finished document brings about, recorded in the transaction that keeps the document. */
export function createRecordDocuments(deps: Pick<ActivityDeps, 'rules' | 'reach'>) {
  const planner = planClocks(deps.rules);
  return {
    recordSignature: async (
      manager: EntityManager,
      { step, hash, ...act }: CompletedSignature,
    ): Promise<Recorded> => {
      const kept = step === 'sign' ? { certifiedHash: hash } : { sealedHash: hash };
      const changes = step === 'sign' ? { ...kept, signedBy: act.actorId } : kept;
      const transition = { ...act, action: step, changes, details: kept };
      return toRecorded(await recordTransition(manager, transition, planner));
    },

    /**
     * It happens once in a dossier's life. The copy is kept with it, and the requester's notices are left.
     * @param copy null where it was recorded before, and the answer did not arrive
     */
    recordProof: async (
      manager: EntityManager,
      { dossierId, at }: { dossierId: string; at: Date },
      copy: { hash: string; stampEndsAt: Date } | null,
    ): Promise<Recorded> => {
      const transition = {
        ...{ dossierId, action: 'complete' as const, actKey: 'complete', actorId: null, at },
        changes: copy === null ? {} : { copyHash: copy.hash },
        also: async (inside: EntityManager, dossier: Dossier) => {
          if (copy !== null) await recordFirstVersion(inside, { dossierId, ...copy, at });
          await leaveNotices(deps, 'copy', at)(inside, dossier);
        },
      };
      return toRecorded(await recordTransition(manager, transition, planner));
    },
  };
}
