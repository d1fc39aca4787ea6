import { createRoute, z } from '@hono/zod-openapi';
import { Person } from '../../../db/entities/people';
import { SaoyError } from '../../../domain/problem';
import { answers, json } from '../../answers';
import { requesterAccountSchema } from '../../contract/counter';
import type { Mount } from '../../env';
import { requireRight } from '../../middleware/session';

const route = createRoute({
  method: 'get',
  path: '/api/requesters',
  tags: ['counter'],
  summary: 'The account of a whole identifier; parts of one find nothing',
  request: {
    query: z.object({ officeId: z.uuid(), identifier: z.string().regex(/^\d{9,13}$/) }),
  },
  responses: answers({ 200: json(requesterAccountSchema, 'The account') }),
});

export const mountFindRequester: Mount = (app, { db }) => {
  app.openapi(route, async (c) => {
    const { officeId, identifier } = c.req.valid('query');
    requireRight(c, officeId, 'create');
    const person = await db.manager.findOneBy(Person, {
      identifier,
      kind: 'citizen',
      active: true,
    });
    if (!person) throw new SaoyError('requester-unknown');
    const { fullName, phone, email } = person;
    return c.json({ identifier, fullName, phone, email }, 200);
  });
};
