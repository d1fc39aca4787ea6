import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../db/reports/entity';
import { readCash } from '../../db/drawers/read-cash';
import { readLivedDossiers } from '../../db/reports/read-lived-dossiers';
import {
  getReport,
  listReportOffices,
  readNames,
  recordProgress,
  recordReportDone,
  type ReportOffice,
} from '../../db/reports/record-report';
import { listTargets } from '../../db/targets/list-targets';
import { parseDate } from '../../deadlines/parse-time';
import { contentsOf } from '../../documents/reports/contents-of';
import type { Frame } from '../../documents/tables/table';
import { writeTablesPdf } from '../../documents/tables/write-pdf';
import { writeWorkbook } from '../../documents/tables/write-workbook';
import { SaoyError } from '../../domain/problem';
import type { Cell } from '../../domain/report-contents';
import { reportKindDeclarations } from '../../domain/report-kinds';
import { formatDateVi, formatMinuteVi, startOfDay } from '../../time/time';
import type { ActivityDeps } from '../deps';
import type { PendingRow, Reading, ReportCount, ReportDefinition } from './definition';
import { endOf, type Span } from './judge-dossier';
import { reportDefinitions } from './report-definitions';
import type { Names } from './tally';

type Deps = Pick<ActivityDeps, 'db' | 'store' | 'rules' | 'now' | 'publicUrl'>;

/**
 * Makes a report that was asked for: figures, workbook and PDF, all of one reading of its time. Safe to repeat; what
 * nobody can make is written with its reason.
 */
