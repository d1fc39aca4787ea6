import { z } from '@hono/zod-openapi';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { ProofOfWork } from '../sign-in/proof-of-work';

/** In the shape of ALTCHA, version 2. */
const challengeSchema = z
  .object({
    parameters: z.looseObject({
      algorithm: z.string(),
      nonce: z.string(),
      salt: z.string(),
      cost: z.number().int(),
      keyLength: z.number().int(),
      keyPrefix: z.string(),
    }),
    signature: z.string(),
  })
  .openapi('ProofChallenge');

const route = defineRoute('proof.challenge', {
  method: 'get',
  path: '/api/proof-of-work',
  tags: ['session'],
  summary: 'Work for a browser, in place of a captcha; its solution is good once',
  responses: describeResponses({ 200: json(challengeSchema, 'What is to be solved') }),
});

export const mountProofOfWork: Mount = (app, deps) => {
  const proofs = new ProofOfWork(deps);
  serve(app, deps, route, async (c) => {
    return c.json(challengeSchema.parse(await proofs.challenge()), 200);
  });
};
