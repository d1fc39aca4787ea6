import {
  listDeskAccounts,
  type DeskAccountLine as Made,
} from '../../db/desk-accounts/desk-accounts';
import { maskNumber } from '../../identity/codes/one-time-code';
import { policyInForce } from '../../policies/policy-in-force';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { type DeskAccountLine, deskAccountsSchema, deskPath } from './contract';
import { requireDesk } from './require-desk';

const route = defineRoute('desk-account.list', {
  method: 'get',
  path: '/api/offices/{officeId}/citizen-accounts',
  tags: ['counter'],
  summary: 'The accounts of citizens that I opened at this desk',
  request: { params: deskPath },
  responses: describeResponses({ 200: json(deskAccountsSchema, 'The newest first') }),
});

export const mountListDeskAccounts: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId, signedIn }) => {
    const { policyId } = await requireDesk(deps, officeId);
    const made = await listDeskAccounts(deps.db, { officeId, madeBy: signedIn.personId });
    const { maxBytes, citation } = policyInForce(deps.rules, policyId, deps.now()).files
      .identityScan;
    return c.json({ items: made.map(viewMade), scanBytesMax: maxBytes, citation }, 200);
  });
};

function viewMade({
  personId,
  fullName,
  identifier,
  phone,
  madeAt,
  notice,
}: Made): DeskAccountLine {
  const isFailed = notice === 'failed' || notice === 'uncertain' || notice === null;
  const message = notice === 'sent' ? 'sent' : isFailed ? 'failed' : 'waiting';
  return {
    ...{ id: personId, fullName, message, madeAt: madeAt.toISOString() },
    ...{ identifier: maskNumber(identifier), phone: maskNumber(phone) },
  };
}
