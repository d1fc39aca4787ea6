import { randomUUID } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { recordTokenHolder } from '../../db/signing/record-token-holder';
import { type HeldToken, listOfficeTokens } from '../../db/signing/tokens';
import { SaoyError } from '../../domain/problem';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { unitPath } from '../offices/get';
import { unfitTexts } from './judge-certificate';
import { judgeFor } from './list-candidates';
import { listSigners, viewOfficeTokens } from './list-office-tokens';
import { declareHolderSchema, officeTokensSchema } from './token-contract';

const route = defineRoute('token.assign', {
  method: 'put',
  path: '/api/offices/{officeId}/tokens/{label}/holder',
  tags: ['signing'],
  summary: "Declare whose a leader's token at our server is: nobody else may sign with it",
  request: {
    params: unitPath.extend({ label: z.string().min(1).max(100) }),
    body: { required: true, content: { 'application/json': { schema: declareHolderSchema } } },
  },
  responses: describeResponses({ 200: json(officeTokensSchema, 'As declared') }),
});

/** Only of somebody who signs in the office, and whom the token's certificate names. */
export const mountDeclareTokenHolder: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { unit, signedIn }) => {
    const { label } = c.req.valid('param');
    const { personId } = c.req.valid('json');
    const tokens = await listOfficeTokens(deps.db, unit.code, 'leader');
    const token = tokens.find((one) => one.label === label);
    if (!token) throw new SaoyError('token-unknown', { token: label });
    if (personId !== null) await requireFit(deps, token, { personId, officeId: unit.id });
    await recordTokenHolder(deps.db, {
      ...{ label, personId, officeId: unit.id, actorId: signedIn.personId },
      ...{ actKey: `token-holder ${randomUUID()}`, at: new Date(deps.now()) },
    });
    return c.json(await viewOfficeTokens(deps, unit), 200);
  });
};

/** @throws SaoyError `token-holder-unfit` {reason} */
async function requireFit(
  deps: ApiDeps,
  { certificates }: HeldToken,
  { personId, officeId }: { personId: string; officeId: string },
): Promise<void> {
  const refuse = (reason: string) => new SaoyError('token-holder-unfit', { reason });
  const signers = await listSigners(deps, officeId);
  if (!signers.some(({ id }) => id === personId)) throw refuse('người này không có quyền ký ở đây');
  const [own, ...issuers] = certificates.map((der) => Buffer.from(der, 'base64'));
  if (!own) throw refuse('token chưa được cắm lần nào nên chưa biết chứng thư');
  const judged = (await judgeFor(deps, { personId, officeId, step: 'sign' }, issuers))(own);
  if (!judged) throw refuse(unfitTexts.unreadable);
  if (judged.unfit !== null) throw refuse(unfitTexts[judged.unfit]);
}
