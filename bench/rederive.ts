/**
 * A day off announced under open dossiers, each with its real workflow on a running stack:
 *
 *     node -r ./test/register-typescript.cjs bench/rederive.ts [DOSSIERS] [--kill]
 *
 * Says how long it takes until the last one has its new due, what it costs each process, and how the
 * worker's memory goes; before it, how long what-if takes for the same change through the API. With
 * `--kill` the worker is killed in the middle; every dossier must still move exactly once. The dossiers
 * are rows copied from one that was accepted, with workflows started for them. 10,000 unless told.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import mysql from 'mysql2/promise';
import type { Dossier } from '../api/dossiers/contract';
import { createDataSource } from '../db/data-source';
import { startOf } from '../db/dossiers/workflow-start';
import { Counter } from '../test/journeys/counter';
import { RunningStack } from '../test/journeys/running-stack';
import { startDossier } from '../workflows/dossiers/start-dossier';
import { usageOf } from './process-usage';

const [count = 10_000] = process.argv.slice(2).map(Number).filter(Number.isFinite);
const kills = process.argv.includes('--kill');
const rowsAtOnce = 500;
const startsAtOnce = 32;
const lookEveryMs = 500;
const giveUpAfterMs = 30 * 60_000;

async function main(): Promise<void> {
  const policies = join(mkdtempSync(join(tmpdir(), 'saoy-policies-')), 'policies');
  cpSync(join(__dirname, '..', 'policies', 'rules'), policies, { recursive: true });
  const stack = await RunningStack.start({ POLICIES_DIR: policies });
  const pool = mysql.createPool(stack.ready.database.replace(/^mariadb:/, 'mysql:'));
  try {
    const counter = await Counter.open(stack);
    const model = await counter.accept();
    const ids = await copyRows(pool, model, count - 1);
    await startWorkflows(stack, ids);
    const day = new Date(Date.parse(model.legalDue) + 7 * 3_600_000).toISOString().slice(0, 10);
    await askWhatIf(stack, counter, day);
    await sleep(5_000);
    announce(policies, day);
    await watch(stack, pool);
    await checkMoves(pool);
  } finally {
    await pool.end();
    await stack.end();
  }
}

/** Copies of an accepted dossier and of its first clock. @returns their ids */
async function copyRows(pool: mysql.Pool, model: Dossier, copies: number): Promise<string[]> {
  const startedAt = performance.now();
  const [columns] = await pool.query<mysql.RowDataPacket[]>('SHOW COLUMNS FROM dossier');
  const own = new Set(['id', 'code', 'publicToken']);
  const shared = columns.map(({ Field }) => String(Field)).filter((name) => !own.has(name));
  const [clockColumns] = await pool.query<mysql.RowDataPacket[]>('SHOW COLUMNS FROM step_clock');
  const clock = clockColumns.map(({ Field }) => String(Field)).filter((n) => n !== 'dossierId');
  const ids = Array.from({ length: copies }, () => randomUUID());
  for (let from = 0; from < copies; from += rowsAtOnce) {
    const part = ids.slice(from, from + rowsAtOnce);
    const rows = part.map((id, index) => [
      id,
      `${model.code}-${from + index}`,
      randomBytes(18).toString('base64url'),
    ]);
    const values = rows
      .map(() => 'SELECT ? AS id, ? AS code, ? AS publicToken')
      .join(' UNION ALL ');
    await pool.query(
      `INSERT INTO dossier (id, code, publicToken, \`${shared.join('`,`')}\`)
       SELECT n.id, n.code, n.publicToken, ${shared.map((name) => `d.\`${name}\``).join(',')}
       FROM dossier d JOIN (${values}) n WHERE d.id = ?`,
      [...rows.flat(), model.id],
    );
    await pool.query(
      `INSERT INTO step_clock (dossierId, \`${clock.join('`,`')}\`)
       SELECT n.id, ${clock.map((name) => `c.\`${name}\``).join(',')}
       FROM step_clock c JOIN dossier n ON n.id IN (?) WHERE c.dossierId = ?`,
      [part, model.id],
    );
  }
  console.log(`${copies} rows in ${seconds(startedAt)} s`);
  return ids;
}

async function startWorkflows({ ready }: RunningStack, ids: readonly string[]): Promise<void> {
  const startedAt = performance.now();
  const db = await createDataSource(ready.database).initialize();
  const connection = await Connection.connect({ address: ready.temporal.address });
  const client = new Client({ connection, namespace: ready.temporal.namespace });
  let next = 0;
  const lane = async () => {
    for (let id = ids[next++]; id !== undefined; id = ids[next++]) {
      await startDossier(client, await startOf(db.manager, id));
    }
  };
  await Promise.all(Array.from({ length: startsAtOnce }, lane));
  await connection.close();
  await db.destroy();
  console.log(`${ids.length} workflows started in ${seconds(startedAt)} s`);
}

/** The median of five askings, through HTTP, of all dossiers of the office. */
async function askWhatIf(stack: RunningStack, counter: Counter, dayOff: string): Promise<void> {
  const supervisor = await stack.signIn('supervisor');
  const times: number[] = [];
  let answer = { dossiers: 0, changed: 0 };
  for (let round = 0; round < 5; round += 1) {
    const startedAt = performance.now();
    answer = await supervisor.post('/supervision/what-if', { officeId: counter.officeId, dayOff });
    times.push(performance.now() - startedAt);
  }
  const [, , median = 0] = times.sort((one, other) => one - other);
  const { dossiers, changed } = answer;
  console.log(
    `what-if of ${dossiers} dossiers by HTTP: median ${median.toFixed(0)} ms, ` +
      `slowest ${times.at(-1)?.toFixed(0)} ms; ${changed} would move`,
  );
}

function announce(policies: string, day: string): void {
  const file = join(policies, 'calendars', 'vn.yaml');
  const today = new Date().toISOString().slice(0, 10);
  const entry = `{ date: ${day}, kind: holiday, name: Ngày nghỉ mẫu, recorded: ${today}, citation: QĐ mẫu }`;
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('days_off:\n', `days_off:\n  - ${entry}\n`),
  );
}

/** From the first dossier that moved to the last. */
async function watch(stack: RunningStack, pool: mysql.Pool): Promise<void> {
  const processes = { ...stack.ready.processes };
  const load = loadavg()[0] ?? 0;
  const before = usageOf(processes);
  const giveUpAt = Date.now() + giveUpAfterMs;
  let [startedAt, peak, moved, killed] = [0, 0, 0, !kills];
  while (moved < count) {
    if (Date.now() > giveUpAt) throw new Error(`only ${moved} of ${count} moved`);
    await sleep(lookEveryMs);
    moved = await countMoved(pool);
    if (moved > 0 && startedAt === 0) startedAt = performance.now();
    peak = Math.max(peak, usageOf(processes).get('worker')?.residentMb ?? 0);
    if (killed || moved < count / 3) continue;
    killed = true;
    console.log(`worker killed after ${moved}`);
    stack.kill('worker');
  }
  const took = (performance.now() - startedAt) / 1000;
  console.log(
    `${moved} re-derived in ${took.toFixed(1)} s, ${(moved / took).toFixed(1)} a second ` +
      `(load before it: ${load.toFixed(1)}); worker ${before.get('worker')?.residentMb.toFixed(0)} MB before, ${peak.toFixed(0)} MB at most`,
  );
  for (const [name, { cpuSeconds, residentMb }] of usageOf(processes)) {
    const cpu = cpuSeconds - (before.get(name)?.cpuSeconds ?? 0);
    console.log(
      `  ${name.padEnd(12)} ${((cpu * 1000) / moved).toFixed(1).padStart(6)} ms CPU a dossier, ${residentMb.toFixed(0)} MB`,
    );
  }
}

async function countMoved(pool: mysql.Pool): Promise<number> {
  const [[row]] = await pool.query<mysql.RowDataPacket[]>(
    "SELECT COUNT(*) AS moved FROM audit_event WHERE action = 'rederive'",
  );
  return Number(row?.moved);
}

/** Once each, with its slip to hand over. */
async function checkMoves(pool: mysql.Pool): Promise<void> {
  await sleep(2_000);
  const [[row]] = await pool.query<mysql.RowDataPacket[]>(
    `SELECT COUNT(*) AS events, COUNT(DISTINCT dossierId) AS dossiers,
       (SELECT COUNT(DISTINCT calendar) FROM dossier) AS calendars,
       (SELECT COUNT(*) FROM letter WHERE kind = 'slip' AND previousDue IS NOT NULL) AS slips
     FROM audit_event WHERE action = 'rederive'`,
  );
  console.log(
    `${row?.events} traces on ${row?.dossiers} dossiers, ${row?.slips} slips to hand over, ${row?.calendars} calendar version pinned`,
  );
  if (Number(row?.events) !== count || Number(row?.dossiers) !== count) process.exitCode = 1;
}

function seconds(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
