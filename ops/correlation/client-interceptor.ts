import type { WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { requestHeader } from '../../workflows/engine/correlation-headers';
import { currentCorrelation } from './correlation';

/** Hands the id of the HTTP request on to the workflow that is started or asked. */
export const correlateClient: WorkflowClientInterceptor = {
  start: (input, next) => next({ ...input, headers: withRequest(input.headers) }),
  startWithDetails: (input, next) => next({ ...input, headers: withRequest(input.headers) }),
  startUpdate: (input, next) => next({ ...input, headers: withRequest(input.headers) }),
};

function withRequest(headers: Headers): Headers {
  const { requestId } = currentCorrelation();
  if (requestId === undefined) return headers;
  return { ...headers, [requestHeader]: defaultPayloadConverter.toPayload(requestId) };
}
