import { Client, Connection, type WorkflowClientInterceptor } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Settings } from '../settings/settings';
import { readTemporalTls } from '../settings/temporal-tls';

const pauseMs = 1_000;
const connectTimeoutMs = 5_000;

/** Connects to Temporal, waiting for a server that is not there yet. */
export async function connect(
  settings: Settings['temporal'],
  log: Logger,
  interceptors: WorkflowClientInterceptor[],
) {
  for (;;) {
    try {
      const { address, namespace } = settings;
      const tls = readTemporalTls(settings);
      const worker = await NativeConnection.connect({ address, tls });
      const connection = await Connection.connect({
        address,
        tls,
        connectTimeout: connectTimeoutMs,
      });
      const client = new Client({
        connection,
        namespace,
        interceptors: { workflow: interceptors },
        dataConverter: { failureConverterPath: require.resolve('./failure-converter') },
      });
      return { worker, client };
    } catch (error) {
      log.warn({ err: error }, 'temporal does not answer; waiting');
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** Runs until SIGINT or SIGTERM, then lets what is running finish; `others` end at the same time. */
export async function runUntilSignal(
  workers: readonly Worker[],
  others: readonly { stop(): Promise<void> }[] = [],
): Promise<void> {
  let ended: Promise<unknown> | undefined;
  const stop = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    ended ??= Promise.all(others.map((other) => other.stop()));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // One that fails takes the others along: the process ends, and is started again whole.
  await Promise.all(workers.map((worker) => worker.run().finally(stop)));
  await ended;
}
