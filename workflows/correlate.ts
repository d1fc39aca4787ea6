import {
  defaultPayloadConverter,
  defineSearchAttributeKey,
  type Payload,
  SearchAttributeType,
} from '@temporalio/common';
import {
  currentUpdateInfo,
  log,
  workflowInfo,
  type Headers,
  type WorkflowInterceptors,
} from '@temporalio/workflow';
import { correlationHeader, requestHeader, sessionHeader } from './engine/correlation-headers';

const dossierCode = defineSearchAttributeKey('DossierCode', SearchAttributeType.KEYWORD);

/**
 * Hands request id, update id and dossier code on to the activities of an act, so that their log lines name them,
 * and the session in which somebody acts, so that their audit events name it.
 * It changes headers alone, which replay does not compare: histories from before it replay as they are.
 */
export function interceptors(): WorkflowInterceptors {
  /** Ids of the requests whose updates run now. */
  const requests = new Map<string, string>();
  /** Sessions of the updates that run now, as their clients gave them. */
  const sessions = new Map<string, Payload>();
  let startedBy: string | undefined;
  let startedIn: Payload | undefined;

  function correlation() {
    const updateId = currentUpdateInfo()?.id;
    const requestId = updateId === undefined ? startedBy : requests.get(updateId);
    const dossier = workflowInfo().typedSearchAttributes.get(dossierCode);
    return {
      ...(requestId !== undefined && { requestId }),
      ...(updateId !== undefined && { updateId }),
      ...(dossier !== undefined && { dossier }),
    };
  }

  function withCorrelation(headers: Headers): Headers {
    const updateId = currentUpdateInfo()?.id;
    const session = updateId === undefined ? startedIn : sessions.get(updateId);
    return {
      ...headers,
      [correlationHeader]: defaultPayloadConverter.toPayload(correlation()),
      ...(session && { [sessionHeader]: session }),
    };
  }

  return {
    inbound: [
      {
        execute(input, next) {
          startedBy = requestOf(input.headers);
          startedIn = input.headers[sessionHeader];
          return next(input);
        },
        async handleUpdate(input, next) {
          const requestId = requestOf(input.headers);
          if (requestId !== undefined) requests.set(input.updateId, requestId);
          const session = input.headers[sessionHeader];
          if (session) sessions.set(input.updateId, session);
          log.info('update taken', { update: input.name, ...correlation() });
          try {
            return await next(input);
          } finally {
            requests.delete(input.updateId);
            sessions.delete(input.updateId);
          }
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) =>
          next({ ...input, headers: withCorrelation(input.headers) }),
        scheduleLocalActivity: (input, next) =>
          next({ ...input, headers: withCorrelation(input.headers) }),
      },
    ],
  };
}

function requestOf(headers: Headers): string | undefined {
  const payload = headers[requestHeader];
  return payload && defaultPayloadConverter.fromPayload<string>(payload);
}
