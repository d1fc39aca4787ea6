import { randomBytes } from 'node:crypto';
import { findByAccount } from '../../db/people/find-person';
import { SaoyError } from '../../domain/problem';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { OneTimeCodes } from '../sign-in/one-time-codes';
import { deskCodeSchema, deskCodeSentSchema, deskPath } from './contract';
import { requireDesk } from './require-desk';

const route = defineRoute('desk-account.open', {
  method: 'post',
  path: '/api/offices/{officeId}/citizen-accounts/code',
  tags: ['counter'],
  summary: 'Send a code to the number of the citizen at the desk; the newest alone counts',
  request: {
    params: deskPath,
    body: { required: true, content: { 'application/json': { schema: deskCodeSchema } } },
  },
  responses: describeResponses({ 200: json(deskCodeSentSchema, 'It is on its way') }),
});

export const mountSendDeskCode: Mount = (app, deps) => {
  const codes = new OneTimeCodes(deps);
  serve(app, deps, route, async (c, { officeId, signedIn }) => {
    await requireDesk(deps, officeId);
    const { identifier, phone } = c.req.valid('json');
    if (await findByAccount(deps.db, { username: identifier, identifier })) {
      throw new SaoyError('citizen-has-account');
    }
    const address = codes.addressOf({ phone, email: null });
    if (address === null) throw new SaoyError('code-unreachable');
    const ticket = randomBytes(32).toString('base64url');
    const sent = await codes.send({
      ...{ purpose: 'desk', owner: phone, personId: null, address, ticket, officeId },
      bound: [signedIn.personId, officeId, identifier, phone],
      clientAddress: c.var.clientAddress,
    });
    return c.json({ ...sent, ticket }, 200);
  });
};
