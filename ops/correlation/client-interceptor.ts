import type { WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { actingSession } from '../../db/audit/acting-session';
import { requestHeader, sessionHeader } from '../../workflows/engine/correlation-headers';
import { currentCorrelation } from './correlation';

/** Hands the id of the HTTP request, and the session in which it is made, on to the workflow that is started or asked. */
export const correlateClient: WorkflowClientInterceptor = {
  start: (input, next) => next({ ...input, headers: withRequest(input.headers) }),
  startWithDetails: (input, next) => next({ ...input, headers: withRequest(input.headers) }),
  startUpdate: (input, next) => next({ ...input, headers: withRequest(input.headers) }),
};

function withRequest(headers: Headers): Headers {
  const { requestId } = currentCorrelation();
  const session = actingSession();
  const toPayload = (value: unknown) => defaultPayloadConverter.toPayload(value);
  return {
    ...headers,
    ...(requestId !== undefined && { [requestHeader]: toPayload(requestId) }),
    ...(session !== undefined && { [sessionHeader]: toPayload(session) }),
  };
}
