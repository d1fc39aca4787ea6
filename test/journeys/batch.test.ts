import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch } from '../../api/batches/contract';
import type { Dossier } from '../../api/dossiers/contract';
import type { PersonClient } from '../../scripts/sample/http-client';
import { Counter } from './counter';
import { RunningStack } from './running-stack';

let stack: RunningStack;
let counter: Counter;

beforeAll(async () => {
  stack = await RunningStack.start();
  counter = await Counter.open(stack);
}, 120_000);
afterAll(async () => {
  await stack.end();
}, 30_000);

const refusedWith = (code: string) =>
  expect.objectContaining({ problem: expect.objectContaining({ code }) as unknown });
const outcomes = (batch: Batch) => batch.items.map(({ outcome }) => outcome);

async function submitMany(count: number): Promise<Dossier[]> {
  const dossiers: Dossier[] = [];
  for (let made = 0; made < count; made += 1) dossiers.push(await counter.submitted());
  return dossiers;
}

async function open(person: PersonClient, dossiers: Dossier[]): Promise<void> {
  for (const { id } of dossiers) await person.put(`/dossiers/${id}/opening`, {});
}

async function start(
  person: PersonClient,
  action: 'sign' | 'seal',
  dossiers: Dossier[],
  pin?: string,
): Promise<Batch> {
  const items = [];
  for (const dossier of dossiers) {
    const encryptedPin = await counter.encryptedPin(person, dossier, action, pin);
    items.push({ dossierId: dossier.id, encryptedPin });
  }
  return person.post<Batch>('/batches', { officeId: counter.officeId, action, items });
}

async function waitForOutcomes(person: PersonClient, { id }: Batch, count: number): Promise<void> {
  for (;;) {
    const { items } = await person.get<Batch>(`/batches/${id}`);
    if (items.filter(({ outcome }) => outcome === 'done').length >= count) return;
    await sleep(20);
  }
}

async function waitForEnd(person: PersonClient, { id }: Batch): Promise<Batch> {
  const giveUpAt = Date.now() + 120_000;
  for (;;) {
    const batch = await person.get<Batch>(`/batches/${id}`).catch(() => undefined);
    if (batch?.endedAt) return batch;
    if (Date.now() > giveUpAt) throw new Error('the batch does not end');
    await sleep(100);
  }
}

test('one PIN signs and seals many, each with its own outcome, whatever dies meanwhile', async () => {
  const dossiers = await submitMany(6);
  const [unseen, gone] = [dossiers[4]!, dossiers[5]!];
  await open(
    counter.leader,
    dossiers.filter((dossier) => dossier !== unseen),
  );
  const reason = 'Quét thiếu trang.';
  await counter.leader.post(`/dossiers/${gone.id}/return`, { reason });

  const batch = await start(counter.leader, 'sign', dossiers);
  // Amid its work: one has landed, four are under way.
  await waitForOutcomes(counter.leader, batch, 1);
  stack.kill('worker');
  const signed = await waitForEnd(counter.leader, batch);
  expect(outcomes(signed)).toEqual([
    ...['done', 'done', 'done', 'done'],
    'dossier-not-opened',
    'dossier-out-of-turn',
  ]);
  expect(signed.items[4]?.detail).toContain('chưa mở xem');

  const ready = dossiers.slice(0, 4);
  await open(counter.clerk, ready);
  const sealed = await waitForEnd(counter.clerk, await start(counter.clerk, 'seal', ready));
  expect(outcomes(sealed)).toEqual(['done', 'done', 'done', 'done']);
  const numbers = new Set<string | null>();
  for (const dossier of ready) {
    const delivered = await counter.waitFor(dossier, 'delivered');
    numbers.add(delivered.registerNumber);
    expect(await counter.mailsAbout(dossier.code)).toHaveLength(1);
  }
  expect(numbers.size).toBe(4);
}, 240_000);

test('large batches side by side take one another no place', async () => {
  const lots = [await submitMany(8), await submitMany(8), await submitMany(8)];
  for (const lot of lots) await open(counter.leader, lot);
  const batches: Batch[] = [];
  for (const lot of lots) batches.push(await start(counter.leader, 'sign', lot));
  for (const batch of batches) {
    const ended = await waitForEnd(counter.leader, batch);
    expect(outcomes(ended)).toEqual(lots[0]!.map(() => 'done'));
  }
}, 180_000);

test('a wrong PIN is put to the token once, and the rest is left for another go', async () => {
  const dossiers = await submitMany(3);
  await open(counter.leader, dossiers);
  const triesLeft = async () => {
    // What the token process saw a moment ago is published every few seconds.
    const path = `/tokens/leader?officeId=${counter.officeId}`;
    const { preflight } = await counter.leader.get<{
      preflight: { check: string; text: string }[];
    }>(path);
    return preflight.find(({ check }) => check === 'pin-tries')?.text ?? '';
  };
  const wrong = await waitForEnd(
    counter.leader,
    await start(counter.leader, 'sign', dossiers, '00000000'),
  );
  expect(outcomes(wrong)).toEqual(['pin-wrong', 'batch-stopped', 'batch-stopped']);
  // Five in a row lock the token: one was spent, not three.
  expect(wrong.items[0]?.detail).toContain('4');
  expect(await triesLeft()).not.toBe('');
  const right = await waitForEnd(counter.leader, await start(counter.leader, 'sign', dossiers));
  expect(outcomes(right)).toEqual(['done', 'done', 'done']);
}, 120_000);

test('a batch is its maker’s own, of dossiers of the office, named once, by those with the right', async () => {
  const [dossier] = await submitMany(1);
  await open(counter.leader, [dossier!]);
  const encryptedPin = await counter.encryptedPin(counter.leader, dossier!, 'sign');
  const ask = (items: object[], person = counter.leader) =>
    person.post<Batch>('/batches', { officeId: counter.officeId, action: 'sign', items });
  const item = { dossierId: dossier!.id, encryptedPin };
  await expect(ask([item], counter.clerk)).rejects.toEqual(refusedWith('right-missing'));
  await expect(ask([item, item])).rejects.toEqual(refusedWith('input-invalid'));
  await expect(ask([{ ...item, dossierId: randomUUID() }])).rejects.toEqual(
    refusedWith('dossier-unknown'),
  );
  const batch = await ask([item]);
  await expect(counter.clerk.get(`/batches/${batch.id}`)).rejects.toEqual(
    refusedWith('batch-unknown'),
  );
  const { items } = await counter.leader.get<{ items: Batch[] }>(
    `/batches?officeId=${counter.officeId}`,
  );
  expect(items.map(({ id }) => id)).toContain(batch.id);
  expect(outcomes(await waitForEnd(counter.leader, batch))).toEqual(['done']);
}, 60_000);
