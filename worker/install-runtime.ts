import { Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import { openTemporalMetrics } from '../ops/metrics/temporal-metrics';
import { temporalLog } from './temporal-log';

const triesMax = 5;

/**
 * Has Temporal's SDK write to our log and, where metrics are asked for, measure itself.
 * @returns reads its metrics
 */
export async function installRuntime(
  processName: string,
  log: Logger,
  isMeasured: boolean,
): Promise<() => Promise<string>> {
  const options = { shutdownSignals: [], logger: temporalLog(log) };
  const logging = { forward: {}, filter: 'WARN' as const };
  if (!isMeasured) {
    Runtime.install({ ...options, telemetryOptions: { logging } });
    return () => Promise.resolve('');
  }
  for (let triesLeft = triesMax; ; triesLeft -= 1) {
    const metrics = await openTemporalMetrics(processName);
    try {
      Runtime.install({ ...options, telemetryOptions: { logging, metrics: metrics.options } });
      return metrics.read;
    } catch (error) {
      // Another program may have taken the port meanwhile.
      if (triesLeft === 1) throw error;
    }
  }
}
