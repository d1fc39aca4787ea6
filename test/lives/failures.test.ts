import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { defineUpdate } from '@temporalio/workflow';
import { handlingOf } from '../../domain/failure-handling';
import { problems, type ProblemCode, SaoyError } from '../../domain/problem';
import type { Stage } from '../../domain/process';
import { ErrorCodeInterceptor } from '../../worker/error-code-interceptor';
import { stateQuery, workflowIdOf } from '../../workflows/dossiers/messages';
import { refusalOf } from '../../workflows/dossiers/refusal';
import { tokenTaskQueue } from '../../workflows/engine/task-queues';
import { messageAs, tracesOf } from '../journeys/traces';
import { SkippingWorld } from './skipping-world';

/**
 * Every code at every step of a dossier, on the real workflow and the real records: an act is refused with it
 * and the dossier is free, or it is waited for and told; the workflow never ends, and nothing is silent.
 */
let world: SkippingWorld;
let token: Worker;
let tokenRuns: Promise<void>;

beforeAll(async () => {
  world = await SkippingWorld.create();
  token = await Worker.create({
    connection: world.env.nativeConnection,
    taskQueue: tokenTaskQueue,
    activities: world.withObstacles({ signWithToken: () => Promise.resolve({ signature: '' }) }),
    interceptors: { activity: [() => ({ inbound: new ErrorCodeInterceptor() })] },
  });
  tokenRuns = token.run();
}, 60_000);
afterAll(async () => {
  token.shutdown();
  await tokenRuns;
  await world.destroy();
}, 30_000);

const codes = Object.keys(problems) as ProblemCode[];
/** What is thrown at a step: each code, and what nobody foresaw. */
const thrown: { code: ProblemCode; error: Error }[] = [
  ...codes.map((code) => ({ code, error: new SaoyError(code, { reason: 'mẫu' }) })),
  { code: 'internal-error', error: new TypeError('cannot read what is not there') },
];
/** With these a step may have been done all the same: it is gone on with until the database answers. */
const ofDatabase: string[] = ['database-busy', 'database-unavailable', 'step-unanswered'];
const lanes = 12;
let accepted = 0;

async function accept(way: readonly string[]): Promise<string> {
  const [id] = await accepts(way, 1);
  return String(id);
}

/** All at one time: while the days are skipped to the next, none of them waits for something. */
async function accepts(way: readonly string[], count = lanes): Promise<string[]> {
  accepted += 1;
  const ids: string[] = [];
  for (let lane = 0; lane < count; lane += 1) {
    const at = new Date(Date.UTC(2028, 0, 3 + 7 * accepted, 8, lane));
    ids.push((await world.acceptAt(at.toISOString().replace('Z', ''))).id);
  }
  for (const action of way) await Promise.all(ids.map((id) => act(id, action)));
  return ids;
}

function act(id: string, action: string): Promise<Stage> {
  const input = {
    actorId: world.office.staff.officer,
    remarkId: randomUUID(),
    encryptedPinId: randomUUID(),
    bookId: null,
    ground: 'forged',
  };
  return world.act(id, defineUpdate<Stage, [object]>(action), input);
}

/** The code that an act is refused with; '' where it is done. */
async function codeOf(acting: Promise<Stage>): Promise<string> {
  try {
    await acting;
    return '';
  } catch (error) {
    return (error instanceof WorkflowUpdateFailedError && refusalOf(error)?.code) || String(error);
  }
}

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const giveUpAt = performance.now() + 20_000;
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Tries everything that may be thrown, side by side on some dossiers. */
async function throwAll(
  step: string,
  ids: string[],
  meet: (id: string, code: ProblemCode) => Promise<void>,
  /** What stands in the way between them; none: nothing. */
  between?: Error,
): Promise<void> {
  const left = thrown.values();
  const lanes = await Promise.allSettled(
    ids.map(async (id) => {
      for (const { code, error } of left) {
        world.obstacles.set(`${step} ${id}`, error);
        await meet(id, code);
        if (between) world.obstacles.set(`${step} ${id}`, between);
        else world.obstacles.delete(`${step} ${id}`);
      }
    }),
  );
  const failed = lanes.find((lane) => lane.status === 'rejected');
  if (failed) throw failed.reason as Error;
}

const isHeld = async (id: string, code: string) => {
  const { waitingFor, waitingUntil } = await world.dossier(id);
  return waitingFor === code && waitingUntil !== null;
};

