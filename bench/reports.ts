/**
 * What a report of many dossiers costs the worker, on a database of its own:
 *
 *     node -r ./test/register-typescript.cjs -r ./test/stack/personal-keys.ts bench/reports.ts [--days N] [--offices N] [--kind KIND]
 *
 * The sample's offices live through so many days; then the report of all of that time is made of the whole branch, as
 * the worker makes it: figures, workbook with every dossier, PDF. With it what reading the same dossiers takes alone.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { createMakeReport } from '../activities/reports/make-report';
import { reportDefinitions } from '../activities/reports/report-definitions';
import { makeSample } from '../cli/sample/make-sample';
import { readLivedDossiers } from '../db/reports/read-lived-dossiers';
import { getReport, listReportOffices, recordReportAsked } from '../db/reports/record-report';
import type { ReportKind } from '../domain/report-kinds';
import { loadRules } from '../policies/load-rules';
import { openStore } from '../storage/open-store';
import { dayOf, formatDate, msPerDay } from '../time/time';
import { onDatabase } from './on-database';

const { values: options } = parseArgs({
  options: {
    days: { type: 'string', default: '365' },
    offices: { type: 'string', default: '10' },
    kind: { type: 'string', default: 'compliance' },
  },
});
const days = Number(options.days);

async function main(db: DataSource): Promise<void> {
  const now = Date.now();
  const fillingSince = performance.now();
  const dossiers = await makeSample(
    db,
    {
      ...{ days, offices: Number(options.offices), seed: 1, now },
      ...{ supervisorHash: 'none', workersHash: 'none' },
      ...{ policyId: 'hanoi-1287-2024', calendarId: 'vn' },
    },
    () => undefined,
  );
  console.log(`${dossiers} dossiers lived in ${seconds(fillingSince)}`);
  const [root] = await db.query<{ id: string; personId: string }[]>(
    'SELECT o.id, r.personId FROM office o JOIN office_right r ON r.officeId = o.id WHERE o.parentId IS NULL LIMIT 1',
  );
  const kind = options.kind as ReportKind;
  const id = randomUUID();
  await recordReportAsked(db, {
    ...{ id, kind, officeId: root!.id, branch: true, askedBy: root!.personId },
    ...{ fromDay: formatDate(dayOf(now) - days), toDay: formatDate(dayOf(now)) },
    ...{ asOf: new Date(now), askedAt: new Date(now) },
  });
  const report = await getReport(db, id);
  const offices = await listReportOffices(db, report);
  const span = {
    from: new Date(now - (days + 1) * msPerDay),
    before: new Date(now),
    asOf: report.asOf,
  };
  const ids = offices.map((office) => office.id);
  const readingSince = performance.now();
  let read = 0;
  for await (const page of readLivedDossiers(db, ids, span, reportDefinitions[kind])) {
    read += page.length;
  }
  const readMs = performance.now() - readingSince;
  console.log(`${read} read alone in ${(readMs / 1_000).toFixed(1)} s`);
  const store = openStore(`file://${await mkdtemp(join(tmpdir(), 'saoy-bench-'))}`);
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const makingSince = performance.now();
  await createMakeReport({
    ...{ db, store, rules: loadRules(), publicUrl: 'https://saoy.example.vn' },
    now: () => new Date(now),
  })({ reportId: id });
  clearInterval(watch);
  const { failure, workbookHash } = await getReport(db, id);
  if (failure !== null || workbookHash === null) throw new Error(String(failure));
  const bytes = await store.sizeOf(workbookHash);
  console.log(
    `${kind} of ${read} dossiers: ${seconds(makingSince)}, workbook ${(bytes / 1e6).toFixed(1)} MB, ${(before / 1e6).toFixed(0)} MB before, ${(peak / 1e6).toFixed(0)} MB at the peak`,
  );
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1_000).toFixed(1)} s`;
}

void onDatabase(4, main);
