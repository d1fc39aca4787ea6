import { z } from '@hono/zod-openapi';
import { proveNumber } from '../../db/registers/prove-number';
import { SaoyError } from '../../domain/problem';
import { toBase64 } from '../../domain/register-log/bytes';
import { formatProof } from '../../domain/register-log/proof-file';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { describeResponses, json } from '../http/responses';
import { bookParams, numberProofSchema } from './contract';

const route = defineRoute('register.read', {
  method: 'get',
  path: '/api/public/registers/{bookId}/numbers/{number}',
  tags: ['public'],
  summary: 'The proof that a number stands in a book’s log',
  request: {
    params: bookParams.extend({ number: z.coerce.number().int().min(0).max(4_294_967_295) }),
  },
  responses: describeResponses({
    200: json(numberProofSchema, 'To be checked by whoever asks; nothing personal'),
  }),
});

export const mountProveNumber: Mount = (app, deps) => {
  serve(app, deps, route, async (c) => {
    const { bookId, number } = c.req.valid('param');
    const proven = await proveNumber(deps.db, bookId, number);
    if (!proven) throw new SaoyError('register-not-shown');
    const { proof, later, publicKey } = proven;
    const path = proof.path.map(toBase64);
    return c.json({ ...proof, path, later, publicKey, file: formatProof(proof) }, 200);
  });
};
