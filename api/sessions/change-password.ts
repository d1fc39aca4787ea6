import { hash } from '@node-rs/argon2';
import { z } from '@hono/zod-openapi';
import { changePassword } from '../../db/people/change-person';
import { SaoyError } from '../../domain/problem';
import {
  judgePassword,
  passwordLengthMax,
  passwordLengthMin,
} from '../../identity/passwords/judge-password';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { PasswordCheck } from '../sign-in/check-password';
import { sessionSchema } from './contract';
import { viewSession } from './view';

const route = defineRoute('password.change', {
  method: 'put',
  path: '/api/session/password',
  tags: ['session'],
  summary: 'Change my own password; my other sessions end',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            current: z.string().min(1).max(passwordLengthMax),
            password: z.string().min(1).max(passwordLengthMax),
          }),
        },
      },
    },
  },
  responses: describeResponses({ 200: json(sessionSchema, 'The session goes on') }),
});

export const mountChangePassword: Mount = (app, deps) => {
  const passwords = new PasswordCheck(deps);
  serve(app, deps, route, async (c, { signedIn }) => {
    const { current, password } = c.req.valid('json');
    const person = await passwords.runAgain(c, signedIn, current);
    const fault = password === current ? 'common' : judgePassword(password, person);
    if (fault) throw new SaoyError(`password-${fault}`, { min: passwordLengthMin });
    await changePassword(deps.db, person.id, await hash(password), c.var.sessionHash);
    return c.json(viewSession({ ...signedIn, mustChangePassword: false }, deps.now()), 200);
  });
};
