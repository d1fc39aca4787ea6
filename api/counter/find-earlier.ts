import { z } from '@hono/zod-openapi';
import {
  findEarlierRequester,
  findEarlierRequesters,
} from '../../db/dossiers/find-earlier-requesters';
import { recordReading } from '../../db/dossiers/record-reading';
import { maskEmail, maskNumber, maskOrNone } from '../../domain/mask';
import { SaoyError } from '../../domain/problem';
import { foldText } from '../../domain/text';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { LookUpLimit } from '../http/look-up-limit';
import { describeResponses, json } from '../http/responses';
import { earlierRequesterSchema, earlierRequestersSchema } from './contract';
import { LookUpHash } from './look-up-hash';

/** Longer ago the person is asked anew, as one who never came. */
const earlierMs = 2 * 365 * 86_400_000;
const shownMax = 8;

const findRoute = defineRoute('requester.find', {
  method: 'post',
  path: '/api/requesters/earlier',
  tags: ['counter'],
  summary:
    'Who came to this office before: by a whole number or address, or by how the name begins; masked',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            officeId: z.uuid(),
            /** Three letters at least, or a whole identifier, phone number or e-mail address. */
            sought: z
              .string()
              .max(200)
              .refine((text) => foldText(text).trim().length >= 3, 'ít nhất 3 ký tự'),
          }),
        },
      },
    },
  },
  responses: describeResponses({ 200: json(earlierRequestersSchema, 'Eight at most') }),
});

/** Bounded and written down like every look-up of a person; what is shown is masked until one is chosen. */
export const mountFindEarlier: Mount = (app, deps) => {
  const { db, settings, now } = deps;
  const limit = new LookUpLimit(deps, 'earlier');
  const hash = new LookUpHash(settings.agentKeyFile);
  serve(app, deps, findRoute, async (c, { signedIn }) => {
    const { officeId, sought } = c.req.valid('json');
    const { personId: actorId } = signedIn;
    await limit.count(actorId);
    const at = new Date(now());
    const since = new Date(now() - earlierMs);
    const found = await findEarlierRequesters(db, { officeId, sought, since, limit: shownMax });
    const details = { earlier: await hash.of(foldText(sought)), found: found.length };
    await recordReading(db.manager, { officeId, actorId, action: 'look-up', details, at });
    const items = found.map(({ visitId, fullName, identifier, email, acceptedAt }) => ({
      ...{ visitId, fullName, acceptedAt: acceptedAt.toISOString() },
      identifier: maskOrNone(maskNumber, identifier),
      email: maskOrNone(maskEmail, email),
    }));
    return c.json({ items }, 200);
  });
};

const takeRoute = defineRoute('requester.find', {
  method: 'post',
  path: '/api/requesters/earlier/take',
  tags: ['counter'],
  summary: 'The requester of one earlier visit of this office, whole, for the form',
  request: {
    body: {
      required: true,
      content: {
        'application/json': { schema: z.object({ officeId: z.uuid(), visitId: z.uuid() }) },
      },
    },
  },
  responses: describeResponses({ 200: json(earlierRequesterSchema, 'As taken down then') }),
});

export const mountTakeEarlier: Mount = (app, deps) => {
  const { db, now } = deps;
  const limit = new LookUpLimit(deps, 'earlier taken');
  serve(app, deps, takeRoute, async (c, { signedIn }) => {
    const { officeId, visitId } = c.req.valid('json');
    const { personId: actorId } = signedIn;
    await limit.count(actorId);
    const found = await findEarlierRequester(db, officeId, visitId);
    if (!found) throw new SaoyError('visit-unknown');
    await recordReading(db.manager, {
      ...{ officeId, actorId, action: 'reveal', details: { visitId }, at: new Date(now()) },
    });
    const { fullName, identifier, email } = found;
    return c.json({ fullName, identifier, email }, 200);
  });
};