test.each([
  ['recordSubmitted', [], 'submit'],
  ['prepareCertification', ['submit'], 'sign'],
  ['signWithToken', ['submit'], 'sign'],
  ['prepareSeal', ['submit', 'sign'], 'seal'],
])(
  'at %s each refuses the act with its code within 5 s, and the dossier is free',
  async (step, way, action) => {
    const ids = await accepts(way);
    const { stage } = await world.dossier(ids[0]!);
    await throwAll(step, ids, async (id, code) => {
      if (step.startsWith('record') && ofDatabase.includes(code)) return;
      const began = performance.now();
      expect(await codeOf(act(id, action))).toBe(code);
      expect(performance.now() - began).toBeLessThan(5_000);
      expect(await world.dossier(id)).toMatchObject({ stage, waitingFor: null });
    });
    const next = stage === 'accepted' ? 'withdraw' : 'return';
    for (const id of ids) expect(await codeOf(act(id, next))).toBe('');
  },
  240_000,
);

test.each([['completeSignature', ['submit'], 'sign', 'awaiting-seal']])(
  'at %s what may pass by itself is waited for without a second PIN; the rest is refused',
  async (step, way, action, reached) => {
    const ids = await accepts(way);
    const { stage } = await world.dossier(ids[0]!);
    const passes = (code: string) => handlingOf(code).handling === 'wait';
    await throwAll(step, ids, async (id, code) => {
      const acting = codeOf(act(id, action));
      if (!passes(code)) {
        expect(await acting).toBe(code);
        expect(await world.dossier(id)).toMatchObject({ stage, waitingFor: null });
        return;
      }
      await until(() => isHeld(id, code), `${code} is told`);
      world.obstacles.delete(`${step} ${id}`);
      // By itself it may have been tried just now.
      await codeOf(act(id, 'try-again'));
      expect(await acting).toBe('');
      expect(await world.dossier(id)).toMatchObject({ stage: reached, waitingFor: null });
      await act(id, 'return');
      for (const before of way) await act(id, before);
    });
    for (const id of ids) expect(await codeOf(act(id, 'return'))).toBe('');
  },
  240_000,
);

test('while a signature waits for a server of others the dossier may be returned', async () => {
  const id = await accept(['submit']);
  world.obstacles.set(`completeSignature ${id}`, new SaoyError('timestamp-unavailable'));
  const signing = codeOf(act(id, 'sign'));
  await until(() => isHeld(id, 'timestamp-unavailable'), 'it waits');
  expect(await codeOf(act(id, 'sign'))).toBe('dossier-busy');
  expect(await codeOf(act(id, 'extend'))).not.toBe('dossier-busy');
  expect(await act(id, 'return')).toBe('returned');
  expect(await signing).toBe('signing-given-up');
  expect(await world.dossier(id)).toMatchObject({ stage: 'returned', waitingFor: null });
  world.obstacles.clear();
  for (const action of ['submit', 'sign', 'return', 'withdraw']) await act(id, action);
}, 60_000);

test('what was waited for and then refused stays written, for whoever asked is gone', async () => {
  const id = await accept(['submit']);
  const step = `completeSignature ${id}`;
  world.obstacles.set(step, new SaoyError('timestamp-unavailable'));
  const signing = codeOf(act(id, 'sign'));
  await until(() => isHeld(id, 'timestamp-unavailable'), 'it waits');
  world.obstacles.set(step, new SaoyError('signature-mismatch'));
  await act(id, 'try-again');
  expect(await signing).toBe('signature-mismatch');
  expect(await world.dossier(id)).toMatchObject({
    ...{ stage: 'awaiting-signature', waitingFor: 'signature-mismatch', waitingUntil: null },
  });
  world.obstacles.clear();
  await act(id, 'sign');
  expect((await world.dossier(id)).waitingFor).toBeNull();
  await act(id, 'withdraw');
}, 60_000);

test('at its proof each is waited for and told, and ends nothing; it goes on when it has passed', async () => {
  const step = 'completeProof';
  const first = new SaoyError('copy-unsuitable', { reason: 'mẫu' });
  world.obstacles.set(step, first);
  const ids = await accepts(['submit', 'sign', 'seal']);
  for (const id of ids) await until(() => isHeld(id, first.code), 'it waits');
  for (const id of ids) world.obstacles.set(`${step} ${id}`, first);
  world.obstacles.delete(step);
  await throwAll(
    step,
    ids,
    async (id, code) => {
      await act(id, 'try-again');
      await until(() => isHeld(id, code), `${code} is told at ${step}`);
      const handle = world.env.client.workflow.getHandle(workflowIdOf(id));
      expect(await handle.query(stateQuery)).toMatchObject({
        ...{ stage: 'completing', waitingFor: code },
      });
    },
    first,
  );
  world.obstacles.clear();
  for (const id of ids) {
    await codeOf(act(id, 'try-again'));
    await until(async () => (await world.dossier(id)).stage === 'delivered', 'delivered');
  }
}, 300_000);

