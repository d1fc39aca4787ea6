import { createHmac } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { recordReading } from '../../db/dossiers/record-reading';
import { findCitizen } from '../../db/people/find-person';
import { SaoyError } from '../../domain/problem';
import { readServerKey } from '../../tokens/agent/server-key';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { requesterAccountSchema } from './contract';
import type { Mount } from '../http/env';
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
  let key: Promise<Buffer> | undefined;
  serve(app, deps, route, async (c, { signedIn }) => {
    const { officeId, identifier } = c.req.valid('json');
    const { personId: actorId } = signedIn;
    await limit.count(actorId);
    const person = await findCitizen(db, identifier);
    const hash = createHmac('sha256', await (key ??= readHashKey(settings.agentKeyFile)));
    const details = { identifier: hash.update(identifier).digest('hex'), found: person !== null };
    await recordReading(db.manager, {
      ...{ officeId, actorId, action: 'look-up', details, at: new Date(now()) },
    });
    if (!person) throw new SaoyError('requester-unknown');
    const { fullName, phone, email } = person;
    return c.json({ identifier, fullName, phone, email }, 200);
  });
};

/**
 * Twelve digits are guessed from a plain hash within minutes: it takes a key, which is the server's own.
 * The same number has the same hash, so that it can be looked for.
 */
async function readHashKey(file: string): Promise<Buffer> {
  const der = (await readServerKey(file)).export({ type: 'pkcs8', format: 'der' });
  return createHmac('sha256', der).update('saoy look-up').digest();
}
