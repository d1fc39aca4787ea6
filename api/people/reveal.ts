import { recordReading } from '../../db/dossiers/record-reading';
import { getPerson } from '../../db/people/find-person';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { LookUpLimit } from '../http/look-up-limit';
import { describeResponses, json } from '../http/responses';
import { revealedPersonSchema } from './contract';
import { personPath } from './get';
import { officeOfAct } from './view';

const route = defineRoute('person.reveal', {
  method: 'post',
  path: '/api/people/{id}/reveal',
  tags: ['administration'],
  summary: 'A person’s user name, identifier, phone number and e-mail, which are masked elsewhere',
  request: { params: personPath },
  responses: describeResponses({ 200: json(revealedPersonSchema, 'Unmasked') }),
});

/** An act of its own: bounded, and in the log of the person's office with who and from which session. */
export const mountRevealPerson: Mount = (app, deps) => {
  const limit = new LookUpLimit(deps, 'reveal');
  serve(app, deps, route, async (c, found) => {
    const { personId: actorId } = found.signedIn;
    await limit.count(actorId);
    const { id: personId } = found.member;
    await recordReading(deps.db.manager, {
      ...{ officeId: await officeOfAct(deps, found), actorId, action: 'reveal' },
      ...{ details: { personId }, at: new Date(deps.now()) },
    });
    const { username, identifier, phone, email } = await getPerson(deps.db, personId);
    return c.json({ username, identifier, phone, email }, 200);
  });
};
