import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Stage } from '../../domain/process';
import { bundleWorkflows } from '../../test/lives/bundle-workflows';
import { sharedTemporal } from '../../test/stack/shared';
import { dossierTaskQueue } from '../engine/task-queues';
import { catchUp } from './catch-up';
import { stateQuery, workflowIdOf } from './messages';
import { startDossier, type StartOrder } from './start-dossier';

let client: Client;
let worker: Worker;
let runs: Promise<void>;

beforeAll(async () => {
  const { address, namespace } = await sharedTemporal();
  client = new Client({ connection: await Connection.connect({ address }), namespace });
  worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    namespace,
    taskQueue: dossierTaskQueue,
    workflowBundle: await bundleWorkflows(),
  });
  runs = worker.run();
}, 120_000);
afterAll(async () => {
  worker.shutdown();
  await runs;
  await client.connection.close();
}, 30_000);

const later = (hours: number) => Date.now() + hours * 3_600_000;
function recorded(dossierId: string, stage: Stage): StartOrder {
  const clock = {
    ...{ step: 'create' as const, round: 1, due: later(4), noticeAt: later(3) },
    ...{ noticed: false, breached: false, escalateAt: null, escalated: false },
  };
  const start = { dossierId, stage, clock, legalDue: later(9), paused: null };
  return { start, codes: { office: '000.00.99.H99', dossier: dossierId } };
}

test('a workflow that stands still behind its record is started anew from it', async () => {
  const id = randomUUID();
  const handle = client.workflow.getHandle(workflowIdOf(id));
  const accepted = () => Promise.resolve(recorded(id, 'accepted'));
  // Lost whole, as by an older dump.
  expect(await catchUp(client, id, accepted)).toBe(true);
  // It has done nothing yet, and cannot be asked.
  expect(await catchUp(client, id, accepted)).toBe(false);
  const { runId } = await handle.describe();

  const submitted = () => Promise.resolve(recorded(id, 'awaiting-signature'));
  expect(await catchUp(client, id, submitted)).toBe(true);
  expect((await handle.query(stateQuery)).stage).toBe('awaiting-signature');
  const first = client.workflow.getHandle(workflowIdOf(id), runId);
  expect((await first.describe()).status.name).toBe('TERMINATED');
  await handle.terminate();
}, 60_000);

test('a workflow that is behind for a moment, or whose dossier has ended, is left alone', async () => {
  const id = randomUUID();
  const handle = client.workflow.getHandle(workflowIdOf(id));
  await startDossier(client, recorded(id, 'awaiting-signature'));
  const { runId } = await handle.describe();
  const stages: Stage[] = ['accepted', 'awaiting-signature'];
  const atOnce = () => Promise.resolve(recorded(id, stages.shift() ?? 'accepted'));
  expect(await catchUp(client, id, atOnce)).toBe(false);
  expect(await catchUp(client, id, () => Promise.resolve(recorded(id, 'refused')))).toBe(false);
  expect((await handle.describe()).runId).toBe(runId);
  await handle.terminate();
}, 60_000);
