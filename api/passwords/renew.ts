import { hash } from '@node-rs/argon2';
import { renewPassword } from '../../db/people/change-person';
import { getPerson } from '../../db/people/find-person';
import { inTransaction } from '../../db/transaction';
import { SaoyError } from '../../domain/problem';
import { judgePassword, passwordLengthMin } from '../../identity/passwords/judge-password';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses } from '../http/responses';
import { codeTicketOf } from '../sign-in/code-ticket';
import { OneTimeCodes } from '../sign-in/one-time-codes';
import { renewedSchema } from './contract';

const route = defineRoute('password.renew', {
  method: 'post',
  path: '/api/password/renewed',
  tags: ['session'],
  summary: 'Set a new password by the code that was sent; all sessions of the account end',
  request: {
    body: { required: true, content: { 'application/json': { schema: renewedSchema } } },
  },
  responses: describeResponses({ 204: { description: 'It is set; sign in by it' } }),
});

/** Nobody is signed in by it: who has the number alone still has to know a name. */
export const mountRenewPassword: Mount = (app, deps) => {
  const codes = new OneTimeCodes(deps);
  serve(app, deps, route, async (c) => {
    const { code, password } = c.req.valid('json');
    const held = { purpose: 'password', ticket: codeTicketOf(c, deps) } as const;
    const row = await codes.check(held, code, c.var.clientAddress);
    const person = await getPerson(deps.db, row.personId ?? '');
    const fault = judgePassword(password, person);
    // The code stays good: the person types another password.
    if (fault) throw new SaoyError(`password-${fault}`, { min: passwordLengthMin });
    const passwordHash = await hash(password);
    await inTransaction(deps.db, async (inside) => {
      await codes.spend(inside, row);
      await renewPassword(inside, person.id, passwordHash);
    });
    return c.body(null, 204);
  });
};
