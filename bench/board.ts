/**
 * What a refresh of the board costs, over the API and a database of its own:
 *
 *     node -r ./test/register-typescript.cjs -r ./test/stack/personal-keys.ts bench/board.ts [--days N] [--offices N] [--dossiers N] [--times N]
 *
 * The sample's offices live through so many days (the board's figures are kept from that life); then what is finished is
 * copied until there are so many dossiers. The board of the whole branch is asked for one time after the other, with an
 * act between any two, so that there is always something to be added to its figures.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hashSync } from '@node-rs/argon2';
import type { DataSource, QueryRunner } from 'typeorm';
import { createApp } from '../api/app';
import { makeSample, supervisorName } from '../cli/sample/make-sample';
import { recordAudit } from '../db/audit/record-audit';
import { inTransaction } from '../db/transaction';

import { ApiClient, testDeps } from '../test/fixtures/api-client';
import { password } from '../test/fixtures/house';
import { onDatabase } from './on-database';

const { values: options } = parseArgs({
  options: {
    days: { type: 'string', default: '120' },
    offices: { type: 'string', default: '10' },
    dossiers: { type: 'string', default: '1000000' },
    times: { type: 'string', default: '100' },
  },
});

async function main(db: DataSource): Promise<void> {
  const now = Date.now();
  const lived = await makeSample(
    db,
    {
      ...{ days: Number(options.days), offices: Number(options.offices), seed: 1, now },
      ...{
        supervisorHash: hashSync(password, { memoryCost: 8, timeCost: 1, parallelism: 1 }),
        workersHash: 'none',
      },
      ...{ policyId: 'hanoi-1287-2024', calendarId: 'vn' },
    },
    () => undefined,
  );
  const dossiers = await copyFinished(db, lived, Number(options.dossiers));
  await db.query('ANALYZE TABLE dossier, step_clock');
  const app = createApp(testDeps(db, await mkdtemp(join(tmpdir(), 'saoy-bench-')), { now }));
  const supervisor = await new ApiClient(app).signIn(supervisorName);
  const [root] = await db.query<{ id: string }[]>('SELECT id FROM office WHERE parentId IS NULL');
  const [busy] = await db.query<{ officeId: string; id: string }[]>(
    "SELECT officeId, id FROM dossier WHERE stage = 'accepted' LIMIT 1",
  );
  const path = `/api/supervision/board?officeId=${root!.id}&branch=true`;
  const taken: number[] = [];
  for (let time = 0; time < Number(options.times); time += 1) {
    await inTransaction(db, (inside) =>
      recordAudit(inside, {
        ...{ officeId: busy!.officeId, dossierId: busy!.id, actorId: null, action: 'bench' },
        ...{ actKey: `bench:${randomUUID()}`, details: {}, at: new Date() },
      }),
    );
    const begin = performance.now();
    const answer = await supervisor.get(path);
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
    taken.push(performance.now() - begin);
  }
  taken.shift();
  taken.sort((a, b) => a - b);
  const at = (part: number) => (taken[Math.floor(taken.length * part)] ?? 0).toFixed(0);
  const [open] = await db.query<{ count: string }[]>(
    'SELECT COUNT(*) AS count FROM dossier WHERE endedAt IS NULL',
  );
  console.log(
    `board of ${options.offices} offices, ${dossiers} dossiers (${open!.count} open): median ${at(0.5)} ms, p95 ${at(0.95)} ms`,
  );
}

/** Copies of what is finished, dossier and clocks, under ids and codes of their own. @returns how many there are */
async function copyFinished(db: DataSource, lived: number, wanted: number): Promise<number> {
  const runner = db.createQueryRunner();
  let all = lived;
  try {
    await runner.query('SET unique_checks = 0, foreign_key_checks = 0');
    await runner.query(
      'CREATE TEMPORARY TABLE finished AS SELECT id FROM dossier WHERE endedAt IS NOT NULL',
    );
    const idOf = (column: string, copy: number) =>
      `CONCAT('${copy.toString(16).padStart(8, '0')}', SUBSTR(${column}, 9))`;
    for (let copy = 1; all < wanted; copy += 1) {
      const which = `t JOIN (SELECT id FROM finished LIMIT ${wanted - all}) f`;
      all += await insertLike(runner, 'dossier', `${which} ON f.id = t.id`, {
        id: idOf('t.id', copy),
        code: `CONCAT('copy-${copy}-', t.code)`,
        publicToken: `MD5(CONCAT(t.publicToken, ${copy}))`,
      });
      await insertLike(runner, 'step_clock', `${which} ON f.id = t.dossierId`, {
        dossierId: idOf('t.dossierId', copy),
      });
    }
  } finally {
    await runner.release();
  }
  return all;
}

async function insertLike(
  runner: QueryRunner,
  table: string,
  from: string,
  changed: Record<string, string>,
): Promise<number> {
  const columns = (await runner.query(
    `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND GENERATION_EXPRESSION IS NULL`,
    [table],
  )) as { name: string }[];
  const names = columns.map(({ name }) => name);
  const values = names.map((name) => changed[name] ?? `t.${name}`);
  const { affectedRows } = (await runner.query(
    `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM ${table} ${from}`,
  )) as { affectedRows: number };
  return affectedRows;
}

void onDatabase(10, main);
