import { recordReading } from '../../db/dossiers/record-reading';
import { findByAccount } from '../../db/people/find-person';
import { keyedHash, keyFor } from '../../identity/secrets/key-for';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { LookUpLimit } from '../http/look-up-limit';
import { describeResponses, json } from '../http/responses';
import { deskPath, lookedUpSchema, lookUpSchema } from './contract';
import { requireDesk } from './require-desk';

const route = defineRoute('desk-account.find', {
  method: 'post',
  path: '/api/offices/{officeId}/citizen-accounts/look-up',
  tags: ['counter'],
  summary: 'Whether a whole number of an identity paper has an account; nothing else of it',
  request: {
    params: deskPath,
    body: { required: true, content: { 'application/json': { schema: lookUpSchema } } },
  },
  responses: describeResponses({ 200: json(lookedUpSchema, 'Whether it has') }),
});

/** Each look-up is bounded and written down: who, when, and a keyed hash of the number. */
export const mountLookUpCitizen: Mount = (app, deps) => {
  const limit = new LookUpLimit(deps, 'desk');
  serve(app, deps, route, async (c, { officeId, signedIn }) => {
    await requireDesk(deps, officeId);
    const { personId: actorId } = signedIn;
    await limit.count(actorId);
    const { identifier } = c.req.valid('json');
    const found = await findByAccount(deps.db, { username: identifier, identifier });
    const key = await keyFor(deps.settings.secretsKeyFile, 'looked-up');
    await recordReading(deps.db.manager, {
      ...{ officeId, actorId, action: 'look-up', at: new Date(deps.now()) },
      details: { identifier: keyedHash(key, identifier), found: found !== null },
    });
    return c.json({ hasAccount: found !== null }, 200);
  });
};
