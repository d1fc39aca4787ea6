import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Worker } from '@temporalio/worker';
import type { UpdateDefinition } from '@temporalio/common';
import { updateDossier } from '../../api/dossiers/update-dossier';
import type { ApiDeps } from '../../api/http/deps';
import type { Stage } from '../../domain/process';
import { signUpdate, submitUpdate } from '../../workflows/dossiers/messages';
import { tokenTaskQueue } from '../../workflows/engine/task-queues';
import { SkippingWorld } from './skipping-world';

/** An act asks Temporal once, also where a token is asked beside the workflow task. */
let world: SkippingWorld;
let token: Worker;
let tokenRuns: Promise<void>;

beforeAll(async () => {
  world = await SkippingWorld.create();
  token = await Worker.create({
    connection: world.env.nativeConnection,
    taskQueue: tokenTaskQueue,
    activities: { signWithToken: () => Promise.resolve({ signature: '' }) },
  });
  tokenRuns = token.run();
}, 60_000);
afterEach(() => void jest.restoreAllMocks());
afterAll(async () => {
  token.shutdown();
  await tokenRuns;
  await world.destroy();
}, 30_000);

test('submitting and signing are one request each', async () => {
  const { client } = world.env;
  const { id } = await world.acceptAt('2028-01-10T08:00:00.000');
  const service = client.workflowService;
  const asked = jest.spyOn(service, 'updateWorkflowExecution');
  const polled = jest.spyOn(service, 'pollWorkflowExecutionUpdate');
  const deps = {
    db: world.database.db,
    temporal: () => Promise.resolve(client),
  } as unknown as ApiDeps;
  const act = <Input>(update: UpdateDefinition<Stage, [Input]>, input: Input) =>
    updateDossier(deps, id, randomUUID(), update, input);
  const actorId = world.office.staff.officer;
  await act(submitUpdate, { actorId });
  await act(signUpdate, { actorId, encryptedPinId: randomUUID() });
  expect((await world.dossier(id)).stage).toBe('awaiting-seal');
  expect([asked.mock.calls.length, polled.mock.calls.length]).toEqual([2, 0]);
});