test('from its proof it goes back to the leader, and on again to its end', async () => {
  const id = await accept(['submit', 'sign']);
  world.obstacles.set(`completeProof ${id}`, new SaoyError('certificate-revoked'));
  await act(id, 'seal');
  await until(() => isHeld(id, 'certificate-revoked'), 'it waits');
  expect(await codeOf(act(id, 'withdraw'))).toBe('dossier-out-of-turn');
  expect(await act(id, 'sign-again')).toBe('awaiting-signature');
  const back = await world.dossier(id);
  expect(back).toMatchObject({ certifiedHash: null, sealedHash: null, copyHash: null });
  expect(back).toMatchObject({ waitingFor: null, waitingUntil: null });
  expect(await codeOf(act(id, 'sign-again'))).toBe('dossier-out-of-turn');
  world.obstacles.clear();
  for (const action of ['sign', 'seal']) await act(id, action);
  await until(async () => (await world.dossier(id)).stage === 'delivered', 'delivered');
}, 60_000);

test('an alarm that cannot be written sounds later, and ends nothing', async () => {
  const id = await accept([]);
  const day = (await world.dossier(id)).acceptedAt.toISOString().slice(0, 10);
  const errors = ['dossier-out-of-turn', 'internal-error', 'database-unavailable'] as const;
  for (const [minute, code] of errors.entries()) {
    world.obstacles.set(`recordAlarm ${id}`, new SaoyError(code));
    const tried = world.tried.get('recordAlarm') ?? 0;
    await world.skipTo(`${day}T11:0${minute}:30.000`);
    await until(
      () => Promise.resolve((world.tried.get('recordAlarm') ?? 0) > tried),
      'it is tried',
    );
  }
  world.obstacles.clear();
  await world.skipTo(`${day}T11:30:00.000`);
  await world.settle();
  const acts = (await world.trace(id)).map((line) => line.slice(20));
  expect(acts).toEqual(['accept', 'notice']);
  await act(id, 'withdraw');
}, 60_000);

test('no value of a statement that failed is in a history, nor in what Temporal says of a running one', async () => {
  const secret = 'Bà Riêng Tư Chín';
  const duplicate = `SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Duplicate entry “${secret}”'`;
  const refused = (await world.database.db
    .query(duplicate)
    .catch((error: unknown) => error)) as Error;
  expect(refused.message).toContain(secret);
  const errors = [
    refused,
    new TypeError(`${secret} is not a function`, { cause: refused }),
    new SaoyError('content-damaged', {}, { cause: refused }),
    Object.assign(Object.create(null) as Error, { message: secret }),
  ];
  for (const error of errors) {
    const id = await accept(['submit']);
    world.obstacles.set(`prepareCertification ${id}`, error);
    expect(await codeOf(act(id, 'sign'))).toMatch(/^(internal-error|content-damaged)$/);
    world.obstacles.set(`completeProof ${id}`, error);
    world.obstacles.delete(`prepareCertification ${id}`);
    for (const action of ['sign', 'seal']) await act(id, action);
    await until(async () => (await world.dossier(id)).waitingFor !== null, 'it waits');
    const { raw } = await world.env.client.workflow.getHandle(workflowIdOf(id)).describe();
    const said = [messageAs('history', await world.history(id)), messageAs('description', raw)];
    // Whoever looks for nothing finds nothing: the dossier's id is there, and is found.
    expect(tracesOf(id, said)).toEqual(['history', 'description']);
    expect(tracesOf(secret, said)).toEqual([]);
    world.obstacles.clear();
    await codeOf(act(id, 'try-again'));
    await until(async () => (await world.dossier(id)).stage === 'delivered', 'delivered');
  }
}, 120_000);

test('a dossier that is in no database any more, and never had a number, ends', async () => {
  const id = await accept([]);
  const day = (await world.dossier(id)).acceptedAt.toISOString().slice(0, 10);
  world.obstacles.set(`recordAlarm ${id}`, new SaoyError('dossier-unknown'));
  await world.skipTo(`${day}T11:30:00.000`);
  const handle = world.env.client.workflow.getHandle(workflowIdOf(id));
  await until(async () => (await handle.describe()).status.name === 'FAILED', 'it ends');
}, 60_000);
