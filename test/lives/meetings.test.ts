import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import { SaoyError } from '../../domain/problem';
import * as messages from '../../workflows/dossiers/messages';
import { tokenTaskQueue } from '../../workflows/engine/task-queues';
import { localText, SkippingWorld } from './skipping-world';

/** Acts, alarms and answers that meet: one comes while the other is being written. */
let world: SkippingWorld;
let token: Worker;
let tokenRuns: Promise<void>;
let actorId: string;
const holds: (() => void)[] = [];

beforeAll(async () => {
  world = await SkippingWorld.create();
  actorId = world.office.staff.officer;
  token = await Worker.create({
    connection: world.env.nativeConnection,
    taskQueue: tokenTaskQueue,
    activities: world.withObstacles({ signWithToken: () => Promise.resolve({ signature: '' }) }),
  });
  tokenRuns = token.run();
}, 60_000);
afterEach(() => {
  for (const letGo of holds.splice(0)) letGo();
  world.instead.clear();
  world.obstacles.clear();
});
afterAll(async () => {
  token.shutdown();
  await tokenRuns;
  await world.destroy();
}, 30_000);

/** Has a step stand from now on, until it is let go. */
function hold(step: string): { begun: Promise<void>; letGo: () => void } {
  const [begun, begin] = signal();
  const [held, letGo] = signal();
  holds.push(letGo);
  world.instead.set(step, async (input, asItIs) => {
    begin();
    await held;
    return asItIs(input);
  });
  return {
    begun,
    letGo: () => {
      world.instead.delete(step);
      letGo();
    },
  };
}

function signal(): [Promise<void>, () => void] {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return [given, give];
}

/** Waits until the workflow has been given what stands in its history. */
async function untilTaken(id: string, event: string): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  for (;;) {
    const { events } = await world.history(id);
    const at = events?.findIndex((one) => one[event as keyof typeof one]) ?? -1;
    const isTaken =
      at >= 0 && events?.slice(at).some((one) => one.workflowTaskStartedEventAttributes);
    if (isTaken) return world.settle();
    if (performance.now() > giveUpAt) throw new Error(`${event} was never taken`);
    await sleep(50);
  }
}

const extension = { ground: 'many-pages', days: 2, agreedUntil: null };
const extend = (id: string) => world.act(id, messages.extendUpdate, { actorId, ...extension });
const submit = (id: string) => world.act(id, messages.submitUpdate, { actorId });
const sign = (id: string, method: { method?: 'agent' } = {}) =>
  world.act(id, messages.signUpdate, { actorId, encryptedPinId: randomUUID(), ...method });
const withdraw = (id: string) =>
  world.act(id, messages.withdrawUpdate, { actorId, remarkId: randomUUID() });
const refusal = (code: string) => ({ cause: { type: code } });
const handleOf = (id: string) => world.env.client.workflow.getHandle(messages.workflowIdOf(id));

async function untilStage(id: string, stage: string): Promise<void> {
  for (let tries = 0; (await world.dossier(id)).stage !== stage; tries += 1) {
    if (tries > 100) throw new Error(`The dossier never came to ${stage}.`);
    await world.settle();
  }
}

test('an alarm that meets an act marks only the clock it sounded for', async () => {
  const { id } = await world.acceptAt('2028-01-10T08:00:00.000');
  const alarm = hold('recordAlarm');
  await world.skipTo('2028-01-10T11:00:00.500');
  await alarm.begun;
  await submit(id);
  alarm.letGo();
  await world.skipTo('2028-01-10T16:30:00.000');
  await world.settle();
  const [create, step] = await world.clocks(id);
  expect(create?.noticedAt).toBeNull();
  const noticeAt = localText(step!.noticeAt).slice(0, 19);
  expect(noticeAt).toMatch(/^2028-01-10T14:00:/);
  const [, submitted, ...alarms] = await world.trace(id);
  expect(submitted).toMatch(/^2028-01-10T11:00:.. submit$/);
  expect(alarms).toEqual([
    `${noticeAt} notice`,
    '2028-01-10T15:30:00 breach',
    '2028-01-10T16:00:00 escalation',
  ]);
  await withdraw(id);
}, 60_000);

