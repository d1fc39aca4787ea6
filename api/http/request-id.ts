import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { runCorrelated } from '../../ops/correlation/correlation';
import type { AppEnv } from './env';

/** Names each request in every log line it causes and in the answer; a proxy's own name for it is kept. */
export const requestId = (): MiddlewareHandler<AppEnv> => async (c, next) => {
  const given = c.req.header('x-request-id');
  const id = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  await runCorrelated({ requestId: id }, next);
  c.header('X-Request-Id', id);
};
