import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { extendUpdate, submitUpdate, workflowIdOf } from '../../workflows/messages/dossier';
import { SkippingWorld } from './skipping-world';

/** An alarm and an act that come in one task, after the worker was away. */
let world: SkippingWorld;

beforeAll(async () => {
  world = await SkippingWorld.create({ changesWorkers: true });
}, 60_000);
afterAll(async () => {
  await world.destroy();
}, 30_000);

const tracedTimes = async (id: string) => (await world.trace(id)).map((line) => line.slice(5));

test('an alarm that meets an act marks only the clock it sounded for', async () => {
  const { id } = await world.acceptAt('2028-01-10T08:00:00.000');
  const submitting = { actorId: world.office.staff.officer };
  await world.skipTo('2028-01-10T10:59:59.000');
  await world.withoutWorker(async () => {
    await sleep(2_000);
    await world.send(id, submitUpdate, submitting);
  });
  await world.until(async () => (await world.dossier(id)).stage === 'awaiting-signature');
  await world.skipTo('2028-01-10T16:30:00.000');
  await world.settle();
  const [accept, submit, ...alarms] = await tracedTimes(id);
  expect(accept).toBe('01-10T08:00:00 accept');
  expect(submit).toMatch(/^01-10T11:00:.. submit$/);
  expect(alarms).toEqual([
    expect.stringMatching(/^01-10T14:00:.. notice$/),
    '01-10T15:30:00 breach',
    '01-10T16:00:00 escalation',
  ]);
}, 60_000);

test('a legal breach that meets an extension is none: the due under the lock has not passed', async () => {
  const { id } = await world.acceptAt('2028-02-07T10:00:00.000');
  await world.skipTo('2028-02-07T17:29:59.000');
  await world.withoutWorker(async () => {
    await sleep(2_000);
    await world.send(id, extendUpdate, {
      ...{ actorId: world.office.staff.officer, ground: 'many-pages', days: 2, agreedUntil: null },
    });
  });
  await world.until(async () => (await world.dossier(id)).extensionDays === 2);
  await world.skipTo('2028-02-08T07:00:00.000');
  await world.settle();
  const early = (await tracedTimes(id)).map((line) => line.slice(15));
  expect(early).not.toContain('legal-breach');
  expect((await world.letters(id)).map(({ kind }) => kind)).toEqual(['slip']);
  // Extended after all, it is breached when the new due has passed, once.
  await world.skipTo('2028-02-09T17:30:01.000');
  await world.settle();
  const breaches = (await tracedTimes(id)).filter((line) => line.endsWith('legal-breach'));
  expect(breaches).toEqual(['02-09T17:30:00 legal-breach']);
}, 60_000);

test('a dossier extended after its breach breaches once more', async () => {
  const { id } = await world.acceptAt('2028-02-14T10:00:00.000');
  await world.skipTo('2028-02-14T17:31:00.000');
  await world.settle();
  const order = { ground: 'many-pages', days: 2, agreedUntil: null };
  await world.act(id, extendUpdate, { actorId: world.office.staff.officer, ...order });
  await world.skipTo('2028-02-16T17:31:00.000');
  await world.settle();
  const breaches = (await tracedTimes(id)).filter((line) => line.endsWith('legal-breach'));
  expect(breaches).toEqual(['02-14T17:30:00 legal-breach', '02-16T17:30:00 legal-breach']);
  const { status } = await world.env.client.workflow.getHandle(workflowIdOf(id)).describe();
  expect(status.name).toBe('RUNNING');
}, 60_000);