test('a legal breach that meets an extension is none, and the new due is breached once', async () => {
  const { id } = await world.acceptAt('2028-01-17T10:00:00.000');
  await world.skipTo('2028-01-17T17:29:00.000');
  await world.settle();
  const alarm = hold('recordAlarm');
  await world.skipTo('2028-01-17T17:30:00.500');
  await alarm.begun;
  await extend(id);
  alarm.letGo();
  await world.skipTo('2028-01-18T07:00:00.000');
  await world.settle();
  const early = await world.trace(id);
  expect(early.filter((line) => line.endsWith('legal-breach'))).toEqual([]);
  expect((await world.letters(id)).map(({ kind }) => kind)).toEqual(['slip']);
  await world.skipTo('2028-01-20T08:00:00.000');
  await world.settle();
  const late = (await world.trace(id)).filter((line) => line.endsWith('legal-breach'));
  expect(late).toEqual(['2028-01-19T17:30:00 legal-breach']);
  await withdraw(id);
}, 60_000);

test('a dossier extended after its breach breaches once more', async () => {
  const { id } = await world.acceptAt('2028-02-07T10:00:00.000');
  await world.skipTo('2028-02-07T17:31:00.000');
  await world.settle();
  await extend(id);
  await world.skipTo('2028-02-10T08:00:00.000');
  await world.settle();
  const breaches = (await world.trace(id)).filter((line) => line.endsWith('legal-breach'));
  expect(breaches).toEqual([
    '2028-02-07T17:30:00 legal-breach',
    '2028-02-09T17:30:00 legal-breach',
  ]);
  await withdraw(id);
}, 60_000);

test('of two acts at once on one dossier the second is told that it is busy', async () => {
  const { id } = await world.acceptAt('2028-02-14T08:00:00.000');
  await submit(id);
  const key = hold('signWithToken');
  const first = sign(id);
  await key.begun;
  await expect(sign(id)).rejects.toMatchObject(refusal('dossier-busy'));
  await expect(withdraw(id)).rejects.toMatchObject(refusal('dossier-busy'));
  key.letGo();
  expect(await first).toBe('awaiting-seal');
  expect(world.tried.get('signWithToken')).toBe(1);
  await withdraw(id);
}, 60_000);

test('an answer that comes during the look for it is taken at once', async () => {
  const { id } = await world.acceptAt('2028-02-15T08:00:00.000');
  await submit(id);
  const [begun, begin] = signal();
  const [held, letGo] = signal();
  holds.push(letGo);
  const looks: number[] = [];
  world.instead.set('askSignature', () => Promise.resolve());
  world.instead.set('lookForAnswer', async (input) => {
    looks.push(performance.now());
    if (looks.length > 1) return { status: 'signed', signature: '' };
    begin();
    await held;
    return { status: 'open', expiresAt: (input as { at: number }).at + 300_000 };
  });
  const signing = sign(id, { method: 'agent' });
  await begun;
  await handleOf(id).signal(messages.answeredSignal);
  await untilTaken(id, 'workflowExecutionSignaledEventAttributes');
  const letGoAt = performance.now();
  letGo();
  expect(await signing).toBe('awaiting-seal');
  expect(looks).toHaveLength(2);
  // Without the hint it would be looked for after 15 s.
  expect(looks[1]! - letGoAt).toBeLessThan(10_000);
  await withdraw(id);
}, 60_000);

test('a sealed dossier cannot be paused', async () => {
  const { id } = await world.acceptAt('2028-02-16T08:00:00.000');
  await submit(id);
  await sign(id);
  world.obstacles.set('completeProof', new SaoyError('copy-unsuitable', { reason: 'mẫu' }));
  await world.act(id, messages.sealUpdate, { actorId, encryptedPinId: randomUUID(), bookId: null });
  await untilStage(id, 'completing');
  const input = { actorId, remarkId: randomUUID(), ground: 'awaiting-answer' };
  await expect(world.act(id, messages.pauseUpdate, input)).rejects.toMatchObject(
    refusal('dossier-out-of-turn'),
  );
  world.obstacles.clear();
  await world.act(id, messages.tryAgainUpdate, { actorId });
  await untilStage(id, 'delivered');
}, 60_000);

test('a dossier that is delivered while an act is under way ends when that is answered', async () => {
  const { id } = await world.acceptAt('2028-02-17T08:00:00.000');
  await submit(id);
  await sign(id);
  world.keepsMails = true;
  await world.act(id, messages.sealUpdate, { actorId, encryptedPinId: randomUUID(), bookId: null });
  await untilStage(id, 'delivering');
  const rederive = hold('recordRederived');
  const rederiving = world.act(id, messages.rederiveUpdate, {
    calendar: world.announceDayOff('2028-02-29'),
  });
  await rederive.begun;
  await world.deliver(id);
  world.keepsMails = false;
  rederive.letGo();
  expect(await rederiving).toBe('delivered');
  expect(await handleOf(id).result()).toBe('delivered');
}, 60_000);
