import { countRecoveryCodes, findSecondFactor } from '../../db/second-factors/second-factors';
import { identityRulesAt } from '../../policies/identity-rules';
import { describeResponses, json } from '../http/responses';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { secondFactorSchema } from './contract';

const route = defineRoute('second-factor.read', {
  method: 'get',
  path: '/api/my/second-factor',
  tags: ['session'],
  summary: 'Whether the asking person has a second factor',
  responses: describeResponses({ 200: json(secondFactorSchema, 'As it stands') }),
});

export const mountGetSecondFactor: Mount = (app, deps) => {
  const { manager } = deps.db;
  serve(app, deps, route, async (c, { signedIn }) => {
    const { personId } = signedIn;
    const factor = await findSecondFactor(manager, personId);
    const { secondFactor, stepUpMinutes } = identityRulesAt(deps.rules, deps.now());
    const state = {
      isOn: Boolean(factor?.confirmedAt),
      since: factor?.confirmedAt?.toISOString() ?? null,
      recoveryCodesLeft: await countRecoveryCodes(manager, personId),
      policy: secondFactor,
      stepUpMinutes,
    };
    return c.json(state, 200);
  });
};
