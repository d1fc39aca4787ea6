import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Dossier } from '../../api/dossiers/contract';
import { createDataSource } from '../../db/data-source';
import { Counter } from './counter';
import { RunningStack } from './running-stack';

/*
 * More dossiers in delivery than the relay has lanes, than the worker has slots and than the pool once had;
 * away for long enough that the first tries are given up. Other numbers measure (docs/operations.md, “Mail”).
 */
const dossiersMax = Number(process.env.MAIL_AWAY_DOSSIERS ?? 24);
const awaySeconds = Number(process.env.MAIL_AWAY_SECONDS ?? 25);
const restartedMax = Number(process.env.MAIL_AWAY_RESTARTED ?? 10);
/** What any act may take while no mail gets through. */
const actMsMax = 2_000;
/** A dossier takes a second or two to be sealed, and as long again to be looked after. */
const msPerDossier = 10_000;

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
  return db.query('SELECT id FROM notice LOCK IN SHARE MODE WAIT 1').then(
    () => false,
    () => true,
  );
}

/** @returns milliseconds until the last one was delivered */
async function deliveredOnce(dossiers: readonly Dossier[], withinMs: number): Promise<number> {
  const startedAt = Date.now();
  const until = startedAt + withinMs;
  for (const dossier of dossiers) {
    await counter.waitFor(dossier, 'delivered', Math.max(1_000, until - Date.now()));
  }
  const tookMs = Date.now() - startedAt;
  for (const { code } of dossiers) expect(await counter.waitForMails(code)).toHaveLength(1);
  return tookMs;
}

/** Accepts, scans and submits a dossier that no mail is due for. @returns milliseconds of each act */
async function timeActs(): Promise<number[]> {
  const took: number[] = [];
  const timed = async <Result>(act: Promise<Result>): Promise<Result> => {
    const startedAt = Date.now();
    const result = await act;
    took.push(Date.now() - startedAt);
    return result;
  };
  const accepted = await timed(counter.accept());
  await timed(counter.attach(accepted));
  await timed(counter.submit(accepted));
  return took;
}

/** Seconds since the oldest transaction that is open was begun; only the server's administrator sees them. */
function oldestTransaction(): number {
  const socket = join(stack.home, 'mariadb', 'data', 'mariadb.sock');
  const seconds = 'COALESCE(MAX(TIMESTAMPDIFF(MICROSECOND, trx_started, NOW(6))) / 1e6, 0)';
  const asked = `SELECT ${seconds} FROM information_schema.innodb_trx`;
  const args = ['--no-defaults', `--socket=${socket}`, '--user=root', '-N', '-e', asked];
  return Number(execFileSync('mariadb', args, { encoding: 'utf8' }));
}

test(
  'a mail server that hangs holds up nothing but its mails, and each of them comes once',
  async () => {
    // The first scan starts programs that the others find running.
    await timeActs();
    const before: number[] = [];
    for (let times = 0; times < 5; times += 1) before.push(...(await timeActs()));
    stopMail();
    let dossiers: Dossier[];
    const actMs: number[] = [];
    const openSeconds: number[] = [];
    try {
      dossiers = await sealedOnes(dossiersMax);
      const kinds = await db.query<{ kind: string }[]>(
        "SELECT CONCAT(channel, ' ', template) AS kind FROM notice WHERE status <> 'sent' AND createdAt < NOW(3) - INTERVAL 3 SECOND",
      );
      expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(['mail copy']));
      for (const until = Date.now() + awaySeconds * 1_000; Date.now() < until; await sleep(1_000)) {
        actMs.push(...(await timeActs()));
        expect(await isHeld()).toBe(false);
        openSeconds.push(oldestTransaction());
      }
      const first = await counter.get(dossiers[0] as Dossier);
      expect(first).toMatchObject({ stage: 'delivering', waiting: { code: 'mail-unavailable' } });
    } finally {
      letMailGoOn();
    }
    const deliveredMs = await deliveredOnce(dossiers, Math.max(60_000, dossiersMax * 2_000));
    const [longestActBeforeMs, longestActMs] = [Math.max(...before), Math.max(...actMs)];
    report({ longestActBeforeMs, longestActMs, acts: actMs.length, deliveredMs });
    report({ oldestTransactionSeconds: Math.max(...openSeconds) });
    // Where an act takes longer than a second with the mail server up, twice as long as that, and never four.
    const slowMachineMsMax = Math.min(4_000, 2 * longestActBeforeMs);
    expect(longestActMs).toBeLessThan(Math.max(actMsMax, slowMachineMsMax));
    expect(Math.max(...openSeconds)).toBeLessThan(3);
  },
  300_000 + dossiersMax * msPerDossier,
);

function report(figures: Record<string, number>): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

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

test(
  'a worker that is told to end while mails hang ends, and its successor delivers them',
  async () => {
    stopMail();
    const dossiers = await sealedOnes(restartedMax);
    const worker = Number(stack.ready.processes.worker);
    const startedAt = Date.now();
    process.kill(worker, 'SIGTERM');
    while (isAlive(worker)) await sleep(100);
    const endedMs = Date.now() - startedAt;
    expect(endedMs).toBeLessThan(11_000);
    letMailGoOn();
    report({ endedMs, deliveredMs: await deliveredOnce(dossiers, 60_000) });
  },
  180_000 + restartedMax * msPerDossier,
);

/** One that has ended and is not taken notice of by its parent yet is not alive. */
function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
