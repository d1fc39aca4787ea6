import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../db/reports/entity';
import { readLivedDossiers } from '../../db/reports/read-lived-dossiers';
import {
  getReport,
  listReportOffices,
  readNames,
  recordProgress,
  recordReportDone,
} from '../../db/reports/record-report';
import { parseDate } from '../../deadlines/parse-time';
import type { Cell, Frame } from '../../documents/tables/table';
import { writeTablesPdf } from '../../documents/tables/write-pdf';
import { writeWorkbook } from '../../documents/tables/write-workbook';
import { SaoyError } from '../../domain/problem';

import { formatDateVi, formatMinuteVi, startOfDay } from '../../time/time';
import type { ActivityDeps } from '../deps';
import { complianceSheets } from './compliance-tables';
import { dossierColumns, dossierRow } from './dossier-rows';
import type { Span, StoodDossier } from './judge-dossier';
import { type Names, Tally } from './tally';

type Deps = Pick<ActivityDeps, 'db' | 'store' | 'rules' | 'now'>;
type Offices = Awaited<ReturnType<typeof listReportOffices>>;

/**
 * Makes a report that was asked for: figures, workbook and PDF, all of one reading of its time. Safe to repeat; what
 * nobody can make is written with its reason.
 */
export function createMakeReport({ db, store, rules, now }: Deps) {
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
    const span = spanOf(report);
    const offices = await listReportOffices(db, report);
    const told = new Told(db, report.id);
    const { figures, dataHash } = await count(offices, span, told);
    const own = offices.find(({ id }) => id === report.officeId);
    const frame = frameOf(report, { above: own?.parentName ?? '', own: own?.name ?? '' }, dataHash);
    const sheets = complianceSheets(figures);
    await writeWorkbook(path, frame, sheets, {
      ...{ name: 'Từng hồ sơ', title: 'DANH SÁCH HỒ SƠ VÀ TỪNG BƯỚC', columns: dossierColumns },
      rows: readRows(offices, span, told),
    });
    const tables = sheets.flatMap((sheet) => sheet.tables);
    const pdf = await writeTablesPdf(frame, tables, report.asOf);
    const workbookHash = await store.put(await readFile(path));
    const pdfHash = await store.put(pdf);
    return { figures, dataHash, workbookHash, pdfHash, progress: figures.dossiers };
  }

  async function count(offices: Offices, span: Span, told: Told) {
    const tally = new Tally(
      span,
      offices.map(({ id }) => id),
    );
    const hash = createHash('sha256');
    for await (const { row } of readJudged(offices, span, tally, told))
      hash.update(JSON.stringify(row));
    const names = await namesOf(offices, tally.listPeople());
    const figures = tally.figures(names);
    hash.update(JSON.stringify(figures));
    return { figures, dataHash: hash.digest('hex') };
  }

  async function* readRows(offices: Offices, span: Span, told: Told): AsyncGenerator<Cell[]> {
    const tally = new Tally(
      span,
      offices.map(({ id }) => id),
    );
    for await (const { row } of readJudged(offices, span, tally, told)) yield row;
  }

  /** Every dossier that the report is about, with the line that tells of it. */
  async function* readJudged(offices: Offices, span: Span, tally: Tally, told: Told) {
    const at = new Date(Math.min(span.asOf.getTime(), span.before.getTime() - 1));
    const officeNames = new Map(offices.map(({ id, name }) => [id, name]));
    const people = new Map<string, string>();
    for await (const page of readLivedDossiers(
      db,
      offices.map(({ id }) => id),
      span,
    )) {
      const stood = page.flatMap((dossier): [typeof dossier, StoodDossier][] => {
        const one = tally.add(dossier);
        return one ? [[dossier, one]] : [];
      });
      await readMissingNames(people, stood);
      for (const [dossier, one] of stood) {
        const office = officeNames.get(dossier.officeId) ?? '';
        const person = (id: string) => people.get(id) ?? id;
        yield { row: dossierRow(dossier, one, at, { office, person }) };
      }
      await told.of(stood.length);
    }
  }

  async function readMissingNames(
    people: Map<string, string>,
    stood: readonly (readonly [unknown, StoodDossier])[],
  ): Promise<void> {
    const ids = stood.flatMap(([, { steps }]) =>
      steps.flatMap(({ by }) => (by === null ? [] : [by])),
    );
    const missing = [...new Set(ids)].filter((id) => !people.has(id));
    for (const [id, name] of await readNames(db, missing)) people.set(id, name);
  }

  async function namesOf(offices: Offices, people: readonly string[]): Promise<Names> {
    const byId = new Map(offices.map((office) => [office.id, office]));
    const names = await readNames(db, people);
    // Grounds of every policy that one of the offices goes by: a dossier's own may be an earlier version of it.
    const policies = [...new Set(offices.map(({ policyId }) => policyId))].map((id) =>
      rules.getPolicy(id),
    );
    const textIn = (grounds: readonly { id: string; vi: string }[], id: string) =>
      grounds.find((ground) => ground.id === id)?.vi ?? id;
    return {
      office: (id) => ({ code: byId.get(id)?.code ?? '', name: byId.get(id)?.name ?? id }),
      person: (id) => names.get(id) ?? id,
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
  ) {}

  async of(more: number): Promise<void> {
    this.dossiers += more;
    // It is read twice: figures, then lines.
    await recordProgress(this.db, this.id, Math.floor(this.dossiers / 2));
  }
}

function spanOf({ fromDay, toDay, asOf }: Report): Span {
  const before = new Date(startOfDay(parseDate(toDay) + 1));
  return { from: new Date(startOfDay(parseDate(fromDay))), before, asOf };
}

function frameOf(
  { fromDay, toDay, asOf, branch }: Report,
  { above, own }: { above: string; own: string },
  dataHash: string,
): Frame {
  const [from, to] = [formatDateVi(parseDate(fromDay)), formatDateVi(parseDate(toDay))];
  return {
    agency: [above, own],
    title: 'BÁO CÁO THỰC HIỆN QUY TRÌNH NỘI BỘ CHỨNG THỰC BẢN SAO ĐIỆN TỬ',
    lines: [
      `(Theo Quyết định 1287/QĐ-UBND) Từ ngày ${from} đến ngày ${to}${branch ? ', gồm các đơn vị trực thuộc' : ''}`,
      `Số liệu tính đến ${formatMinuteVi(asOf.getTime())}. Mã dữ liệu: ${dataHash.slice(0, 16)}`,
    ],
    signers: ['NGƯỜI LẬP BÁO CÁO', 'THỦ TRƯỞNG CƠ QUAN'],
  };
}
