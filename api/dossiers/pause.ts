import { SaoyError } from '../../domain/problem';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { pauseUpdate } from '../../workflows/dossiers/messages';
import { actionRoute } from './act-route';
import { writeRemark } from './write-remark';
import { pauseSchema } from './contract';

/**
 * "Tạm dừng": a clock stands still only by a rule of the policy that the dossier pinned, and the legal one
 * only where that rule says so with its citation. The policies of the house have none.
 */
export const mountPause = actionRoute({
  action: 'pause',
  body: pauseSchema,
  update: pauseUpdate,
  prepare: async (deps, dossier, actorId, { ground, reason }) => {
    const { grounds } = getPinnedPolicy(deps.rules, dossier.policy).pause;
    if (!grounds.some(({ id }) => id === ground)) throw new SaoyError('pause-ground-unknown');
    return { actorId, ground, remarkId: await writeRemark(deps, dossier.id, actorId, reason) };
  },
});
