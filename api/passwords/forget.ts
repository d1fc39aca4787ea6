import { findByUsername, findCitizen } from '../../db/people/find-person';
import type { Person } from '../../db/people/entity';
import { identifierPattern } from '../../domain/people';
import { foldText } from '../../domain/text';
import { identityRulesAt } from '../../policies/identity-rules';
import { answerNoSooner } from '../http/answer-no-sooner';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { codeSentSchema } from '../sessions/contract';
import { newCodeTicket } from '../sign-in/code-ticket';
import { OneTimeCodes } from '../sign-in/one-time-codes';
import { ProofOfWork } from '../sign-in/proof-of-work';
import { forgottenSchema } from './contract';

const route = defineRoute('password.forget', {
  method: 'post',
  path: '/api/password/forgotten',
  tags: ['session'],
  summary: 'Ask for a code in place of a citizen’s password; the answer is one, whoever it is',
  request: {
    body: { required: true, content: { 'application/json': { schema: forgottenSchema } } },
  },
  responses: describeResponses({
    200: json(codeSentSchema, 'If there is such an account, the code is on its way'),
  }),
});

/**
 * Citizens alone: what staff may do is given back by an administrator. Nothing says whether there is such an account,
 * neither body nor status nor time, and nobody's name is counted as somebody's.
 */
export const mountForgetPassword: Mount = (app, deps) => {
  const codes = new OneTimeCodes(deps);
  const proofs = new ProofOfWork(deps);
  serve(app, deps, route, async (c) => {
    const { username, proof } = c.req.valid('json');
    if (identityRulesAt(deps.rules, deps.now()).proofOfWork.forgottenPassword) {
      await proofs.require(proof);
    }
    const ticket = newCodeTicket(c, deps);
    const sent = await answerNoSooner(async () => {
      const person = await findForgetful(deps, username);
      return codes.send({
        ...{ purpose: 'password', owner: person?.id ?? foldText(username), ticket },
        personId: person?.id ?? null,
        address: person && codes.addressOf(person),
        clientAddress: c.var.clientAddress,
      });
    });
    return c.json(sent, 200);
  });
};

async function findForgetful({ db }: ApiDeps, username: string): Promise<Person | null> {
  const person = await findByUsername(db, username);
  if (person) return person.kind === 'citizen' ? person : null;
  return identifierPattern.test(username) ? findCitizen(db, username) : null;
}
