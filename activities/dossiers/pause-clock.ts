import { pauseDossier, resumeDossier } from '../../db/dossiers/pause-dossier';
import { getDossierRow } from '../../db/dossiers/rows';
import { workflowClock, type WorkflowClock } from '../../db/dossiers/workflow-start';
import { computeDeadlines } from '../../deadlines/due';
import { formatInstantVi } from '../../time/time';
import { SaoyError } from '../../domain/problem';
import type { Stage } from '../../domain/process';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import type { ActivityDeps } from '../deps';
import { clockFactsOf, planClocks } from './plan-clocks';

interface PauseInput {
  dossierId: string;
  actKey: string;
  at: number;
  actorId: string;
}

/** What the workflow keeps; no step's clock runs in a pause. */
interface PausedState {
  stage: Stage;
  clock: WorkflowClock | null;
  /** Epoch milliseconds. */
  legalDue: number;
  /** Which clocks stand still; null: none. */
  paused: 'step' | 'legal' | null;
}

/** Clocks that stand still and go on: only where the policy that the dossier pinned has a rule for it. */
export function createPauseClock({ db, rules }: ActivityDeps) {
  const planner = planClocks(rules);
  return {
    /** @throws SaoyError `pause-ground-unknown`, `dossier-paused`, `dossier-out-of-turn` */
    recordPaused: async ({
      ground,
      remarkId,
      ...input
    }: PauseInput & { ground: string; remarkId: string }): Promise<PausedState> => {
      const { policy } = await getDossierRow(db, input.dossierId);
      const rule = getPinnedPolicy(rules, policy).pause.grounds.find(({ id }) => id === ground);
      if (rule === undefined) throw new SaoyError('pause-ground-unknown');
      const stopsLegal = rule.stops === 'legal';
      const { stage, legalDue } = await pauseDossier(
        db.manager,
        { ...input, at: new Date(input.at), ground, stopsLegal, remarkId },
        (...span) => planner.workingMs(...span),
      );
      return { stage, clock: null, legalDue: legalDue.getTime(), paused: rule.stops };
    },

    /** @throws SaoyError `dossier-not-paused` */
    recordResumed: async (input: PauseInput): Promise<PausedState> => {
      const at = new Date(input.at);
      const { dossier, clock } = await resumeDossier(
        db.manager,
        { ...input, at },
        (paused, step, usedMs, pauses) => {
          const facts = clockFactsOf(rules, paused, pauses);
          const { legalDue, because } = computeDeadlines(facts);
          const due = new Date(legalDue);
          return {
            legalDue: due,
            because,
            clock: planner.plan({ ...paused, legalDue: due }, step, at, usedMs, pauses),
            reason: `Hết tạm dừng: hạn mới ${formatInstantVi(legalDue)}.`,
          };
        },
      );
      return {
        stage: dossier.stage,
        clock: clock && workflowClock(clock),
        legalDue: dossier.legalDue.getTime(),
        paused: null,
      };
    },
  };
}
