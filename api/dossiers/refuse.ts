import { SaoyError } from '../../domain/problem';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { refuseUpdate } from '../../workflows/dossiers/messages';
import { actionRoute } from './act-route';
import { writeRemark } from './write-remark';
import { refusalSchema } from './contract';

/** "Từ chối chứng thực": the legal refusal, on one of the policy's grounds (NĐ 23/2015 Đ22). */
export const mountRefuse = actionRoute({
  action: 'refuse',
  body: refusalSchema,
  update: refuseUpdate,
  prepare: async (deps, dossier, actorId, { ground, explanation }) => {
    const { refusalGrounds } = getPinnedPolicy(deps.rules, dossier.policy);
    if (!refusalGrounds.some(({ id }) => id === ground)) {
      throw new SaoyError('ground-unknown', { ground });
    }
    return { actorId, ground, remarkId: await writeRemark(deps, dossier.id, actorId, explanation) };
  },
});
