import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import type { Settings } from '../settings/settings';
import { readTemporalTls } from '../settings/temporal-tls';
import { searchAttributes } from '../workflows/engine/search-attributes';

const pauseMs = 1_000;
/** A server learns of a new namespace and its attributes within some 10 seconds. */
const learnMsMax = 2 * 60_000;
/** Histories are kept so long after a dossier has ended: `saoy dossier rederive` reads them. */
const retentionDays = 3_650;
/** Codes of gRPC. */
const grpc = { notFound: 5, alreadyExists: 6 };
/** `IndexedValueType` of Temporal's interface. */
const attributeTypes = { Keyword: 2, Datetime: 6 } as const;

/**
 * Makes the namespace and its search attributes where they are not there yet, and waits until the server answers
 * questions with them. Safe to repeat.
 * @param waiting told of each try in vain
 * @returns what was made
 * @throws Error with one sentence where the server does not learn them in time, or our account may not make them
 */
export async function prepareTemporal(
  temporal: Settings['temporal'],
  waiting: (reason: string) => void,
): Promise<string[]> {
  const { namespace } = temporal;
  const connection = await connect(temporal, waiting);
  try {
    const made = [
      ...(await makeNamespace(connection, namespace)),
      ...(await inTime(() => makeAttributes(connection, namespace), waiting)),
    ];
    await inTime(() => askWithAttributes(connection, namespace), waiting);
    return made;
  } finally {
    await connection.close();
  }
}

async function connect(
  temporal: Settings['temporal'],
  waiting: (reason: string) => void,
): Promise<Connection> {
  const { address } = temporal;
  for (;;) {
    try {
      const tls = readTemporalTls(temporal);
      return await Connection.connect({ address, tls, connectTimeout: 5_000 });
    } catch (error) {
      waiting(`Temporal at ${address}: ${reasonOf(error)}`);
      await sleep(pauseMs);
    }
  }
}

async function makeNamespace(connection: Connection, namespace: string): Promise<string[]> {
  const { workflowService } = connection;
  try {
    await workflowService.describeNamespace({ namespace });
    return [];
  } catch (error) {
    if (codeOf(error) !== grpc.notFound) throw error;
  }
  try {
    await workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs(`${retentionDays} days`),
    });
    return [`namespace ${namespace}`];
  } catch (error) {
    if (codeOf(error) !== grpc.alreadyExists) throw error;
    return [];
  }
}

async function makeAttributes(connection: Connection, namespace: string): Promise<string[]> {
  const { operatorService } = connection;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(searchAttributes).filter(([name]) => !customAttributes?.[name]);
  if (missing.length === 0) return [];
  await operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(
      missing.map(([name, type]) => [name, attributeTypes[type]]),
    ),
  });
  return missing.map(([name]) => `search attribute ${name}`);
}

/** What the pages of operators ask, naming each attribute; refused until the server knows them all. */
async function askWithAttributes(connection: Connection, namespace: string): Promise<void> {
  const query = Object.keys(searchAttributes)
    .map((name) => `${name} IS NOT NULL`)
    .join(' AND ');
  await connection.workflowService.listWorkflowExecutions({ namespace, query, pageSize: 1 });
}

async function inTime<T>(work: () => Promise<T>, waiting: (reason: string) => void): Promise<T> {
  const until = performance.now() + learnMsMax;
  for (;;) {
    try {
      return await work();
    } catch (cause) {
      if (performance.now() > until)
        throw new Error(`Temporal does not take our namespace: ${reasonOf(cause)}`, { cause });
      waiting(`Temporal: ${reasonOf(cause)}`);
      await sleep(pauseMs);
    }
  }
}

function codeOf(error: unknown): number | undefined {
  return isGrpcServiceError(error) ? error.code : undefined;
}

function reasonOf(error: unknown): string {
  return isGrpcServiceError(error) ? error.details : (error as Error).message;
}
