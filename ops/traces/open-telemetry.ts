import { setTimeout as sleep } from 'node:timers/promises';
import { diag, DiagLogLevel, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { Resource } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry/lib/client';
import {
  makeWorkflowExporter,
  OpenTelemetryActivityInboundInterceptor,
} from '@temporalio/interceptors-opentelemetry/lib/worker';
import type { Logger } from 'pino';
import { currentCorrelation } from '../correlation/correlation';
import type { TracedRequest, Tracing } from './tracing';

const stopMsMax = 3_000;
/** A receiver that is away is told of this often. */
const sayEveryMs = 60_000;

/** Takes part in traces by OpenTelemetry; what else it is told by `OTEL_…` variables, it takes from there. */
export function startTracing(
  processName: string,
  endpoint: string,
  log: Pick<Logger, 'warn'>,
): Tracing {
  sayNowAndThen(log);
  const resource = new Resource({ 'service.name': `saoy-${processName}` });
  const processor = new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }));
  const provider = new BasicTracerProvider({ resource, spanProcessors: [processor] });
  provider.register({ contextManager: new AsyncLocalStorageContextManager().enable() });
  const tracer = provider.getTracer('saoy');

  async function request({ method, route }: TracedRequest, answer: () => Promise<number>) {
    const attributes = { 'http.request.method': method, 'http.route': route };
    const options = { kind: SpanKind.SERVER, attributes };
    await tracer.startActiveSpan(`${method} ${route}`, options, async (span) => {
      try {
        const status = await answer();
        span.setAttribute('http.response.status_code', status);
        if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      } finally {
        const { requestId, updateId, dossier } = currentCorrelation();
        if (requestId !== undefined) span.setAttribute('saoy.request_id', requestId);
        if (updateId !== undefined) span.setAttribute('saoy.update_id', updateId);
        if (dossier !== undefined) span.setAttribute('saoy.dossier', dossier);
        span.end();
      }
    });
  }

  return {
    request,
    client: new OpenTelemetryWorkflowClientInterceptor(),
    activity: (about) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(about) }),
    sinks: { exporter: makeWorkflowExporter(processor, resource) },
    stop: async () => {
      const stopped = provider.shutdown().catch(() => undefined);
      await Promise.race([stopped, sleep(stopMsMax, undefined, { ref: false })]);
    },
  };
}

/** What goes wrong in sending is said to the log; of all that OpenTelemetry says, no more. */
function sayNowAndThen(log: Pick<Logger, 'warn'>): void {
  let saidAt = -Infinity;
  const error = (reason: string) => {
    if (performance.now() - saidAt < sayEveryMs) return;
    saidAt = performance.now();
    log.warn({ reason: messageOf(reason) }, 'traces are not sent');
  };
  const nothing = () => undefined;
  const rest = { warn: nothing, info: nothing, debug: nothing, verbose: nothing };
  diag.setLogger({ error, ...rest }, DiagLogLevel.ERROR);
}

/** OpenTelemetry gives an error as JSON, with its stack. */
function messageOf(reason: string): string {
  try {
    return String((JSON.parse(reason) as { message?: unknown }).message).slice(0, 300);
  } catch {
    return reason.slice(0, 300);
  }
}
