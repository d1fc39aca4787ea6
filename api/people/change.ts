import { changePerson, setState } from '../../db/people/change-person';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { changePersonSchema, wholePersonSchema } from './contract';
import { personPath } from './get';
import { getPersonView, officeOfAct, requireManaged } from './view';

const route = defineRoute('person.change', {
  method: 'patch',
  path: '/api/people/{id}',
  tags: ['administration'],
  summary: 'Change what an account says of its person, or whether it is active',
  request: {
    params: personPath,
    body: { required: true, content: { 'application/json': { schema: changePersonSchema } } },
  },
  responses: describeResponses({ 200: json(wholePersonSchema, 'As it stands now') }),
});

export const mountChangePerson: Mount = (app, deps) => {
  serve(app, deps, route, async (c, found) => {
    const { state, ...body } = c.req.valid('json');
    await requireManaged(deps, found);
    const { member, signedIn } = found;
    const act = {
      ...{ personId: member.id, officeId: await officeOfAct(deps, found) },
      ...{ actorId: signedIn.personId, at: new Date(deps.now()) },
    };
    const given = Object.entries(body).filter(([, value]) => value !== undefined);
    if (given.length > 0) await changePerson(deps.db, act, Object.fromEntries(given));
    if (state !== undefined) await setState(deps.db, act, state);
    return c.json(await getPersonView(deps, found), 200);
  });
};
