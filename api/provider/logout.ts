import { z } from '@hono/zod-openapi';
import { endProviderSessions } from '../../db/provider/provider-requests';
import { SaoyError } from '../../domain/problem';
import type { Mount } from '../http/env';
import { defineRoute, serveByHand } from '../http/guarded-route';
import { describeResponses } from '../http/responses';
import { openRelyingParty, requireProvider } from '../sign-in/provider-parts';

const route = defineRoute('provider.logout', {
  method: 'post',
  path: '/api/session/provider/logout',
  tags: ['session'],
  summary: 'For the provider of identities: somebody signed out there (Back-Channel Logout 1.0)',
  request: {
    params: z.object({}),
    body: {
      required: true,
      content: {
        'application/x-www-form-urlencoded': { schema: z.object({ logout_token: z.string() }) },
      },
    },
  },
  responses: describeResponses({ 200: { description: 'Their sessions here have ended' } }),
});

export const mountProviderLogout: Mount = (app, deps) => {
  const party = openRelyingParty(deps);
  serveByHand(app, deps, route, async (c) => {
    // Read as the form it is declared to be, whatever it calls itself: a parser by its type throws.
    const token = new URLSearchParams(await c.req.text()).get('logout_token');
    if (token === null) throw new SaoyError('provider-answer-refused');
    await endProviderSessions(deps.db.manager, await requireProvider(party).readLogoutToken(token));
    return c.body(null, 200);
  });
};
