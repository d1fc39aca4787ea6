import { z } from '@hono/zod-openapi';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { wholePersonSchema } from './contract';
import { getPersonView } from './view';

export const personPath = z.object({ id: z.uuid() });

const route = defineRoute('person.read', {
  method: 'get',
  path: '/api/people/{id}',
  tags: ['administration'],
  summary: 'One person, where they belong, and their rights past, present and to come',
  request: { params: personPath },
  responses: describeResponses({ 200: json(wholePersonSchema, 'The person') }),
});

export const mountGetPerson: Mount = (app, deps) => {
  serve(app, deps, route, async (c, found) => c.json(await getPersonView(deps, found), 200));
};
