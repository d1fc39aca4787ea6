import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { connectDatabase } from '../db/connect-database';
import { newestPersonalKey, usePersonalKeys } from '../db/personal/personal-keys';
import { archiveOf } from '../db/rules/rule-versions';
import { LiveRules } from '../policies/live-rules';
import { watchRules } from '../policies/watch-rules';
import { createLog, endOnCrash } from '../ops/log';
import { correlateClient } from '../ops/correlation/client-interceptor';
import { registerBacklogMetrics } from '../ops/metrics/backlog-metrics';
import { registerDatabaseMetrics } from '../ops/metrics/database-metrics';
import { registerDocumentMetrics } from '../ops/metrics/document-metrics';
import { createRegistry } from '../ops/metrics/process-registry';
import { serveMetrics } from '../ops/metrics/serve-metrics';
import { openTracing } from '../ops/traces/open-tracing';
import { reportReady } from '../settings/report-ready';
import { readSettings } from '../settings/settings';
import { openStore } from '../storage/open-store';
import { createApp } from './app';
import { connectTemporal } from './http/connect-temporal';
import { mountPages, webDist } from './pages';
import { mountPublicPages } from './public-pages/mount-public-pages';

/** Bodies have a pace of their own to keep (middleware/read-body.ts); this is for what is never read. */
const requestMsMax = 15 * 60_000;
const headersMsMax = 20_000;
/**
 * Longer than a proxy keeps a connection that nothing is sent on (Caddy: two minutes): closed by us first, it would be
 * gone just as an act is sent on it.
 */
const idleMsMax = 150_000;
/** How long open requests may take to end after SIGTERM. */
const graceMs = 8_000;

async function main(): Promise<void> {
  const settings = readSettings();
  const log = createLog('api', settings.logLevel);
  endOnCrash(log);
  usePersonalKeys(settings.personalKeys);
  newestPersonalKey();
  const registry = createRegistry('api');
  registerDatabaseMetrics(registry);
  registerDocumentMetrics(registry);
  const tracing = await openTracing('api', settings.tracesEndpoint, log);
  const db = await connectDatabase(settings.databaseUrl, (reason) =>
    log.warn({ reason }, 'waiting for the database'),
  );
  const temporal = connectTemporal(
    settings,
    tracing ? [tracing.client, correlateClient] : [correlateClient],
  );
  const store = openStore(settings.storageUrl);
  const rules = new LiveRules(settings.policiesDir);
  const endWatch = await watchRules(rules, archiveOf(db), {
    changed: () => log.info('rules changed'),
    refused: (error) => log.error({ err: error }, 'changed rules refused'),
  });
  registerBacklogMetrics(registry, db, () => new Date());
  const deps = {
    db,
    temporal: temporal.client,
    store,
    settings,
    rules,
    now: Date.now,
    log,
  };
  const app = createApp(deps, { registry, tracing });
  const figures = settings.metrics.api && serveMetrics(registry, settings.metrics.api, log);
  await mountPublicPages(app, deps, webDist);
  mountPages(app);
  const server = serve(
    {
      fetch: app.fetch,
      hostname: settings.host,
      port: settings.port,
      serverOptions: {
        headersTimeout: headersMsMax,
        requestTimeout: requestMsMax,
        keepAliveTimeout: idleMsMax,
      },
    },
    ({ address, port }: AddressInfo) => {
      log.info({ address, port }, 'listening');
      reportReady();
    },
  );
  const stop = (signal: string) => {
    log.info({ signal }, 'stopping');
    endWatch();
    figures?.close();
    server.close(() => {
      void Promise.allSettled([temporal.close(), db.destroy(), tracing?.stop()]).then(() =>
        process.exit(0),
      );
    });
    if ('closeIdleConnections' in server) {
      server.closeIdleConnections();
      // Event streams never end by themselves.
      setTimeout(() => server.closeAllConnections(), graceMs).unref();
    }
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  createLog('api', 'info').fatal({ err: error }, 'could not start');
  process.exit(1);
});
