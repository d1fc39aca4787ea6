import { SaoyError } from '../../domain/problem';
import { identityRulesAt } from '../../policies/identity-rules';
import { answerNoSooner } from '../http/answer-no-sooner';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { codeSentSchema } from '../sessions/contract';
import { newCodeTicket } from '../sign-in/code-ticket';
import { OneTimeCodes } from '../sign-in/one-time-codes';
import { requireRegistration } from '../sign-in/registration-source';
import { ProofOfWork } from '../sign-in/proof-of-work';
import { registrationBegunSchema } from './contract';

const route = defineRoute('registration.begin', {
  method: 'post',
  path: '/api/registration/code',
  tags: ['session'],
  summary: 'Ask for the code that proves the number of a citizen who registers',
  request: {
    body: { required: true, content: { 'application/json': { schema: registrationBegunSchema } } },
  },
  responses: describeResponses({ 200: json(codeSentSchema, 'The code is on its way') }),
});

/** The code goes to the number that was typed, whether its owner has an account or not: nothing tells which. */
export const mountBeginRegistration: Mount = (app, deps) => {
  const codes = new OneTimeCodes(deps);
  const proofs = new ProofOfWork(deps);
  serve(app, deps, route, async (c) => {
    const { identifier, phone, proof } = c.req.valid('json');
    requireRegistration(deps);
    if (identityRulesAt(deps.rules, deps.now()).proofOfWork.registration) {
      await proofs.require(proof);
    }
    const address = codes.addressOf({ phone, email: null });
    if (address === null) throw new SaoyError('code-unreachable');
    const ticket = newCodeTicket(c, deps);
    const sent = await answerNoSooner(() =>
      codes.send({
        ...{ purpose: 'registration', owner: phone, personId: null, address, ticket },
        ...{ bound: [identifier, phone], clientAddress: c.var.clientAddress },
      }),
    );
    return c.json(sent, 200);
  });
};
