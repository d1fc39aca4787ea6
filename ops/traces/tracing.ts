import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { OpenTelemetrySinks } from '@temporalio/interceptors-opentelemetry';
import type { ActivityInterceptorsFactory, InjectedSinks } from '@temporalio/worker';

/** One request as its span tells it. Never a path or a query, which may hold a secret. */
export interface TracedRequest {
  method: string;
  /** As it was declared: `/api/dossiers/:id/sign`. */
  route: string;
}

/** How this process takes part in traces. */
export interface Tracing {
  /** Runs the answering of a request in a span. @param answer gives the status of the answer */
  request(request: TracedRequest, answer: () => Promise<number>): Promise<void>;
  /** Gives each call of a workflow a span, and hands the trace on to it. */
  client: WorkflowClientInterceptor;
  /** Gives each activity a span in the trace of its workflow. */
  activity: ActivityInterceptorsFactory;
  /** Takes the spans of workflows out of their sandbox. */
  sinks: InjectedSinks<OpenTelemetrySinks>;
  /** Sends what is left; waits a few seconds for it at most. */
  stop(): Promise<void>;
}
