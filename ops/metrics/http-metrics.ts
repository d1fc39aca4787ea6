import { Histogram, type Registry } from 'prom-client';

/** Seconds; the first page of a list should come within the second bucket. */
const buckets = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Requests measured by route as it was declared, never by address, which holds ids and secrets. */
export class HttpMetrics {
  private readonly seconds: Histogram<'method' | 'route' | 'status'>;

  constructor(registry: Registry) {
    this.seconds = new Histogram({
      name: 'saoy_http_request_seconds',
      help: 'Time to answer, by route',
      labelNames: ['method', 'route', 'status'],
      buckets,
      registers: [registry],
    });
  }

  answered(labels: { method: string; route: string; status: number }, seconds: number): void {
    this.seconds.observe({ ...labels, status: String(labels.status) }, seconds);
  }
}
