import { setTimeout as sleep } from 'node:timers/promises';
import { Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import {
  measureOutbox,
  measureOverdueAlarms,
  type OutboxBacklog,
  type OverdueAlarms,
} from '../../db/supervision/measure-backlog';

/** A scrape does not wait longer for the database; Prometheus itself gives up after 10 s by default. */
const lookMsMax = 3_000;

interface Backlog {
  outbox: OutboxBacklog[];
  alarms: OverdueAlarms;
}

/**
 * What waits in the database, read at each scrape: of the whole installation, not of this process. The API tells it,
 * since it lives when no worker does; several copies tell the same. While the database is away these figures are
 * missing, and all others are there.
 */
export function registerBacklogMetrics(registry: Registry, db: DataSource, now: () => Date): void {
  const look = sharedLook(async () => {
    const [outbox, alarms] = await Promise.all([
      measureOutbox(db, now()),
      measureOverdueAlarms(db, now()),
    ]);
    return { outbox, alarms };
  });
  const gauge = (name: string, help: string, set: (gauge: Gauge, backlog: Backlog) => void) =>
    new Gauge({
      ...{ name, help, labelNames: ['lane', 'status'], registers: [registry] },
      async collect() {
        const backlog = await look();
        // Of what waits no longer nothing is told.
        this.reset();
        if (backlog) set(this, backlog);
      },
    });
  gauge('saoy_outbox_items', 'Items of the outbox that are not carried yet', (to, { outbox }) => {
    for (const { lane, status, items } of outbox) to.set({ lane, status }, items);
  });
  gauge('saoy_outbox_oldest_seconds', 'Age of the oldest of these items', (to, { outbox }) => {
    for (const { lane, status, oldestSeconds } of outbox) to.set({ lane, status }, oldestSeconds);
  });
  gauge(
    'saoy_alarms_overdue',
    'Alarms of running steps whose instant has passed and which have not sounded',
    (to, { alarms }) => to.set(alarms.alarms),
  );
  gauge(
    'saoy_alarms_overdue_seconds',
    'Time since the first of these alarms should have sounded; 0 where there is none',
    (to, { alarms }) => to.set(alarms.oldestSeconds),
  );
}

/** The figures of one scrape come from one look; undefined where the database does not answer in time. */
function sharedLook(read: () => Promise<Backlog>): () => Promise<Backlog | undefined> {
  let underWay: Promise<Backlog | undefined> | undefined;
  return () => {
    underWay ??= Promise.race([read(), sleep(lookMsMax, undefined, { ref: false })])
      .catch(() => undefined)
      .finally(() => (underWay = undefined));
    return underWay;
  };
}
