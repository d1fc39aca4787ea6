import {
  Client,
  Connection,
  isGrpcServiceError,
  ServiceError,
  type WorkflowClientInterceptor,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { SaoyError } from '../../domain/problem';
import type { Settings } from '../../settings/settings';
import { readTemporalTls } from '../../settings/temporal-tls';

const connectMsMax = 3_000;

/**
 * A Temporal client that connects at its first use, so that the API starts and serves lists while
 * the server is down. Once connected it connects again by itself.
 */
export function connectTemporal({ temporal }: Settings, interceptors: WorkflowClientInterceptor[]) {
  let connecting: Promise<Client> | undefined;
  const connect = async () => {
    const connection = await Connection.connect({
      address: temporal.address,
      connectTimeout: connectMsMax,
      tls: readTemporalTls(temporal),
    });
    const { namespace } = temporal;
    return new Client({ connection, namespace, interceptors: { workflow: interceptors } });
  };
  return {
    /** @throws SaoyError `process-unavailable` */
    client: (): Promise<Client> => {
      connecting ??= connect().catch((cause: unknown) => {
        connecting = undefined;
        throw new SaoyError('process-unavailable', {}, { cause });
      });
      return connecting;
    },
    close: async (): Promise<void> => {
      const client = await connecting?.catch(() => undefined);
      await client?.connection.close();
    },
  };
}

/** Whether an error says that Temporal did not answer; its client wraps what the line said. */
export function isTemporalAway(error: unknown): boolean {
  return (
    error instanceof ServiceError ||
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    isGrpcServiceError(error)
  );
}