export function createMakeReport({ db, store, rules, now, publicUrl }: Deps) {
  return async ({ reportId }: { reportId: string }): Promise<void> => {
    const report = await getReport(db, reportId);
    if (report.doneAt !== null) return;
    const folder = await mkdtemp(join(tmpdir(), 'saoy-report-'));
    try {
      const made = await make(report, join(folder, 'report.xlsx'));
      await recordReportDone(db, reportId, { ...made, doneAt: now() });
    } catch (error) {
      if (!(error instanceof SaoyError) || error.code === 'storage-unavailable') throw error;
      await recordReportDone(db, reportId, { doneAt: now(), failure: error.code });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  async function make(report: Report, path: string) {
    const definition = reportDefinitions[report.kind];
    const reading = await readingOf(report, definition);
    const told = new Told(db, report.id, definition.long === null ? 1 : 2);
    const { figures, dataHash, dossiers } = await count(definition, reading, told);
    const frame = frameOf(report, reading.asking, dataHash);
    const { sheets } = contentsOf(report.kind, figures);
    const { long } = definition;
    const rows = () => readRows(definition, reading, told);
    await writeWorkbook(path, frame, sheets, long && { ...long, rows: rows() });
    const tables = sheets.flatMap((sheet) => sheet.tables);
    const pdf = await writeTablesPdf(frame, tables, report.asOf);
    const workbookHash = await store.putFile(path);
    const pdfHash = await store.put(pdf);
    return { figures, dataHash, workbookHash, pdfHash, progress: dossiers };
  }

  async function readingOf(report: Report, definition: ReportDefinition): Promise<Reading> {
    const offices = await listReportOffices(db, report);
    const asking = offices.find(({ id }) => id === report.officeId);
    // Who may ask is found by the office; it does not go.
    if (!asking) throw new RangeError('the office that asked is not there');
    const ids = offices.map(({ id }) => id);
    const targets = definition.withTargets ? await listTargets(db, ids, report.asOf) : [];
    const span = spanOf(report);
    const inTime = { from: span.from, to: endOf(span) };
    const cash = definition.withCash ? await readCash(db, ids, inTime) : [];
    return { span, offices, asking, targets, cash, rules, publicUrl };
  }

  async function count(definition: ReportDefinition, reading: Reading, told: Told) {
    const counted = definition.begin(reading);
    const hash = createHash('sha256');
    let dossiers = 0;
    for await (const page of readPages(definition, reading, counted, told)) {
      for (const row of page.rows) hash.update(JSON.stringify(row));
      dossiers += page.dossiers;
    }
    const people = await readNames(db, counted.people());
    const figures = counted.figures(namesOf(reading.offices, people));
    hash.update(JSON.stringify(figures));
    return { figures, dataHash: hash.digest('hex'), dossiers };
  }

  async function* readRows(
    definition: ReportDefinition,
    reading: Reading,
    told: Told,
  ): AsyncGenerator<Cell[]> {
    for await (const page of readPages(definition, reading, definition.begin(reading), told)) {
      yield* page.rows;
    }
  }

  /** Every dossier that the report reads, page by page, with the lines that tell of them. */
  async function* readPages(
    definition: ReportDefinition,
    { offices, span }: Reading,
    counted: ReportCount,
    told: Told,
  ): AsyncGenerator<{ rows: Cell[][]; dossiers: number }> {
    const people = new Map<string, string>();
    const names = namesOf(offices, people);
    const written = async (pending: readonly PendingRow[]) => {
      const missing = new Set(pending.flatMap((row) => row.people).filter((id) => !people.has(id)));
      for (const [id, name] of await readNames(db, [...missing])) people.set(id, name);
      return pending.map((row) => row.cells(names));
    };
    const ids = offices.map(({ id }) => id);
    for await (const page of readLivedDossiers(db, ids, span, definition)) {
      const pending = page.map((dossier) => counted.add(dossier));
      yield { rows: await written(pending.flat()), dossiers: page.length };
      await told.of(page.length);
    }
    yield { rows: await written(counted.end?.() ?? []), dossiers: 0 };
  }

  function namesOf(offices: readonly ReportOffice[], people: ReadonlyMap<string, string>): Names {
    const byId = new Map(offices.map((office) => [office.id, office]));
    // Grounds of every policy that one of the offices goes by: a dossier's own may be an earlier version of it.
    const policies = [...new Set(offices.map(({ policyId }) => policyId))].map((id) =>
      rules.getPolicy(id),
    );
    const textIn = (grounds: readonly { id: string; vi: string }[], id: string) =>
      grounds.find((ground) => ground.id === id)?.vi ?? id;
    return {
      office: (id) => ({ code: byId.get(id)?.code ?? '', name: byId.get(id)?.name ?? id }),
      person: (id) => people.get(id) ?? id,
      extensionGround: (id) =>
        textIn(
          policies.flatMap(({ extension }) => extension.grounds),
          id,
        ),
      refusalGround: (id) =>
        textIn(
          policies.flatMap(({ refusalGrounds }) => refusalGrounds),
          id,
        ),
    };
  }
}

/** Writes now and then how far it has come. */
class Told {
  private dossiers = 0;

  constructor(
    private readonly db: Deps['db'],
    private readonly id: string,
    /** Readings in all: figures, then lines. */
    private readonly readings: number,
  ) {}

  async of(more: number): Promise<void> {
    this.dossiers += more;
    await recordProgress(this.db, this.id, Math.floor(this.dossiers / this.readings));
  }
}

function spanOf({ fromDay, toDay, asOf }: Report): Span {
  const before = new Date(startOfDay(parseDate(toDay) + 1));
  return { from: new Date(startOfDay(parseDate(fromDay))), before, asOf };
}

function frameOf(
  { kind, fromDay, toDay, asOf, branch }: Report,
  { parentName, name }: ReportOffice,
  dataHash: string,
): Frame {
  const { title, basis } = reportKindDeclarations[kind];
  const [from, to] = [formatDateVi(parseDate(fromDay)), formatDateVi(parseDate(toDay))];
  return {
    agency: [parentName, name],
    title,
    lines: [
      `(${basis}) Từ ngày ${from} đến ngày ${to}${branch ? ', gồm các đơn vị trực thuộc' : ''}`,
      `Số liệu tính đến ${formatMinuteVi(asOf.getTime())}. Mã dữ liệu: ${dataHash.slice(0, 16)}`,
    ],
    signers: ['NGƯỜI LẬP BÁO CÁO', 'THỦ TRƯỞNG CƠ QUAN'],
  };
}
