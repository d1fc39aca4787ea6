import type { MiddlewareHandler } from 'hono';
import type { Logger } from 'pino';
import { currentCorrelation } from '../../ops/correlation/correlation';
import type { AppEnv } from './env';
import { patternOf } from './route-pattern';

/** One line for each request, with its route and never its path: for those that act on a dossier as a rule. */
export function logRequests(log: Pick<Logger, 'info' | 'debug'>): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAt = performance.now();
    await next();
    const { method } = c.req;
    const ms = Math.round(performance.now() - startedAt);
    const line = { route: `${method} ${patternOf(c)}`, status: c.res.status, ms };
    const isAct = method !== 'GET' && currentCorrelation().dossier !== undefined;
    if (isAct) log.info(line, 'answered');
    else log.debug(line, 'answered');
  };
}
