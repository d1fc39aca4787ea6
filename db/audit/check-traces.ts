import type { DataSource, EntityManager } from 'typeorm';
import {
  checkTrace,
  isTransition,
  type TraceEvent,
  type Violation,
} from '../../domain/check-trace';
import { inSnapshot } from '../transaction';

/** Dossiers read at a time, so that memory does not grow with the log. */
const pageSize = 500;
/** Violations kept; all are counted. */
const keptMax = 1_000;

export interface TraceViolation extends Omit<Violation, 'index'> {
  /** Its code, or its id where there is no such dossier. */
  dossier: string;
  /** Of the office's audit chain; null for what is said of the trace's end. */
  sequence: number | null;
}

export interface TraceReport {
  dossiers: number;
  transitions: number;
  /** All of them; `violations` holds the first. */
  count: number;
  violations: TraceViolation[];
}

/** Replays the audit log of every dossier against the declared process. */
export async function checkTraces(db: DataSource): Promise<TraceReport> {
  const report: TraceReport = { dossiers: 0, transitions: 0, count: 0, violations: [] };
  // One snapshot: an act recorded meanwhile would else stand in a row and not yet in its trace.
  await inSnapshot(db, async (manager) => {
    for (let ids = await listDossiers(manager, ''); ids.length > 0;) {
      await checkPage(manager, ids, report);
      ids = await listDossiers(manager, ids.at(-1) ?? '');
    }
  });
  return report;
}

/** Ids of dossiers that are there, that have a trace, or both: the next page after an id. */
async function listDossiers(manager: EntityManager, after: string): Promise<string[]> {
  const rows: { id: string }[] = await manager.query(
    `(SELECT id FROM dossier WHERE id > ? ORDER BY id LIMIT ${pageSize})
     UNION
     (SELECT DISTINCT dossierId FROM audit_event WHERE dossierId > ? ORDER BY dossierId LIMIT ${pageSize})
     ORDER BY id LIMIT ${pageSize}`,
    [after, after],
  );
  return rows.map(({ id }) => id);
}

async function checkPage(
  manager: EntityManager,
  ids: string[],
  report: TraceReport,
): Promise<void> {
  const dossiers: DossierRow[] = await manager.query(
    'SELECT id, code, stage FROM dossier WHERE id IN (?)',
    [ids],
  );
  const events: EventRow[] = await manager.query(
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
      if (report.violations.length >= keptMax) continue;
      const sequence = trace[index]?.sequence ?? null;
      report.violations.push({ dossier: dossier?.code ?? id, sequence, ...violation });
    }
  }
}

interface DossierRow {
  id: string;
  code: string;
  stage: string;
}

interface EventRow {
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

/** Any value is compared with the declaration; only an absent one is not. */
function stageOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
