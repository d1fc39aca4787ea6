import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  extendUpdate,
  pauseUpdate,
  resumeUpdate,
  submitUpdate,
  withdrawUpdate,
} from '../../workflows/dossiers/messages';
import { rederiveDossier } from '../../cli/rederive-dossier';
import { localInstant, SkippingWorld } from './skipping-world';

/** A policy with pause rules: the house's own have none, and no clock of theirs ever stands still. */
const rules = `pause:
  grounds:
    - id: awaiting-answer
      vi: Chờ cơ quan khác trả lời xác minh
      en: Another body's answer is awaited
      stops: legal
      citation: QĐ mẫu Đ5 (thời gian chờ trả lời không tính vào thời hạn)
    - id: power-cut
      vi: Mất điện tại trụ sở
      en: A power cut at the office
      stops: step
      citation: QĐ mẫu Đ6 (không tính vào thời gian của bước)
`;
let world: SkippingWorld;
let officer: string;

beforeAll(async () => {
  const policies = join(mkdtempSync(join(tmpdir(), 'saoy-pauses-')), 'policies');
  cpSync(join(__dirname, '..', '..', 'policies', 'rules'), policies, { recursive: true });
  const file = join(policies, 'hanoi-1287-2024.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/pause:\n {2}grounds: \[\]\n/, rules));
  world = await SkippingWorld.create({ policies });
  officer = world.office.staff.officer;
}, 60_000);
afterAll(async () => {
  await world.destroy();
}, 30_000);

const pause = (id: string, ground: string) =>
  world.act(id, pauseUpdate, { actorId: officer, remarkId: randomUUID(), ground });
const resume = (id: string) => world.act(id, resumeUpdate, { actorId: officer });
const minutesFrom = (instant: Date, local: string) =>
  (instant.getTime() - localInstant(local)) / 60_000;
const refusal = (code: string) => ({ cause: { type: code } });

test('a pause that stops the legal clock moves the due by what it took, with a slip', async () => {
  const { id } = await world.acceptAt('2028-01-10T08:00:00.000');
  await world.skipTo('2028-01-10T10:00:00.000');
  await pause(id, 'awaiting-answer');
  await expect(world.act(id, submitUpdate, { actorId: officer })).rejects.toMatchObject(
    refusal('dossier-paused'),
  );
  await expect(pause(id, 'power-cut')).rejects.toMatchObject(refusal('dossier-paused'));
  await world.skipTo('2028-01-11T09:00:00.000');
  await world.settle();
  expect(await world.trace(id)).toHaveLength(2);
  await resume(id);
  const resumed = await world.dossier(id);
  // Six hours were left: 09:00–12:00 and 13:30–16:30, but for what the clock ran on meanwhile.
  expect(minutesFrom(resumed.legalDue, '2028-01-11T16:30:00.000')).toBeCloseTo(0, 0);
  const why = resumed.because.find(({ rule }) => rule.startsWith('Tạm dừng'));
  expect(why).toMatchObject({ citation: expect.stringContaining('QĐ mẫu Đ5') });
  expect(await world.letters(id)).toMatchObject([{ kind: 'slip', due: resumed.legalDue }]);
  await world.skipTo('2028-01-12T08:30:00.000');
  await world.settle();
  const acts = (await world.trace(id)).map((line) => line.slice(20));
  expect(acts).toEqual([
    ...['accept', 'pause', 'resume'],
    ...['notice', 'breach', 'escalation', 'legal-breach'],
  ]);
  // Two of the step's four hours were left.
  const clock = (await world.clocks(id)).at(-1)!;
  expect(minutesFrom(clock.noticedAt!, '2028-01-11T10:30:00.000')).toBeCloseTo(0, 0);
  expect(minutesFrom(clock.breachedAt!, '2028-01-11T11:00:00.000')).toBeCloseTo(0, 0);
}, 60_000);

test('a pause that stops the step alone leaves the legal due where it was', async () => {
  const accepted = await world.acceptAt('2028-01-17T08:00:00.000');
  await world.skipTo('2028-01-17T09:00:00.000');
  await pause(accepted.id, 'power-cut');
  await world.skipTo('2028-01-17T13:30:00.000');
  await resume(accepted.id);
  const { legalDue } = await world.dossier(accepted.id);
  expect(legalDue).toEqual(accepted.legalDue);
  const [first, second] = await world.clocks(accepted.id);
  expect(Math.round((first?.usedMs ?? 0) / 60_000)).toBe(60);
  expect(second).toMatchObject({ step: 'create', round: 2 });
  expect(Math.round((second?.budgetMs ?? 0) / 60_000)).toBe(180);
  expect(minutesFrom(second!.due, '2028-01-17T16:30:00.000')).toBeCloseTo(0, 0);
  expect(await world.letters(accepted.id)).toEqual([]);
}, 60_000);

test('an extension waits for the end of a pause; a withdrawal does not', async () => {
  const { id } = await world.acceptAt('2028-01-18T08:00:00.000');
  await pause(id, 'awaiting-answer');
  await expect(
    world.act(id, extendUpdate, {
      ...{ actorId: officer, ground: 'many-pages', days: 1, agreedUntil: null },
    }),
  ).rejects.toMatchObject(refusal('dossier-paused'));
  await world.act(id, withdrawUpdate, { actorId: officer, remarkId: randomUUID() });
  expect((await world.dossier(id)).stage).toBe('withdrawn');
}, 60_000);

test('what the policy has no rule for does not stop a clock', async () => {
  const { id } = await world.acceptAt('2028-01-19T08:00:00.000');
  await expect(pause(id, 'lunch')).rejects.toMatchObject(refusal('pause-ground-unknown'));
  expect(await world.trace(id)).toHaveLength(1);
  await expect(resume(id)).rejects.toMatchObject(refusal('dossier-out-of-turn'));
}, 60_000);

test('every decision is found again from the audit log', async () => {
  const lives = await world.lives();
  expect(lives.length).toBeGreaterThan(3);
  for (const life of lives) expect(rederiveDossier(world.rules, life)).toEqual([]);
});
