import type { Logger } from 'pino';
import type { Tracing } from './tracing';

/**
 * Takes part in traces where `OTEL_EXPORTER_OTLP_ENDPOINT` is set. Where it is not, nothing of OpenTelemetry's SDK is
 * loaded.
 * @param endpoint base address of an OTLP/HTTP receiver
 */
export async function openTracing(
  processName: string,
  endpoint: string | undefined,
  log: Pick<Logger, 'warn'>,
): Promise<Tracing | undefined> {
  if (endpoint === undefined) return undefined;
  const { startTracing } = await import('./open-telemetry');
  return startTracing(processName, endpoint, log);
}
