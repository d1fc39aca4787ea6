import { z } from '@hono/zod-openapi';
import { getOffice } from '../../db/offices/get-office';
import { addBook, changeBook, removeBook } from '../../db/registers/change-book';
import { policyInForce } from '../../policies/policy-in-force';
import { dayOf, formatDate } from '../../time/time';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { bookOrderSchema, bookPath } from './contract';

const body = { required: true, content: { 'application/json': { schema: bookOrderSchema } } };
const done = { description: 'Done' };

const adding = defineRoute('book.manage', {
  method: 'post',
  path: '/api/offices/{officeId}/books',
  tags: ['register'],
  summary: 'Add a register book',
  request: { params: bookPath.pick({ officeId: true }), body },
  responses: describeResponses({ 201: json(z.object({ id: z.string() }), 'The new book') }),
});

const changing = defineRoute('book.manage', {
  method: 'put',
  path: '/api/offices/{officeId}/books/{bookId}',
  tags: ['register'],
  summary: 'Change a book: all of it while it is empty, afterwards its closing day',
  request: { params: bookPath, body },
  responses: describeResponses({ 204: done }),
});

const removing = defineRoute('book.manage', {
  method: 'delete',
  path: '/api/offices/{officeId}/books/{bookId}',
  tags: ['register'],
  summary: 'Delete a book that has given no number',
  request: { params: bookPath },
  responses: describeResponses({ 204: done }),
});

export const mountChangeBooks: Mount = (app, deps) => {
  const { manager } = deps.db;
  serve(app, deps, adding, async (c, { officeId, signedIn }) => {
    const facts = await named(deps, officeId, c.req.valid('json'));
    const id = await addBook(manager, actOf(deps, officeId, signedIn.personId), facts);
    return c.json({ id }, 201);
  });
  serve(app, deps, changing, async (c, { officeId, signedIn }) => {
    const facts = await named(deps, officeId, c.req.valid('json'));
    const { bookId } = c.req.valid('param');
    await changeBook(manager, actOf(deps, officeId, signedIn.personId), bookId, facts);
    return c.body(null, 204);
  });
  serve(app, deps, removing, async (c, { officeId, signedIn }) => {
    const { bookId } = c.req.valid('param');
    await removeBook(manager, actOf(deps, officeId, signedIn.personId), bookId);
    return c.body(null, 204);
  });
};

function actOf(deps: ApiDeps, officeId: string, actorId: string) {
  const now = deps.now();
  return { officeId, actorId, at: new Date(now), today: formatDate(dayOf(now)) };
}

/** With the ending of the policy, `/ĐT`, by which it is told from the paper book [S-04]. */
async function named<Facts extends { name: string }>(
  { db, rules, now }: ApiDeps,
  officeId: string,
  facts: Facts,
): Promise<Facts> {
  const { policyId } = await getOffice(db, officeId);
  const { suffix } = policyInForce(rules, policyId, now()).number;
  const name = facts.name.endsWith(suffix) ? facts.name : `${facts.name}${suffix}`;
  return { ...facts, name };
}
