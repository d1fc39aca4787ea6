/**
 * Dossiers per second through the running stack, from acceptance to delivery, by HTTP:
 *
 *     node -r ./test/register-typescript.cjs bench/dossiers.ts
 *
 * First with everything (scan, two token signatures, time stamps, proof, mail), then the engine only
 * (documents and tokens do nothing). The yardstick is the same run's engine figure, and the CPU seconds
 * of each process say where the time goes. Bounded: 60 and 300 dossiers.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import type { Dossier } from '../api/dossiers/contract';
import { Counter } from '../test/journeys/counter';
import { RunningStack } from '../test/journeys/running-stack';
import { type Usage, usageOf } from './process-usage';

const full = { dossiers: 60, atOnce: 8 };
const engine = { dossiers: 300, atOnce: 16 };

async function main(): Promise<void> {
  const stack = await RunningStack.start();
  try {
    const counter = await Counter.open(stack);
    await takeThrough(counter, () => counter.submitted());
    report('at rest', 0, 1, usageOf(stack.ready.processes), undefined);
    const whole = await measure(stack, full, () => takeThrough(counter, () => counter.submitted()));
    const bare = await withEngineOnly(stack, (extra) =>
      measure(
        stack,
        engine,
        () => takeThrough(counter, () => submittedWithoutScan(counter, stack)),
        extra,
      ),
    );
    console.log(
      `\nEverything: ${whole.toFixed(1)} dossiers/s · engine only: ${bare.toFixed(1)} dossiers/s · ratio ${(whole / bare).toFixed(2)}`,
    );
  } finally {
    await stack.end();
  }
}

async function takeThrough(counter: Counter, submit: () => Promise<Dossier>): Promise<void> {
  const dossier = await submit();
  await counter.sign(dossier);
  await counter.seal(dossier);
  await counter.waitFor(dossier, 'delivered');
}

/** The scan's hash is written straight to the row: normalising it is no work of the engine. */
async function submittedWithoutScan(counter: Counter, stack: RunningStack): Promise<Dossier> {
  const dossier = await counter.accept();
  const connection = await pool(stack).getConnection();
  await connection.query(
    'UPDATE dossier SET scanHash = ?, scanPages = 1, scanBytes = 1 WHERE id = ?',
    ['0'.repeat(64), dossier.id],
  );
  connection.release();
  return counter.submit(dossier);
}

let connections: mysql.Pool | undefined;
function pool(stack: RunningStack): mysql.Pool {
  connections ??= mysql.createPool(stack.ready.database.replace(/^mariadb:/, 'mysql:'));
  return connections;
}

/** @returns dossiers per second */
async function measure(
  stack: RunningStack,
  { dossiers, atOnce }: { dossiers: number; atOnce: number },
  one: () => Promise<void>,
  extra: Record<string, number> = {},
): Promise<number> {
  const processes = { ...stack.ready.processes, ...extra };
  const before = usageOf(processes);
  const startedAt = performance.now();
  let begun = 0;
  const lane = async () => {
    while (begun < dossiers) {
      begun += 1;
      await one();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const seconds = (performance.now() - startedAt) / 1000;
  const name = Object.keys(extra).length > 0 ? 'engine only' : 'everything';
  report(name, dossiers, seconds, usageOf(processes), before);
  return dossiers / seconds;
}

/** Puts a worker that does nothing on documents in the place of worker and token for a while. */
async function withEngineOnly<T>(
  stack: RunningStack,
  work: (extra: Record<string, number>) => Promise<T>,
): Promise<T> {
  const supervisor = Number(stack.ready.processes.supervisor);
  process.kill(supervisor, 'SIGSTOP');
  stack.kill('worker');
  stack.kill('token');
  const child = fork(join(__dirname, 'engine-worker.ts'), {
    execArgv: ['-r', join(__dirname, '..', 'test', 'register-typescript.cjs')],
    env: {
      ...process.env,
      DATABASE_URL: stack.ready.database,
      TEMPORAL_ADDRESS: stack.ready.temporal.address,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    await once(child, 'message');
    await sleep(1_000);
    return await work({ 'engine-worker': Number(child.pid) });
  } finally {
    child.kill('SIGTERM');
    await connections?.end();
    process.kill(supervisor, 'SIGCONT');
  }
}

function report(
  name: string,
  dossiers: number,
  seconds: number,
  after: Map<string, Usage>,
  before: Map<string, Usage> | undefined,
): void {
  console.log(`\n${name}: ${dossiers} dossiers in ${seconds.toFixed(1)} s`);
  for (const [process, { cpuSeconds, residentMb }] of after) {
    const cpu = cpuSeconds - (before?.get(process)?.cpuSeconds ?? cpuSeconds);
    const each = dossiers === 0 ? '' : `${((cpu * 1000) / dossiers).toFixed(1)} ms CPU a dossier`;
    console.log(`  ${process.padEnd(14)} ${residentMb.toFixed(0).padStart(5)} MB   ${each}`);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
