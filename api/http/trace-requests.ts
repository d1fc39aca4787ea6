import type { MiddlewareHandler } from 'hono';
import type { Tracing } from '../../ops/traces/tracing';
import type { AppEnv } from './env';
import { patternOf } from './route-pattern';

/** Gives each request a span, where traces are on. */
export function traceRequests(tracing: Pick<Tracing, 'request'>): MiddlewareHandler<AppEnv> {
  return (c, next) =>
    tracing.request({ method: c.req.method, route: patternOf(c) }, async () => {
      await next();
      return c.res.status;
    });
}
