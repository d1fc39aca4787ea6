import type { MiddlewareHandler } from 'hono';
import type { HttpMetrics } from '../../ops/metrics/http-metrics';
import type { AppEnv } from './env';
import { patternOf } from './route-pattern';

/** Measures each request, by its route. */
export function measureRequests(metrics: HttpMetrics): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAt = performance.now();
    await next();
    const labels = { method: c.req.method, route: patternOf(c), status: c.res.status };
    metrics.answered(labels, (performance.now() - startedAt) / 1000);
  };
}
