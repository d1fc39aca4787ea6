import { z } from '@hono/zod-openapi';
import type { Person } from '../../db/people/entity';
import { belongsTo, findInDirectory, findMember } from '../../db/people/find-member';
import { recordMembership } from '../../db/people/change-person';
import { recordReading } from '../../db/dossiers/record-reading';
import { SaoyError } from '../../domain/problem';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import type { FoundOn } from '../http/guard';
import { LookUpLimit } from '../http/look-up-limit';
import { unitPath } from '../offices/get';
import { directoryQuery, foundPersonSchema } from './contract';

const route = defineRoute('person.find', {
  method: 'post',
  path: '/api/offices/{officeId}/directory',
  tags: ['administration'],
  summary: 'Find somebody of staff anywhere by a whole identifier or phone number',
  request: {
    params: unitPath,
    body: { required: true, content: { 'application/json': { schema: directoryQuery } } },
  },
  responses: describeResponses({ 200: json(foundPersonSchema, 'The person') }),
});

const joinRoute = defineRoute('person.add', {
  method: 'post',
  path: '/api/offices/{officeId}/members',
  tags: ['administration'],
  summary: 'Add somebody of the directory to an office, by a whole identifier or phone number',
  request: {
    params: unitPath,
    body: { required: true, content: { 'application/json': { schema: directoryQuery } } },
  },
  responses: describeResponses({ 200: json(z.object({ personId: z.string() }), 'Added') }),
});

/** Numbers go in the body: an address is written down on its way. Each look-up is bounded and in the log. */
export const mountFindPerson: Mount = (app, deps) => {
  const limit = new LookUpLimit(deps, 'directory');
  serve(app, deps, route, async (c, found) => {
    await limit.count(found.signedIn.personId);
    const person = await lookUp(deps, found, c.req.valid('json'));
    const { id, fullName, title, state } = person;
    const paths = found.administrations.map(({ path }) => path);
    const [isMember, member] = await Promise.all([
      belongsTo(deps.db, id, found.unit.id),
      findMember(deps.db, paths, id),
    ]);
    return c.json({ fullName, title, state, isMember, id: member?.id ?? null }, 200);
  });
};

export const mountJoin: Mount = (app, deps) => {
  const limit = new LookUpLimit(deps, 'member');
  serve(app, deps, joinRoute, async (c, found) => {
    await limit.count(found.signedIn.personId);
    if (found.unit.validTo !== null) throw new SaoyError('office-closed');
    const { id } = await lookUp(deps, found, c.req.valid('json'));
    const act = { personId: id, officeId: found.unit.id, actorId: found.signedIn.personId };
    await recordMembership(deps.db, { ...act, at: new Date(deps.now()) });
    return c.json({ personId: id }, 200);
  });
};

/** @throws SaoyError `person-unknown` */
async function lookUp(
  { db, now }: ApiDeps,
  { unit, signedIn }: FoundOn['unit'],
  by: z.output<typeof directoryQuery>,
): Promise<Person> {
  const person = await findInDirectory(db, by);
  await recordReading(db.manager, {
    ...{ officeId: unit.id, actorId: signedIn.personId, action: 'look-up', at: new Date(now()) },
    details: { directory: true, found: person?.id ?? null },
  });
  if (!person) throw new SaoyError('person-unknown');
  return person;
}
