import type { EntityManager } from 'typeorm';
import { recordTransition } from '../../db/dossiers/record-transition';
import type { Rules } from '../../policies/load-rules';
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
export function createRecordDocuments({ rules }: { rules: Rules }) {
  const planner = planClocks(rules);
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

    /** It happens once in a dossier's life. The copy goes to the outbox with it. */
    recordProof: async (
      manager: EntityManager,
      { dossierId, at }: { dossierId: string; at: Date },
    ): Promise<Recorded> => {
      const itself = { actKey: 'complete', actorId: null, mail: 'mail-copy' as const };
      const transition = { dossierId, action: 'complete' as const, at, ...itself };
      return toRecorded(await recordTransition(manager, transition, planner));
    },
  };
}
