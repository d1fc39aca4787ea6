import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { registrationSource } from '../sign-in/registration-source';
import { signInMethodsSchema } from './contract';

const route = defineRoute('sign-in.methods', {
  method: 'get',
  path: '/api/sign-in-methods',
  tags: ['session'],
  summary: 'How people may sign in, beside a password',
  responses: describeResponses({ 200: json(signInMethodsSchema, 'As it is set') }),
});

export const mountSignInMethods: Mount = (app, deps) => {
  const { oidc } = deps.settings;
  serve(app, deps, route, (c) => {
    const isOpen = registrationSource(deps) !== undefined;
    const provider = oidc ? { name: oidc.name } : null;
    return c.json({ provider, isRegistrationOpen: isOpen }, 200);
  });
};
