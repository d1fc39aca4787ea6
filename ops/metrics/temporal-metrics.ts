import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { RuntimeOptions } from '@temporalio/worker';

type MetricsOptions = NonNullable<NonNullable<RuntimeOptions['telemetryOptions']>['metrics']>;

const readMsMax = 5_000;

/**
 * Metrics of Temporal's SDK. It serves them itself, at an address that must be known before it starts: here a free
 * port of this machine, which only `read` asks; Prometheus sees them in the `/metrics` of the process.
 */
export async function openTemporalMetrics(
  processName: string,
): Promise<{ options: MetricsOptions; read: () => Promise<string> }> {
  const address = `127.0.0.1:${await findFreePort()}`;
  return {
    options: {
      prometheus: {
        bindAddress: address,
        countersTotalSuffix: true,
        unitSuffix: true,
        useSecondsForDurations: true,
      },
      globalTags: { process: processName },
    },
    read: async () => {
      const answer = await fetch(`http://${address}/metrics`, {
        signal: AbortSignal.timeout(readMsMax),
      });
      return answer.text();
    },
  };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
