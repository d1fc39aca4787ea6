import { expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import pino from 'pino';
import { findFreePort } from '../scripts/stack/home';
import { startDatabase } from '../test/stack/database';
import { sharedTemporal } from '../test/stack/shared';
import { checkPolling } from './check-polling';
import { serveHealth } from './serve-health';

test('a process says that it is ready while it polls and its database answers, and lives all the while', async () => {
  const { address, namespace } = await sharedTemporal();
  const connection = await NativeConnection.connect({ address });
  const client = new Client({ connection: await Connection.connect({ address }), namespace });
  const database = await startDatabase();
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: 'health-test',
    activities: { act: () => Promise.resolve() },
  });
  const port = await findFreePort();
  const ask = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: answer.status, body: await answer.json() };
  };
  let types: ('workflow' | 'activity')[] = ['activity'];
  const health = serveHealth({ host: '127.0.0.1', port }, pino({ level: 'silent' }));
  expect(await ask('/healthz')).toEqual({ status: 200, body: { status: 'ok' } });
  expect(await ask('/readyz')).toEqual({ status: 503, body: { status: 'starting' } });
  health.begin({
    database: async () => void (await database.db.query('SELECT 1')),
    polling: () => checkPolling(client, [{ worker, types }]),
  });
  const silent = { status: 'unavailable', database: 'ok', polling: 'unavailable' };
  expect(await ask('/readyz')).toEqual({ status: 503, body: silent });

  const run = worker.run();
  while ((await ask('/readyz')).status !== 200) await new Promise((r) => setTimeout(r, 50));
  expect((await ask('/readyz')).body).toEqual({ status: 'ok', database: 'ok', polling: 'ok' });
  // Nobody of ours takes workflow tasks from this queue.
  types = ['workflow'];
  expect(await ask('/readyz')).toEqual({ status: 503, body: silent });
  types = ['activity'];

  worker.shutdown();
  await run;
  expect(await ask('/readyz')).toEqual({ status: 503, body: silent });
  await database.stop();
  expect((await ask('/readyz')).body).toMatchObject({ database: 'unavailable' });
  expect(await ask('/healthz')).toEqual({ status: 200, body: { status: 'ok' } });
  health.end();
  await client.connection.close();
  await connection.close();
}, 60_000);
