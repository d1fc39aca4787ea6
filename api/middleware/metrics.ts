import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { App, AppEnv } from '../env';

/** Seconds; the first page of a list should come within the second bucket. */
const buckets = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Measures every request by route (never by address, which holds ids) and serves `/metrics`. */
export function mountMetrics(app: App): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'saoy_api_' });
  const seconds = new Histogram({
    name: 'saoy_http_request_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers: [registry],
  });
  app.use(measure(seconds));
  app.get('/metrics', async (c) =>
    c.body(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  );
}

function measure(seconds: Histogram<'method' | 'route' | 'status'>): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const start = performance.now();
    await next();
    const route = matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'none';
    const labels = { method: c.req.method, route, status: String(c.res.status) };
    seconds.observe(labels, (performance.now() - start) / 1000);
  };
}
