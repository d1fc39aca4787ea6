import { z } from '@hono/zod-openapi';
import { recordReading } from '../../db/dossiers/record-reading';
import { findCitizen } from '../../db/people/find-person';
import { SaoyError } from '../../domain/problem';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { requesterAccountSchema } from './contract';
import type { Mount } from '../http/env';
import { LookUpHash } from './look-up-hash';
import { LookUpLimit } from '../http/look-up-limit';

const requesterQuerySchema = z.object({
  officeId: z.uuid(),
  identifier: z.string().regex(/^\d{9,13}$/),
});

const route = defineRoute('requester.find', {
  method: 'post',
  path: '/api/requesters/search',
  tags: ['counter'],
  summary: 'The account of a whole identifier; parts of one find nothing',
  request: {
    body: { required: true, content: { 'application/json': { schema: requesterQuerySchema } } },
  },
  responses: describeResponses({ 200: json(requesterAccountSchema, 'The account') }),
});

/** Numbers go in the body: an address is written down on its way. Each look-up is bounded and written down: who, when, and a keyed hash of the number. */
export const mountFindRequester: Mount = (app, deps) => {
  const { db, settings, now } = deps;
  const limit = new LookUpLimit(deps, 'requester');
  const hash = new LookUpHash(settings.agentKeyFile);
  serve(app, deps, route, async (c, { signedIn }) => {
    const { officeId, identifier } = c.req.valid('json');
    const { personId: actorId } = signedIn;
    await limit.count(actorId);
    const person = await findCitizen(db, identifier);
    const details = { identifier: await hash.of(identifier), found: person !== null };
    await recordReading(db.manager, {
      ...{ officeId, actorId, action: 'look-up', details, at: new Date(now()) },
    });
    if (!person) throw new SaoyError('requester-unknown');
    const { fullName, phone, email } = person;
    return c.json({ identifier, fullName, phone, email }, 200);
  });
};
