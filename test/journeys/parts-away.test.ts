import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { Dossier } from '../../api/dossiers/contract';
import { Refused } from '../../scripts/sample/http-client';
import { ownMs } from '../stack/own-time';
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

/** Acts again, as a person would, until it is taken; every refusal on the way has a code. */
async function persist(act: () => Promise<Dossier>, done: string): Promise<void> {
  const giveUpAt = Date.now() + 90_000;
  for (;;) {
    const failure: unknown = await act().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure === undefined) return;
    // A connection refused while the API itself is down is the browser's to report.
    if (failure instanceof Refused) {
      if (failure.problem.code === 'dossier-out-of-turn') return;
      expect(failure.problem.code).not.toBe('internal-error');
    }
    if (Date.now() > giveUpAt) throw new Error(done, { cause: failure });
    await sleep(500);
  }
}

describe.each(['worker', 'api', 'token', 'temporal', 'mariadb'])('killing %s', (part) => {
  test('in the middle of a dossier still ends with one number, one mail, one copy', async () => {
    const dossier = await counter.accept();
    await counter.attach(dossier);
    await counter.submit(dossier);
    const signing = counter.sign(dossier).catch(() => undefined);
    await untilRow('prepared_signature', dossier);
    stack.kill(part);
    await signing;
    await persist(() => counter.sign(dossier), 'signed');
    const sealing = counter.seal(dossier).catch(() => undefined);
    await untilRow('register_entry', dossier);
    stack.kill(part);
    await sealing;
    await persist(() => counter.seal(dossier), 'sealed');
    const delivered = await counter.waitFor(dossier, 'delivered', 120_000);
    expect(delivered.registerNumber).toMatch(/^\d{3}\/ĐT$/);
    expect(await counter.waitForMails(dossier.code)).toHaveLength(1);
  }, 300_000);
});

test('an act sent just after the only worker died ends within 10 s of its being back, by one click', async () => {
  const dossiers = [await counter.accept(), await counter.accept(), await counter.accept()];
  for (const dossier of dossiers) await counter.attach(dossier);
  const waits: number[] = [];
  for (const dossier of dossiers) {
    const starts = stack.countInLog('worker', 'worker ready');
    stack.kill('worker');
    await sleep(1_000);
    const [backAt, endedAt] = await Promise.all([
      stack.waitForLog('worker', 'worker ready', starts + 1).then(() => performance.now()),
      counter.submit(dossier).then(() => performance.now()),
    ]);
    waits.push(Math.round(endedAt - backAt));
  }
  process.stdout.write(
    `ms from the worker being back to the end of the act: ${waits.join(', ')}\n`,
  );
  expect(Math.max(...waits)).toBeLessThan(10_000);
}, 180_000);

/** Waits until an act has written its first row, and so stands in its middle. */
async function untilRow(table: 'prepared_signature' | 'register_entry', { id }: Dossier) {
  const database = await createConnection(stack.ready.database.replace('mariadb:', 'mysql:'));
  try {
    for (let tries = 0; tries < 3_000; tries += 1) {
      const query = `SELECT 1 FROM ${table} WHERE dossierId = ?`;
      const [rows] = await database.query<RowDataPacket[]>(query, [id]);
      if (rows.length > 0) return;
      await sleep(5);
    }
    throw new Error(`no row in ${table}`);
  } finally {
    database.destroy();
  }
}

/** Holds a part down: with its supervisor stopped, nobody brings it back. */
async function whileDown(part: string, work: () => Promise<void>): Promise<void> {
  const supervisor = Number(stack.ready.processes.supervisor);
  process.kill(supervisor, 'SIGSTOP');
  try {
    stack.kill(part);
    await work();
    await sleep(10_000);
  } finally {
    process.kill(supervisor, 'SIGCONT');
  }
}

test('while Temporal is down an act is refused with its code, an original is accepted, and both go on', async () => {
  const before = await counter.accept();
  await counter.attach(before);
  let meanwhile: Dossier | undefined;
  await whileDown('temporal', async () => {
    await expect(counter.submit(before)).rejects.toMatchObject({
      problem: { code: 'process-unavailable' },
    });
    meanwhile = await counter.accept();
    await counter.attach(meanwhile);
  });
  await persist(() => counter.submit(before), 'submitted');
  await persist(() => counter.submit(meanwhile as Dossier), 'submitted');
  expect((await counter.get(before)).stage).toBe('awaiting-signature');
  expect((await counter.get(meanwhile as Dossier)).stage).toBe('awaiting-signature');
}, 180_000);

test('while the database is down every request says so, and what was running goes on', async () => {
  const dossier = await counter.submitted();
  await whileDown('mariadb', async () => {
    await expect(counter.get(dossier)).rejects.toMatchObject({
      problem: { code: 'database-unavailable' },
    });
    await expect(counter.sign(dossier)).rejects.toMatchObject({
      problem: { code: 'database-unavailable' },
    });
  });
  await persist(() => counter.sign(dossier), 'signed');
  expect((await counter.get(dossier)).stage).toBe('awaiting-seal');
}, 180_000);

test('a mail server that is down delays the mail and loses nothing', async () => {
  const dossier = await counter.submitted();
  await counter.sign(dossier);
  process.kill(Number(stack.ready.processes.mail), 'SIGSTOP');
  try {
    await counter.seal(dossier);
    await sleep(2_000);
    expect((await counter.get(dossier)).stage).not.toBe('delivered');
  } finally {
    process.kill(Number(stack.ready.processes.mail), 'SIGCONT');
  }
  await counter.waitFor(dossier, 'delivered', 120_000);
  expect(await counter.waitForMails(dossier.code)).toHaveLength(1);
}, 180_000);

test('while neither time stamp nor revocation data can be had nothing is signed, and it goes on with them', async () => {
  const dossier = await counter.submitted();
  await whileDown('pki', async () => {
    // Longer than an answer is kept before an act.
    await sleep(10_100);
    await expect(counter.sign(dossier)).rejects.toMatchObject({
      problem: { code: expect.stringMatching(/^(revocation|timestamp)-unavailable$/) },
    });
    expect((await counter.get(dossier)).stage).toBe('awaiting-signature');
  });
  await persist(() => counter.sign(dossier), 'signed');
  expect((await counter.get(dossier)).waiting).toBeNull();
  await persist(() => counter.seal(dossier), 'sealed');
  await counter.waitFor(dossier, 'delivered', 60_000);
}, 180_000);

test('what was begun before the stack ended goes on at the next start, within 15 s', async () => {
  const dossier = await counter.submitted();
  expect(await ownMs(() => stack.end())).toBeLessThan(20_000);
  expect(await ownMs(() => stack.startAgain())).toBeLessThan(15_000);
  counter = await Counter.open(stack);
  expect((await counter.get(dossier)).stage).toBe('awaiting-signature');
  await counter.sign(dossier);
  await counter.seal(dossier);
  await counter.waitFor(dossier, 'delivered');
}, 180_000);

test.each(['register', 'audit', 'trace'])(
  'after all that, saoy %s check finds nothing wrong',
  (what) => {
    const answer = spawnSync(process.execPath, ['cli/saoy.mjs', what, 'check'], {
      env: { ...process.env, SAOY_HOME: stack.home },
      encoding: 'utf8',
    });
    expect(answer).toMatchObject({ status: 0, stderr: '' });
  },
);
