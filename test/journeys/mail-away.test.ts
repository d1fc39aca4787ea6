import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Dossier } from '../../api/contract/dossier';
import { createDataSource } from '../../db/data-source';
import { Counter } from './counter';
import { RunningStack } from './running-stack';

/* More dossiers in delivery than the relay has lanes, than the worker has slots and than the pool once had. */
const dossiersMax = 24;

let stack: RunningStack;
let counter: Counter;
let db: DataSource;

beforeAll(async () => {
  stack = await RunningStack.start();
  counter = await Counter.open(stack);
  db = await createDataSource(stack.ready.database).initialize();
}, 120_000);
afterAll(async () => {
  await db.destroy();
  await stack.end();
}, 40_000);

/** Stops the mail server, and the supervisor first, which would start another one. */
function stopMail(): void {
  for (const part of ['supervisor', 'mail']) {
    process.kill(Number(stack.ready.processes[part]), 'SIGSTOP');
  }
}

function letMailGoOn(): void {
  for (const part of ['mail', 'supervisor']) {
    process.kill(Number(stack.ready.processes[part]), 'SIGCONT');
  }
}

async function sealedOnes(count: number): Promise<Dossier[]> {
  const dossiers: Dossier[] = [];
  for (let made = 0; made < count; made += 1) {
    const dossier = await counter.submitted();
    await counter.sign(dossier);
    await counter.seal(dossier);
    dossiers.push(dossier);
  }
  return dossiers;
}

/** Whether a row of the outbox stays locked, as by a transaction that waits for a mail server. */
async function isHeld(): Promise<boolean> {
  return db.query('SELECT id FROM outbox LOCK IN SHARE MODE WAIT 1').then(
    () => false,
    () => true,
  );
}

async function deliveredOnce(dossiers: readonly Dossier[], withinMs: number): Promise<void> {
  const until = Date.now() + withinMs;
  for (const dossier of dossiers) {
    await counter.waitFor(dossier, 'delivered', Math.max(1_000, until - Date.now()));
  }
  for (const { code } of dossiers) expect(await counter.waitForMails(code)).toHaveLength(1);
}

test('a mail server that hangs holds up nothing but its mails, and each of them comes once', async () => {
  stopMail();
  let dossiers: Dossier[];
  try {
    dossiers = await sealedOnes(dossiersMax);
    const accepted = await counter.accept();
    const startedAt = Date.now();
    await counter.attach(accepted);
    await counter.submit(accepted);
    expect(Date.now() - startedAt).toBeLessThan(4_000);
    const kinds = await db.query<{ kind: string }[]>(
      "SELECT kind FROM outbox WHERE status <> 'sent' AND createdAt < NOW(3) - INTERVAL 3 SECOND",
    );
    expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(['mail-copy']));
    // Long enough for the first tries to be given up.
    for (let seconds = 0; seconds < 25; seconds += 1) {
      expect(await isHeld()).toBe(false);
      await sleep(1_000);
    }
    const first = await counter.get(dossiers[0] as Dossier);
    expect(first).toMatchObject({ stage: 'delivering', waiting: { code: 'mail-unavailable' } });
  } finally {
    letMailGoOn();
  }
  await deliveredOnce(dossiers, 60_000);
}, 300_000);

test('a database that dies when the mail server has taken a mail makes no second one', async () => {
  for (let kills = 0; kills < 3; kills += 1) {
    const dossier = await counter.submitted();
    await counter.sign(dossier);
    await counter.seal(dossier);
    const until = Date.now() + 20_000;
    while ((await counter.mailsAbout(dossier.code)).length === 0 && Date.now() < until);
    stack.kill('mariadb');
    await deliveredOnce([dossier], 60_000);
  }
}, 300_000);

test('a worker that is told to end while mails hang ends, and its successor delivers them', async () => {
  stopMail();
  const dossiers = await sealedOnes(10);
  const worker = Number(stack.ready.processes.worker);
  const startedAt = Date.now();
  process.kill(worker, 'SIGTERM');
  while (isAlive(worker)) await sleep(100);
  expect(Date.now() - startedAt).toBeLessThan(11_000);
  letMailGoOn();
  await deliveredOnce(dossiers, 60_000);
}, 180_000);

/** One that has ended and is not taken notice of by its parent yet is not alive. */
function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
