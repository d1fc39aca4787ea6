import { recordConfirmed } from '../../db/sessions/record-session';
import { SaoyError } from '../../domain/problem';
import { describeResponses } from '../http/responses';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { SecondFactorCheck } from '../sign-in/check-code';
import { codeSchema } from './contract';

const route = defineRoute('session.step-up', {
  method: 'post',
  path: '/api/session/step-up',
  tags: ['session'],
  summary: 'Confirm by a code that it is still this person',
  request: { body: { required: true, content: { 'application/json': { schema: codeSchema } } } },
  responses: describeResponses({ 204: { description: 'Confirmed for the minutes of the policy' } }),
});

/** Before an act that wants its person confirmed anew. */
export const mountStepUp: Mount = (app, deps) => {
  const factors = new SecondFactorCheck(deps);
  serve(app, deps, route, async (c, { signedIn }) => {
    const { personId, sessionId } = signedIn;
    if (!signedIn.hasSecondFactor) throw new SaoyError('second-factor-absent');
    // Counted by session: nobody else's tries shut out who is signed in here.
    const device = `session ${sessionId}`;
    const trier = { account: personId, address: c.var.clientAddress, device };
    await factors.take(trier, personId, c.req.valid('json').code);
    await recordConfirmed(deps.db.manager, c.var.sessionHash, new Date(deps.now()));
    return c.body(null, 204);
  });
};
