import { z } from '@hono/zod-openapi';
import { listPeople } from '../../db/people/list-people';
import { personStates } from '../../domain/people';
import { cursorSchema } from '../http/contract';
import { readCursor, writeCursor } from '../http/cursor';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { peopleSchema } from './contract';
import { maskPerson } from './view';

/** Numbers go in the body: an address is written down on its way. */
const peopleQuerySchema = cursorSchema.extend({
  officeId: z.uuid(),
  name: z.string().max(200).default(''),
  phone: z.string().max(20).default(''),
  identifier: z.string().max(13).default(''),
  state: z.enum(personStates).optional(),
});

const route = defineRoute('person.list', {
  method: 'post',
  path: '/api/people/search',
  tags: ['administration'],
  summary: 'People of staff of a branch by name, by the manual’s filters',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: peopleQuerySchema } },
    },
  },
  responses: describeResponses({ 200: json(peopleSchema, 'One page') }),
});

const placeSchema = z.tuple([z.string().max(200), z.uuid()]);

export const mountListPeople: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { unit }) => {
    const { cursor, limit, name, phone, identifier, state = null } = c.req.valid('json');
    const filter = { branch: unit.path, name, phone, identifier, state };
    const [nameFolded, id] = cursor ? readCursor(cursor, placeSchema) : [];
    const after = nameFolded !== undefined && id !== undefined ? { nameFolded, id } : undefined;
    const { lines, total, next } = await listPeople(deps.db, filter, { after, limit });
    const nextCursor = next && writeCursor([next.nameFolded, next.id]);
    const items = lines.map((line) => ({ ...line, ...maskPerson(line) }));
    return c.json({ items, total, nextCursor }, 200);
  });
};
