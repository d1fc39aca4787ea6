import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { UpdateDefinition } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import { AuditEvent } from '../../db/audit/entity';
import { checkTrace, isTransition } from '../../domain/check-trace';
import { SaoyError } from '../../domain/problem';
import {
  type Action,
  actionDeclarations,
  actions,
  isFinal,
  mayAct,
  type Stage,
  stages,
  transitions,
} from '../../domain/process';
import * as messages from '../../workflows/dossiers/messages';
import { tokenTaskQueue } from '../../workflows/engine/task-queues';
import { SkippingWorld } from './skipping-world';

/** The workflow and the real records walk the declared process: all of it, and nothing beside it. */
let world: SkippingWorld;
let token: Worker;
let tokenRuns: Promise<void>;
let accepted = 0;

beforeAll(async () => {
  world = await SkippingWorld.create();
  // What is signed is not looked at here: the token's queue answers, without a token.
  token = await Worker.create({
    connection: world.env.nativeConnection,
    taskQueue: tokenTaskQueue,
    activities: { signWithToken: () => Promise.resolve({ signature: '' }) },
  });
  tokenRuns = token.run();
}, 60_000);
afterAll(async () => {
  token.shutdown();
  await tokenRuns;
  await world.destroy();
}, 30_000);

const updates = new Map(
  Object.values(messages)
    .filter((value) => typeof value === 'object' && value.type === 'update')
    .map((value) => [value.name as Action, value as UpdateDefinition<Stage, [object]>]),
);
const acts = actions.filter((action) => updates.has(action));
/** What Sao Y does by itself at a stage, and what is in its way so that people act there. */
const hindered = new Map<Stage, string>([
  ['completing', 'completeProof'],
  ['delivering', 'mail'],
]);
/** Stages at which the dossier waits for people, each with the shortest way to it. */
const ways: [Stage, Action[]][] = [
  ['accepted', []],
  ['returned', ['submit', 'return']],
  ['awaiting-signature', ['submit']],
  ['awaiting-seal', ['submit', 'sign']],
  ['completing', ['submit', 'sign', 'seal']],
  ['delivering', ['submit', 'sign', 'seal']],
];

async function live(way: readonly Action[]): Promise<string> {
  accepted += 1;
  // The time may run on while something is waited for: each life begins on a later day.
  const at = new Date(Date.UTC(2028, 0, 3 + 7 * accepted, 9)).toISOString().replace('Z', '');
  const { id } = await world.acceptAt(at);
  for (const action of way) await act(id, action);
  return id;
}

/** Has Sao Y wait at a stage, where it would go on by itself. */
function hinder(stage: Stage): void {
  world.obstacles.clear();
  const step = hindered.get(stage);
  world.keepsMails = step === 'mail';
  if (step) world.obstacles.set(step, new SaoyError('copy-unsuitable', { reason: 'mẫu' }));
}

/** What was in its way is gone; who waits for that much longer would make the skipped days slow. */
async function letGoOn(id: string): Promise<void> {
  world.obstacles.clear();
  if (world.keepsMails) await world.deliver(id);
  else await world.act(id, messages.tryAgainUpdate, { actorId: world.office.staff.officer });
  expect(await untilEnd(id)).toBe('delivered');
}

async function untilItStands(id: string, stage: Stage): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    const dossier = await world.dossier(id);
    const isHindered = stage !== 'completing' || dossier.waitingFor !== null;
    if (dossier.stage === stage && isHindered) return;
    await world.settle();
  }
  throw new Error(`The dossier does not stand at ${stage}.`);
}

function act(id: string, action: Action): Promise<Stage> {
  const input = {
    actorId: world.office.staff.officer,
    remarkId: randomUUID(),
    encryptedPinId: randomUUID(),
    bookId: null,
    ground: 'forged',
  };
  return world.act(id, updates.get(action)!, input);
}

/** Not by the workflow's result: waiting for that lets the time run on without bound. */
async function untilEnd(id: string): Promise<Stage> {
  for (let tries = 0; tries < 50; tries += 1) {
    const { stage } = await world.dossier(id);
    if (isFinal(stage)) return stage;
    await world.settle();
  }
  throw new Error('The dossier came to no end.');
}

test('the ways lead to every stage at which people act', () => {
  const waiting = stages.filter((stage) => acts.some((action) => mayAct(action, stage)));
  expect(ways.map(([stage]) => stage).sort()).toEqual(waiting.sort());
});

test.each(ways)(
  'at %s it takes every act that is declared and refuses the others',
  async (stage, way) => {
    hinder(stage);
    const open = await live(way);
    await untilItStands(open, stage);
    for (const action of acts.filter((candidate) => !mayAct(candidate, stage))) {
      await expect(act(open, action)).rejects.toMatchObject({
        cause: { type: 'dossier-out-of-turn' },
      });
    }
    expect((await world.dossier(open)).stage).toBe(stage);
    if (hindered.has(stage)) await letGoOn(open);
    for (const action of acts.filter((candidate) => mayAct(candidate, stage))) {
      hinder(stage);
      const id = await live(way);
      await untilItStands(id, stage);
      const { to } = actionDeclarations[action];
      expect(await act(id, action)).toBe(to);
      world.obstacles.clear();
      if (to === 'completing' || isFinal(to)) {
        const end = await untilEnd(id);
        expect(end).toBe(to === 'completing' ? 'delivered' : to);
        for (const late of acts) await expect(act(id, late)).rejects.toThrow();
        expect((await world.dossier(id)).stage).toBe(end);
      }
    }
  },
  120_000,
);

test('what they left in the audit log is the declaration, each arrow of it', async () => {
  const events = await world.database.db.manager.find(AuditEvent, { order: { sequence: 'ASC' } });
  const told = events
    .map(({ dossierId, action, details }) => ({
      dossierId,
      action,
      from: (details['from'] ?? null) as string | null,
      to: (details['to'] ?? null) as string | null,
    }))
    .filter(isTransition);
  const ids = new Set(told.map(({ dossierId }) => dossierId));
  expect(ids.size).toBe(accepted);
  for (const id of ids)
    expect(checkTrace(told.filter(({ dossierId }) => dossierId === id))).toEqual([]);
  const arrow = ({
    action,
    from,
    to,
  }: {
    action: string;
    from: string | null;
    to: string | null;
  }) => `${action}: ${from} → ${to}`;
  expect([...new Set(told.map(arrow))].sort()).toEqual(transitions.map(arrow).sort());
});
