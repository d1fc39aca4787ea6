import { removeSecondFactor, replaceRecoveryCodes } from '../../db/second-factors/second-factors';
import { inTransaction } from '../../db/transaction';
import { SaoyError } from '../../domain/problem';
import { hashOfRecoveryCode, newRecoveryCodes } from '../../identity/second-factor/recovery-codes';
import { identityRulesAt } from '../../policies/identity-rules';
import { describeResponses, json } from '../http/responses';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { recordOwnChange } from '../sign-in/open-session';
import { recoveryCodesSchema } from './contract';

const removal = defineRoute('second-factor.change', {
  method: 'delete',
  path: '/api/my/second-factor',
  tags: ['session'],
  summary: 'Do without the second factor, where the policy lets',
  responses: describeResponses({ 204: { description: 'A sign-in asks for the password alone' } }),
});

const renewal = defineRoute('second-factor.change', {
  method: 'post',
  path: '/api/my/second-factor/recovery-codes',
  tags: ['session'],
  summary: 'New recovery codes in place of the old',
  responses: describeResponses({ 200: json(recoveryCodesSchema, 'Told this once') }),
});

export const mountChangeSecondFactor: Mount = (app, deps) => {
  const { db } = deps;
  serve(app, deps, removal, async (c, { signedIn }) => {
    const { personId } = signedIn;
    if (identityRulesAt(deps.rules, deps.now()).secondFactor === 'required') {
      throw new SaoyError('second-factor-kept');
    }
    await inTransaction(db, async (inside) => {
      if (!(await removeSecondFactor(inside, personId))) {
        throw new SaoyError('second-factor-absent');
      }
      await recordOwnChange(inside, c, deps, personId, 'factor-off');
    });
    return c.body(null, 204);
  });
  serve(app, deps, renewal, async (c, { signedIn }) => {
    if (!signedIn.hasSecondFactor) throw new SaoyError('second-factor-absent');
    const recoveryCodes = newRecoveryCodes();
    const hashes = recoveryCodes.map(hashOfRecoveryCode);
    await inTransaction(db, (inside) => replaceRecoveryCodes(inside, signedIn.personId, hashes));
    return c.json({ recoveryCodes }, 200);
  });
};
