import { Counter, Histogram, type Registry } from 'prom-client';
import { onPoolWait } from '../../db/bounded-pool';
import { countRepeated } from '../../db/transaction';

/** Seconds; a wait beyond the first is a pool that is too small, the last is where it gives up. */
const buckets = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10];

/** How this process gets on with the database. */
export function registerDatabaseMetrics(registry: Registry): void {
  const waits = new Histogram({
    name: 'saoy_pool_wait_seconds',
    help: 'Time until a connection of the pool was had, or was given up (outcome)',
    labelNames: ['outcome'],
    buckets,
    registers: [registry],
  });
  onPoolWait((seconds, outcome) => waits.observe({ outcome }, seconds));
  new Counter({
    name: 'saoy_transactions_repeated_total',
    help: 'Transactions run again after a deadlock or a lock wait',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(countRepeated());
    },
  });
}
