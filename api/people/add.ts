import { hash } from '@node-rs/argon2';
import { findByAccount } from '../../db/people/find-person';
import { recordPerson } from '../../db/people/record-person';
import { inTransaction } from '../../db/transaction';
import { SaoyError } from '../../domain/problem';
import { randomPassword } from '../../identity/passwords/random-password';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { unitPath } from '../offices/get';
import { addPersonSchema, oneTimePasswordSchema } from './contract';

const route = defineRoute('person.add', {
  method: 'post',
  path: '/api/offices/{officeId}/people',
  tags: ['administration'],
  summary: 'Make an account in an office, not activated yet; its password is shown this once',
  request: {
    params: unitPath,
    body: { required: true, content: { 'application/json': { schema: addPersonSchema } } },
  },
  responses: describeResponses({ 200: json(oneTimePasswordSchema, 'The account') }),
});

export const mountAddPerson: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { unit, signedIn }) => {
    const body = c.req.valid('json');
    if (unit.validTo !== null) throw new SaoyError('office-closed');
    if (await findByAccount(db, body)) throw new SaoyError('person-taken');
    const password = randomPassword();
    const passwordHash = await hash(password);
    const facts = { ...body, passwordHash, mustChangePassword: true, state: 'new' as const };
    const by = { actorId: signedIn.personId, at: new Date(now()) };
    const personId = await inTransaction(db, (inside) =>
      recordPerson(inside, { ...facts, officeId: unit.id }, by),
    );
    return c.json({ personId, username: body.username, password }, 200);
  });
};
