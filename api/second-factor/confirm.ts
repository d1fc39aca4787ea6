import {
  confirmSecondFactor,
  findSecondFactor,
  replaceRecoveryCodes,
} from '../../db/second-factors/second-factors';
import { recordConfirmed } from '../../db/sessions/record-session';
import { inTransaction } from '../../db/transaction';
import { SaoyError } from '../../domain/problem';
import { hashOfRecoveryCode, newRecoveryCodes } from '../../identity/second-factor/recovery-codes';
import { describeResponses, json } from '../http/responses';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { recordOwnChange } from '../sign-in/open-session';
import { SecondFactorCheck } from '../sign-in/check-code';
import { codeSchema } from '../sessions/contract';
import { recoveryCodesSchema } from './contract';

const route = defineRoute('second-factor.set', {
  method: 'post',
  path: '/api/my/second-factor/confirmation',
  tags: ['session'],
  summary: 'Show by a code that the program is set up; from then on a sign-in asks for one',
  request: { body: { required: true, content: { 'application/json': { schema: codeSchema } } } },
  responses: describeResponses({
    200: json(recoveryCodesSchema, 'Codes for emergencies, told this once'),
  }),
});

export const mountConfirmSecondFactor: Mount = (app, deps) => {
  const { db } = deps;
  const factors = new SecondFactorCheck(deps);
  serve(app, deps, route, async (c, { signedIn }) => {
    const { personId, sessionId } = signedIn;
    const begun = await findSecondFactor(db.manager, personId);
    if (!begun) throw new SaoyError('second-factor-absent');
    if (begun.confirmedAt) throw new SaoyError('second-factor-present');
    const device = `session ${sessionId}`;
    const trier = { account: personId, address: c.var.clientAddress, device };
    await factors.takeFirst(trier, begun, c.req.valid('json').code);
    const recoveryCodes = newRecoveryCodes();
    const at = new Date(deps.now());
    await inTransaction(db, async (inside) => {
      await confirmSecondFactor(inside, personId, at);
      await replaceRecoveryCodes(inside, personId, recoveryCodes.map(hashOfRecoveryCode));
      await recordConfirmed(inside, c.var.sessionHash, at);
      await recordOwnChange(inside, c, deps, personId, 'factor-on');
    });
    return c.json({ recoveryCodes }, 200);
  });
};
