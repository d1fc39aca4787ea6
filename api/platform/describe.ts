import type { Mount } from '../http/env';
import { sessionCookie } from '../http/session';
import { docsPage } from './docs-page';

const info = {
  openapi: '3.1.0',
  info: {
    title: 'Sao Y',
    version: '0.2.0',
    description:
      'Certified electronic copies, from the counter to the citizen. Problems are RFC 9457 documents with a stable `code`; every action takes `Idempotency-Key`; changes in a session send `X-CSRF-Token`.',
  },
} as const;

/** `/api/openapi.json` for programs, `/api/docs` for people. */
export const mountDescription: Mount = (app, { settings }) => {
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookie(settings),
  });
  app.doc31('/api/openapi.json', info);
  app.get('/api/docs', (c) => c.html(docsPage(app.getOpenAPI31Document(info))));
};
