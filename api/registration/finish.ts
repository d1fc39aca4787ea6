import { hash } from '@node-rs/argon2';
import { recordCitizen } from '../../db/people/record-citizen';
import { inTransaction } from '../../db/transaction';
import { SaoyError } from '../../domain/problem';
import { judgePassword, passwordLengthMin } from '../../identity/passwords/judge-password';
import { answerNoSooner } from '../http/answer-no-sooner';
import { isNumberOf } from '../../identity/subscribers/subscriber-lookup';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses } from '../http/responses';
import { codeTicketOf } from '../sign-in/code-ticket';
import { OneTimeCodes } from '../sign-in/one-time-codes';
import { requireRegistration } from '../sign-in/registration-source';
import { registrationSchema } from './contract';

const route = defineRoute('registration.finish', {
  method: 'post',
  path: '/api/registration',
  tags: ['session'],
  summary: 'Make one’s own account by the code; where the number has one already, nothing is done',
  request: {
    body: { required: true, content: { 'application/json': { schema: registrationSchema } } },
  },
  responses: describeResponses({
    204: { description: 'Sign in now; where that fails, there was an account before' },
  }),
});

/** The answer is one whether the account is new or was there: who wants to know has to be able to sign in. */
export const mountFinishRegistration: Mount = (app, deps) => {
  const codes = new OneTimeCodes(deps);
  serve(app, deps, route, async (c) => {
    const { identifier, phone, fullName, email, password, code } = c.req.valid('json');
    const source = requireRegistration(deps);
    const fault = judgePassword(password, { username: identifier, fullName });
    if (fault) throw new SaoyError(`password-${fault}`, { min: passwordLengthMin });
    const held = { purpose: 'registration', ticket: codeTicketOf(c, deps) } as const;
    const bound = [identifier, phone];
    const row = await codes.check({ ...held, bound }, code, c.var.clientAddress);
    // Told to whoever has the number in hand alone.
    if (!(await isNumberOf(source, { phone, identifier }))) throw new SaoyError('number-not-own');
    await answerNoSooner(async () => {
      const passwordHash = await hash(password);
      await inTransaction(deps.db, async (inside) => {
        await codes.spend(inside, row);
        const facts = { identifier, phone, fullName, email, passwordHash };
        await recordCitizen(inside, { ...facts, mustChangePassword: false });
      });
    });
    return c.body(null, 204);
  });
};
