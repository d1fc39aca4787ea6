/**
 * What the export of a full book costs on a stack as a user would start it:
 *
 *     node -r ./test/register-typescript.cjs bench/book-export.ts [--lines N]
 *
 * A book is filled with a thousand lines and exported, then filled up to N (1,000,000) and exported again: minutes, the
 * peak of memory of worker and API while each had to do with it, the size of the file, and what a download takes that
 * breaks off in the middle and goes on.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import type { BookExportView } from '../api/books/contract';
import { Counter } from '../test/journeys/counter';
import { RunningStack } from '../test/journeys/running-stack';

const { values: options } = parseArgs({
  options: { lines: { type: 'string', default: '1000000' } },
});
const fewLines = 1_000;
const rowsAtOnce = 20_000;

async function main(): Promise<void> {
  const stack = await RunningStack.start();
  const connection = await mysql.createConnection(
    stack.ownerDatabase.replace(/^mariadb:/, 'mysql:'),
  );
  try {
    const counter = await Counter.open(stack);
    const dossier = await counter.submitted();
    await counter.sign(dossier);
    await counter.seal(dossier);
    await counter.waitFor(dossier, 'delivered');
    for (const lines of [fewLines, Number(options.lines)]) {
      await fill(connection, dossier.id, lines);
      await measure(counter, lines);
    }
  } finally {
    await connection.end();
    await stack.end();
  }
}

/** More lines like a dossier's that was taken through, each of a dossier of its own; what is of no line is left out. */
async function fill(connection: Connection, dossierId: string, lines: number): Promise<void> {
  const [[entry]] = await connection.query<RowDataPacket[]>(
    'SELECT bookId, number, (SELECT MAX(n.number) FROM register_entry n WHERE n.bookId = e.bookId) AS last FROM register_entry e WHERE dossierId = ?',
    [dossierId],
  );
  const { bookId, number, last } = entry as { bookId: string; number: number; last: number };
  await connection.query('SET unique_checks = 0, foreign_key_checks = 0');
  for (let from = last + 1; from <= lines; from += rowsAtOnce) {
    const until = Math.min(lines, from + rowsAtOnce - 1);
    const like = `SELECT *, LPAD(seq, 12, '0') AS place FROM seq_${from}_to_${until}`;
    await insertLike(connection, 'dossier', `id = '${dossierId}'`, like, {
      id: "CONCAT('00000000-0000-4000-8000-', place)",
      code: "CONCAT('BENCH-', place)",
      publicToken: "CONCAT('bench-', place)",
    });
    await insertLike(connection, 'register_entry', `dossierId = '${dossierId}'`, like, {
      number: 'seq',
      numberText: "CONCAT(LPAD(seq, 3, '0'), '/ĐT')",
      dossierId: "CONCAT('00000000-0000-4000-8000-', place)",
      requesterName: "CONCAT('Nguyễn Thị Khách Mẫu ', seq)",
    });
  }
  await connection.query('UPDATE book SET lastNumber = ? WHERE id = ?', [lines, bookId]);
  console.log(`book of number ${number} filled up to ${lines} lines`);
}

async function insertLike(
  connection: Connection,
  table: string,
  which: string,
  like: string,
  changed: Record<string, string>,
): Promise<void> {
  const [columns] = await connection.query<RowDataPacket[]>(
    `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND GENERATION_EXPRESSION IS NULL ORDER BY ORDINAL_POSITION`,
    [table],
  );
  const names = columns.map(({ name }) => String(name));
  const values = names.map((name) => changed[name] ?? `t.${name}`);
  await connection.query(
    `INSERT INTO ${table} (${names.join(', ')})
      SELECT ${values.join(', ')} FROM (${like}) s JOIN ${table} t ON t.${which}`,
  );
}

async function measure({ stack, clerk, officeId }: Counter, lines: number): Promise<void> {
  const { worker, api } = stack.ready.processes as Record<'worker' | 'api', number>;
  const path = `/offices/${officeId}/book-exports`;
  const year = new Date(Date.now() + 7 * 3_600_000).getUTCFullYear();
  await sleep(2_000);
  const idle = { worker: memoryOf(worker), api: memoryOf(api) };
  for (const pid of [worker, api]) writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const startedAt = Date.now();
  const { id } = await clerk.post<BookExportView>(path, { year });
  let made: BookExportView | undefined;
  while (made?.hasFile !== true) {
    await sleep(500);
    const { items } = await clerk.get<{ items: BookExportView[] }>(path);
    made = items.find((each) => each.id === id);
    if (made?.failure) throw new Error(made.failure);
  }
  const writtenMs = Date.now() - startedAt;
  const workerPeak = memoryOf(worker, 'VmHWM');
  writeFileSync(`/proc/${api}/clear_refs`, '5');
  const url = `${stack.ready.url}/api${path}/${id}/so.xlsx`;
  const [whole, parts] = [
    await download(url, clerk.headers()),
    await inTwoParts(url, clerk.headers()),
  ];
  if (whole.hash !== parts.hash || whole.bytes !== made.bytes) throw new Error('not the same file');
  console.log(
    [
      `${lines} lines: written in ${(writtenMs / 1_000).toFixed(1)} s, ${megabytes(whole.bytes)}`,
      `worker ${megabytes(idle.worker)} idle, ${megabytes(workerPeak)} at its peak`,
      `API ${megabytes(idle.api)} idle, ${megabytes(memoryOf(api, 'VmHWM'))} at its peak`,
      `download ${(whole.ms / 1_000).toFixed(1)} s, in two parts ${(parts.ms / 1_000).toFixed(1)} s`,
    ].join('; '),
  );
}

async function download(url: string, headers: Record<string, string>) {
  const startedAt = Date.now();
  const hash = createHash('sha256');
  let bytes = 0;
  const answer = await fetch(url, { headers });
  for await (const part of answer.body as AsyncIterable<Uint8Array>) {
    hash.update(part);
    bytes += part.length;
  }
  return { bytes, hash: hash.digest('hex'), ms: Date.now() - startedAt };
}

/** As a browser resumes: what was had is not sent again. */
async function inTwoParts(url: string, headers: Record<string, string>) {
  const startedAt = Date.now();
  const hash = createHash('sha256');
  let bytes = 0;
  const first = await fetch(url, { headers });
  const total = Number(first.headers.get('content-length'));
  for await (const part of first.body as AsyncIterable<Uint8Array>) {
    hash.update(part);
    bytes += part.length;
    if (bytes >= total / 2) break;
  }
  if (bytes === total) {
    // So small that it came at once.
    return { bytes, hash: hash.digest('hex'), ms: Date.now() - startedAt };
  }
  const range = { range: `bytes=${bytes}-`, 'if-range': String(first.headers.get('etag')) };
  const rest = await fetch(url, { headers: { ...headers, ...range } });
  if (rest.status !== 206) throw new Error(`answered ${rest.status}`);
  for await (const part of rest.body as AsyncIterable<Uint8Array>) {
    hash.update(part);
    bytes += part.length;
  }
  return { bytes, hash: hash.digest('hex'), ms: Date.now() - startedAt };
}

/** Bytes that a process holds, or held at most since it was last set back. */
function memoryOf(pid: number, what: 'VmRSS' | 'VmHWM' = 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1_024;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

void main();
