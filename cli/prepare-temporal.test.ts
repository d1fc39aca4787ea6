import { expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { sharedTemporal } from '../test/stack/shared';
import { searchAttributes } from '../workflows/engine/search-attributes';
import { prepareTemporal } from './prepare-temporal';

test('a server that knows nothing of us gets the namespace and every attribute, and a second run makes nothing', async () => {
  const { address } = await sharedTemporal();
  const namespace = `made-${Date.now()}`;
  const temporal = {
    address,
    namespace,
    caFile: undefined,
    certFile: undefined,
    keyFile: undefined,
  };
  const waits: string[] = [];
  const names = Object.keys(searchAttributes);
  expect(await prepareTemporal(temporal, (reason) => waits.push(reason))).toEqual([
    `namespace ${namespace}`,
    ...names.map((name) => `search attribute ${name}`),
  ]);
  expect(await prepareTemporal(temporal, () => undefined)).toEqual([]);
  const client = new Client({ connection: await Connection.connect({ address }), namespace });
  for (const name of names) {
    const { count } = await client.workflow.count(`${name} IS NULL`);
    expect(count).toBe(0);
  }
  const { config } = await client.workflowService.describeNamespace({ namespace });
  expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(3_650 * 86_400);
  await client.connection.close();
}, 90_000);
