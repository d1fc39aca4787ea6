import { createServer, type Server } from 'node:http';
import type { MiddlewareHandler } from 'hono';
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { countRepeated } from '../../db/transaction';
import type { AppEnv } from './env';
import { patternOf } from './route-pattern';

/** Seconds; the first page of a list should come within the second bucket. */
const buckets = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Requests measured by route, never by address, which holds ids. */
export class ApiMetrics {
  readonly registry = new Registry();
  private readonly seconds: Histogram<'method' | 'route' | 'status'>;

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: 'saoy_api_' });
    new Counter({
      name: 'saoy_transactions_repeated_total',
      help: 'Transactions run again after a deadlock or a lock wait',
      registers: [this.registry],
      collect() {
        this.reset();
        this.inc(countRepeated());
      },
    });
    this.seconds = new Histogram({
      name: 'saoy_http_request_seconds',
      help: 'Time to answer, by route',
      labelNames: ['method', 'route', 'status'],
      buckets,
      registers: [this.registry],
    });
  }

  measure(): MiddlewareHandler<AppEnv> {
    return async (c, next) => {
      const start = performance.now();
      await next();
      const { method } = c.req;
      const labels = { method, route: patternOf(c), status: String(c.res.status) };
      this.seconds.observe(labels, (performance.now() - start) / 1000);
    };
  }

  /** `/metrics` at a port of its own: whoever reaches the public one learns nothing of our traffic. */
  serve({ host, port }: { host: string; port: number }): Server {
    const server = createServer((request, response) => {
      if (request.url !== '/metrics') return response.writeHead(404).end();
      this.registry.metrics().then(
        (text) => response.writeHead(200, { 'content-type': this.registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
      return undefined;
    });
    return server.listen(port, host);
  }
}
