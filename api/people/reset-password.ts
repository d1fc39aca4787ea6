import { hash } from '@node-rs/argon2';
import { resetPassword } from '../../db/people/change-person';
import { randomPassword } from '../../identity/passwords/random-password';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { oneTimePasswordSchema } from './contract';
import { personPath } from './get';
import { officeOfAct, requireManaged } from './view';

const route = defineRoute('person.reset', {
  method: 'post',
  path: '/api/people/{id}/password',
  tags: ['administration'],
  summary: 'Give a password of one use, shown this once; all sessions of the person end',
  request: { params: personPath },
  responses: describeResponses({ 200: json(oneTimePasswordSchema, 'The password') }),
});

export const mountResetPassword: Mount = (app, deps) => {
  serve(app, deps, route, async (c, found) => {
    await requireManaged(deps, found);
    const { member, signedIn } = found;
    const password = randomPassword();
    const act = {
      ...{ personId: member.id, officeId: await officeOfAct(deps, found) },
      ...{ actorId: signedIn.personId, at: new Date(deps.now()) },
    };
    await resetPassword(deps.db, act, await hash(password));
    return c.json({ personId: member.id, username: member.username, password }, 200);
  });
};
