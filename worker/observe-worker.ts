import { join } from 'node:path';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { ActivityInterceptorsFactory, WorkerOptions } from '@temporalio/worker';
import type { Logger } from 'pino';
import { observeActivities } from '../ops/correlation/activity-interceptor';
import { correlateClient } from '../ops/correlation/client-interceptor';
import { ActivityMetrics } from '../ops/metrics/activity-metrics';
import { registerDatabaseMetrics } from '../ops/metrics/database-metrics';
import { createRegistry } from '../ops/metrics/process-registry';
import { serveMetrics } from '../ops/metrics/serve-metrics';
import { openTracing } from '../ops/traces/open-tracing';
import type { Settings } from '../settings/settings';
import { installRuntime } from './install-runtime';

/** How a worker process is seen from outside. */
export interface WorkerObservation {
  clientInterceptors: WorkflowClientInterceptor[];
  /** Outermost; the interceptors that give failures their codes go after them. */
  activityInterceptors: ActivityInterceptorsFactory[];
  /** For a worker that runs workflows: where traces are on, a bundle whose workflows have spans. */
  workflows: Pick<WorkerOptions, 'workflowBundle' | 'sinks'>;
  stop(): Promise<void>;
}

/** Opens metrics and traces of a worker process; before anything of Temporal's SDK is used. */
export async function observeWorker(
  processName: 'worker' | 'token',
  settings: Pick<Settings, 'metrics' | 'tracesEndpoint'>,
  log: Logger,
): Promise<WorkerObservation> {
  const registry = createRegistry(processName);
  registerDatabaseMetrics(registry);
  const address = settings.metrics[processName];
  const readTemporal = await installRuntime(processName, log, address !== undefined);
  const server = address && serveMetrics(registry, address, log, [readTemporal]);
  const tracing = await openTracing(processName, settings.tracesEndpoint, log);
  const observed = observeActivities(log, new ActivityMetrics(registry));
  const bundle = tracing ? 'workflow-bundle-traced.js' : 'workflow-bundle.js';
  return {
    clientInterceptors: tracing ? [tracing.client, correlateClient] : [correlateClient],
    activityInterceptors: tracing ? [tracing.activity, observed] : [observed],
    workflows: {
      workflowBundle: { codePath: join(__dirname, '..', bundle) },
      ...(tracing && { sinks: tracing.sinks }),
    },
    stop: async () => {
      server?.close();
      await tracing?.stop();
    },
  };
}
