import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import {
  checkTrace,
  isTransition,
  type TraceEvent,
  type Violation,
  type ViolationKind,
} from '../../domain/check-trace';
import { readHome } from '../../settings/home';

const usage = 'Usage: saoy trace check [--json]\n';

/** Dossiers read at a time, so that memory does not grow with the log. */
const pageSize = 500;
/** Violations shown; all are counted. */
const shownMax = 1_000;

/**
 * `saoy trace check`: replays the audit log of every dossier against the declared process.
 * Exit code 0: it has no transition that the declaration lacks; 1: it has; 2: could not look.
 */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  if (positionals.length !== 1 || positionals[0] !== 'check') {
    process.stderr.write(usage);
    return 2;
  }
  const report = await checkDatabase(readDatabaseUrl());
  const ok = report.count === 0;
  if (values.json === true) process.stdout.write(`${JSON.stringify({ ok, ...report })}\n`);
  else process.stdout.write(`${describe(report).join('\n')}\n`);
  return ok ? 0 : 1;
}

interface Found extends Omit<Violation, 'index'> {
  dossier: string;
  /** Of the office's audit chain; null for what is said of the trace's end. */
  sequence: number | null;
}

interface Report {
  dossiers: number;
  transitions: number;
  /** All of them; `violations` holds the first. */
  count: number;
  violations: Found[];
}

function readDatabaseUrl(): string {
  try {
    const ready = readFileSync(join(readHome(), 'ready.json'), 'utf8');
    return (JSON.parse(ready) as { database: string }).database;
  } catch (error) {
    throw new Error('Nothing runs here: start it with “npm start”.', { cause: error });
  }
}

async function checkDatabase(url: string): Promise<Report> {
  const connection = await mysql.createConnection({
    uri: url.replace(/^mariadb:/, 'mysql:'),
    connectTimeout: 3_000,
  });
  try {
    // One snapshot: an act recorded meanwhile would else stand in a row and not yet in its trace.
    await connection.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    const report: Report = { dossiers: 0, transitions: 0, count: 0, violations: [] };
    for (let ids = await listDossiers(connection, ''); ids.length > 0;) {
      await checkPage(connection, ids, report);
      ids = await listDossiers(connection, ids.at(-1) ?? '');
    }
    return report;
  } finally {
    await connection.end();
  }
}

/** Ids of dossiers that are there, that have a trace, or both: the next page after an id. */
async function listDossiers(connection: Connection, after: string): Promise<string[]> {
  const [rows] = await connection.query<(RowDataPacket & { id: string })[]>(
    `(SELECT id FROM dossier WHERE id > ? ORDER BY id LIMIT ${pageSize})
     UNION
     (SELECT DISTINCT dossierId FROM audit_event WHERE dossierId > ? ORDER BY dossierId LIMIT ${pageSize})
     ORDER BY id LIMIT ${pageSize}`,
    [after, after],
  );
  return rows.map(({ id }) => id);
}

async function checkPage(connection: Connection, ids: string[], report: Report): Promise<void> {
  const [dossiers] = await connection.query<DossierRow[]>(
    'SELECT id, code, stage FROM dossier WHERE id IN (?)',
    [ids],
  );
  const [events] = await connection.query<EventRow[]>(
    `SELECT dossierId, sequence, action, details FROM audit_event
     WHERE dossierId IN (?) ORDER BY dossierId, sequence`,
    [ids],
  );
  const standing = new Map(dossiers.map((row) => [row.id, row]));
  const traces = traceOf(events);
  for (const id of ids) {
    const trace = traces.get(id) ?? [];
    const dossier = standing.get(id);
    report.dossiers += 1;
    report.transitions += trace.length;
    for (const { index, ...violation } of checkTrace(trace, dossier?.stage ?? null)) {
      report.count += 1;
      if (report.violations.length >= shownMax) continue;
      const sequence = trace[index]?.sequence ?? null;
      report.violations.push({ dossier: dossier?.code ?? id, sequence, ...violation });
    }
  }
}

interface DossierRow extends RowDataPacket {
  id: string;
  code: string;
  stage: string;
}

interface EventRow extends RowDataPacket {
  dossierId: string;
  sequence: number | string;
  action: string;
  /** MariaDB hands JSON over as text, MySQL as a value. */
  details: string | Record<string, unknown>;
}

type SequencedEvent = TraceEvent & { sequence: number };

function traceOf(rows: readonly EventRow[]): Map<string, SequencedEvent[]> {
  const traces = new Map<string, SequencedEvent[]>();
  for (const row of rows) {
    const details =
      typeof row.details === 'string'
        ? (JSON.parse(row.details) as Record<string, unknown>)
        : row.details;
    const event = {
      sequence: Number(row.sequence),
      action: row.action,
      from: stageOf(details['from']),
      to: stageOf(details['to']),
    };
    if (!isTransition(event)) continue;
    const trace = traces.get(row.dossierId);
    if (trace) trace.push(event);
    else traces.set(row.dossierId, [event]);
  }
  return traces;
}

/** Whatever stands there is compared with the declaration; only nothing is nothing. */
function stageOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const words: Record<ViolationKind, string> = {
  undeclared: 'bước chuyển không có trong quy trình',
  discontinuous: 'không nối tiếp bước chuyển trước',
  'stage-differs': 'trạng thái của hồ sơ khác với nhật ký',
};

function describe({ dossiers, transitions, count, violations }: Report): string[] {
  const seen = `${transitions} bước chuyển của ${dossiers} hồ sơ`;
  if (count === 0) return [`Đúng: ${seen} đều theo quy trình đã khai báo.`];
  const lines = violations.map(({ dossier, sequence, kind, action, from, to }) => {
    const place = sequence === null ? '' : `, nhật ký số ${sequence}`;
    const act = action === null ? '' : `${action}: `;
    return `${dossier}${place}: ${words[kind]} (${act}${from ?? '∅'} → ${to ?? '∅'})`;
  });
  const more = count - violations.length;
  if (more > 0) lines.push(`… và ${more} vi phạm nữa.`);
  return [`Sai: ${count} vi phạm trong ${seen}.`, ...lines];
}
