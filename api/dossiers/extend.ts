import { checkExtension } from '../../deadlines/check-extension';
import { parseDate } from '../../deadlines/parse-time';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { extendUpdate } from '../../workflows/dossiers/messages';
import { actionRoute } from './act-route';
import { extendSchema } from './contract';

/**
 * "Kéo dài thời hạn": at most the policy's working days on a legal ground, or up to the date of a written
 * agreement (NĐ 23/2015 Đ21); the appointment slip is drafted with it (TT 01/2020 Đ2.1).
 */
export const mountExtend = actionRoute({
  action: 'extend',
  body: extendSchema,
  update: extendUpdate,
  prepare: (deps, dossier, actorId, { ground, days, agreedUntil, agreementAttached }) => {
    checkExtension(getPinnedPolicy(deps.rules, dossier.policy), {
      groundId: ground,
      extendDays: days,
      extendUntil: agreedUntil === undefined ? undefined : parseDate(agreedUntil),
      agreementAttached,
      legalDue: dossier.legalDue.getTime(),
    });
    return { actorId, ground, days: days ?? 0, agreedUntil: agreedUntil ?? null };
  },
});
