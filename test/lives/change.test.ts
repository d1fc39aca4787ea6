import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { submitUpdate } from '../../workflows/messages/dossier';
import { bundleWorkflows } from './bundle-workflows';
import { SkippingWorld } from './skipping-world';

/** A change of the workflow's code arrives while dossiers are open (docs/changing-workflows.md). */
let world: SkippingWorld;

beforeAll(async () => {
  world = await SkippingWorld.create({ patches: false });
}, 60_000);
afterAll(async () => {
  await world.destroy();
}, 30_000);

test('a dossier that began before it goes on, and is escalated under it', async () => {
  const dossier = await world.acceptAt('2028-03-06T08:00:00.000');
  await world.skipTo('2028-03-06T15:00:00.000');
  await world.settle();
  // Breached at noon; the code of that day knows no escalation at 12:30.
  const before = ['08:00:00 accept', '11:00:00 notice', '12:00:00 breach'];
  expect((await world.trace(dossier.id)).map((line) => line.slice(11))).toEqual(before);
  await world.deploy();
  await world.act(dossier.id, submitUpdate, { actorId: world.office.staff.officer });
  await world.skipTo('2028-03-06T17:15:00.000');
  await world.settle();
  const after = (await world.trace(dossier.id)).slice(before.length).map((line) => line.slice(11));
  expect(after[0]).toMatch(/^15:00:0. submit$/);
  expect(after[1]).toMatch(/^15:22:3. notice$/);
  expect(after.slice(2)).toEqual(['15:30:00 breach', '16:00:00 escalation']);
  await Worker.runReplayHistory(
    { workflowBundle: await bundleWorkflows() },
    await world.history(dossier.id),
  );
}, 60_000);
