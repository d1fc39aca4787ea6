import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql, { type Pool, type RowDataPacket } from 'mysql2/promise';
import type { Dossier } from '../api/dossiers/contract';
import type * as counters from '../test/journeys/counter';
import { RunningStack } from '../test/journeys/running-stack';
import { type Usage, usageOf } from './process-usage';

/** What one lane of the bench cost. */
export interface LaneResult {
  dossiersPerSecond: number;
  /** CPU milliseconds a dossier, by process; `rest`: mail sink, development PKI, supervisor. */
  cpuMs: Record<ProcessName, number>;
}

export const processNames = ['api', 'worker', 'token', 'temporal', 'mariadb', 'rest'] as const;
type ProcessName = (typeof processNames)[number];

export interface Load {
  dossiers: number;
  /** Taken through before anything is measured: caches, pools, compiled code. */
  warmUp: number;
  atOnce: number;
}

type Counter = counters.Counter;

const deliveredWithinMs = 180_000;

/**
 * Takes dossiers from acceptance to delivery by HTTP, through the stack that a checkout brings up.
 * @param kind `engine`: documents and tokens do nothing, no mail is sent; `everything`: scan, two token
 *   signatures, time stamps, proof, mail
 * @throws where any dossier is refused or is not delivered
 */
export async function runLane(
  checkout: string,
  kind: 'engine' | 'everything',
  load: Load,
): Promise<LaneResult> {
  const stack = await RunningStack.start({}, checkout);
  const database = mysql.createPool(stack.ready.database.replace(/^mariadb:/, 'mysql:'));
  let engineWorker: ChildProcess | undefined;
  try {
    const counter = await openCounter(stack, checkout);
    if (kind === 'engine') engineWorker = await putEngineWorker(stack, checkout);
    const submit = () =>
      kind === 'engine' ? submittedWithoutScan(counter, database) : counter.submitted();
    await takeAll(load.warmUp, load.atOnce, counter, submit, database);
    const processes = {
      ...stack.ready.processes,
      ...(engineWorker && { worker: Number(engineWorker.pid), token: 0 }),
    };
    const before = usageOf(processes);
    const startedAt = performance.now();
    await takeAll(load.dossiers, load.atOnce, counter, submit, database);
    const seconds = (performance.now() - startedAt) / 1000;
    const after = usageOf(processes);
    await requireAllDelivered(database, load.warmUp + load.dossiers);
    return {
      dossiersPerSecond: load.dossiers / seconds,
      cpuMs: shares(before, after, load.dossiers),
    };
  } finally {
    await database.end();
    if (engineWorker) {
      engineWorker.kill('SIGTERM');
      process.kill(Number(stack.ready.processes.supervisor), 'SIGCONT');
    }
    await stack.end();
  }
}

/** By the checkout's own client: another commit may name fields otherwise. */
async function openCounter(stack: RunningStack, checkout: string): Promise<Counter> {
  const path = join(checkout, 'test', 'journeys', 'counter');
  const own = (await import(path)) as typeof counters;
  return own.Counter.open(stack);
}

async function takeAll(
  count: number,
  atOnce: number,
  counter: Counter,
  submit: () => Promise<Dossier>,
  database: Pool,
): Promise<void> {
  const ids: string[] = [];
  let begun = 0;
  const lane = async () => {
    while (begun < count) {
      begun += 1;
      const dossier = await submit();
      await counter.sign(dossier);
      await counter.seal(dossier);
      ids.push(dossier.id);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  await untilDelivered(database, ids);
}

/** Asked of the database, so that waiting costs the stack nothing. */
async function untilDelivered(database: Pool, ids: readonly string[]): Promise<void> {
  const giveUpAt = Date.now() + deliveredWithinMs;
  for (;;) {
    const left = await countBy(database, "stage <> 'delivered' AND id IN (?)", [ids]);
    if (left === 0) return;
    if (Date.now() > giveUpAt) throw new Error(`${left} dossiers were not delivered`);
    await sleep(250);
  }
}

/** Nothing was lost, refused, waits or was made twice. */
async function requireAllDelivered(database: Pool, count: number): Promise<void> {
  const all = await countBy(database, 'TRUE', []);
  const fine = await countBy(database, "stage = 'delivered' AND waitingFor IS NULL", []);
  const [numbers] = await database.query<RowDataPacket[]>(
    'SELECT COUNT(*) AS count, MAX(number) - MIN(number) + 1 AS span FROM register_entry',
  );
  const { count: numbered, span } = numbers[0] as { count: number; span: number };
  if (all !== count || fine !== count || numbered !== count || Number(span) !== count) {
    throw new Error(`of ${count} dossiers ${fine} of ${all} are delivered, ${numbered} numbered`);
  }
}

async function countBy(database: Pool, where: string, values: unknown[]): Promise<number> {
  const sql = `SELECT COUNT(*) AS count FROM dossier WHERE ${where}`;
  const [rows] = await database.query<RowDataPacket[]>(sql, values);
  return Number(rows[0]?.count);
}

/** The scan's hash is written straight to the row: normalising it is no work of the engine. */
async function submittedWithoutScan(counter: Counter, database: Pool): Promise<Dossier> {
  const dossier = await counter.accept();
  await database.query(
    'UPDATE dossier SET scanHash = ?, scanPages = 1, scanBytes = 1 WHERE id = ?',
    ['0'.repeat(64), dossier.id],
  );
  return counter.submit(dossier);
}

/** Puts the checkout's worker that does nothing on documents in the place of worker and token. */
async function putEngineWorker(stack: RunningStack, checkout: string): Promise<ChildProcess> {
  // Else it would bring back what is ended here.
  process.kill(Number(stack.ready.processes.supervisor), 'SIGSTOP');
  stack.kill('worker');
  stack.kill('token');
  const child = fork(join(checkout, 'bench', 'engine-worker.ts'), {
    cwd: checkout,
    execArgv: ['-r', join(checkout, 'test', 'register-typescript.cjs')],
    env: {
      ...process.env,
      DATABASE_URL: stack.ready.database,
      TEMPORAL_ADDRESS: stack.ready.temporal.address,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  await sleep(1_000);
  return child;
}

function shares(
  before: Map<string, Usage>,
  after: Map<string, Usage>,
  dossiers: number,
): LaneResult['cpuMs'] {
  const cpuMs: LaneResult['cpuMs'] = {
    ...{ api: 0, worker: 0, token: 0, temporal: 0, mariadb: 0, rest: 0 },
  };
  for (const [name, { cpuSeconds }] of after) {
    const used = cpuSeconds - (before.get(name)?.cpuSeconds ?? cpuSeconds);
    const process = processNames.find((known) => known === name) ?? 'rest';
    cpuMs[process] += (used * 1000) / dossiers;
  }
  return cpuMs;
}
