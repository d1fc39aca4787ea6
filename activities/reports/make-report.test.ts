import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workbook } from 'exceljs';
import { makeSample } from '../../cli/sample/make-sample';
import type { Report } from '../../db/reports/entity';
import { getReport, recordReportAsked } from '../../db/reports/record-report';
import { removeSample } from '../../db/sample/remove-sample';
import { type DossierCounts, isBalanced, type ReportFigures } from '../../domain/reports';
import { sampleId } from '../../domain/sample';
import { loadRules } from '../../policies/load-rules';
import { openStore } from '../../storage/open-store';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createMakeReport } from './make-report';

const root = sampleId(1);
/** A night in which nobody works, and one twelve days later. */
const early = Date.parse('2026-10-30T03:00:00+07:00');
const late = Date.parse('2026-11-11T03:00:00+07:00');
const folder = mkdtempSync(join(tmpdir(), 'saoy-report-test-'));
const store = openStore(`file://${folder}`);
let database: TestDatabase;
let report: Report;
let figures: ReportFigures;

beforeAll(async () => {
  database = await startDatabase();
  await makeHistory(60, late);
  report = await makeReport({ fromDay: '2026-10-01', toDay: '2026-11-30', asOf: new Date(late) });
  figures = report.figures as ReportFigures;
}, 120_000);
afterAll(async () => {
  await database.stop();
  rmSync(folder, { recursive: true });
});

async function makeHistory(days: number, now: number): Promise<void> {
  const hashes = { supervisorHash: 'none', workersHash: 'none' };
  const rules = { policyId: 'hanoi-1287-2024', calendarId: 'vn' };
  await makeSample(database.db, { days, now, offices: 3, seed: 5, ...hashes, ...rules }, () => {});
}

async function makeReport(
  asked: Partial<Pick<Report, 'kind' | 'fromDay' | 'toDay' | 'asOf' | 'branch' | 'officeId'>>,
): Promise<Report> {
  const { db } = database;
  const id = randomUUID();
  await recordReportAsked(db, {
    ...{
      id,
      kind: 'compliance',
      officeId: root,
      branch: true,
      fromDay: '2026-10-01',
      toDay: '2026-10-31',
    },
    ...{ asOf: new Date(late), askedBy: sampleId(2), askedAt: new Date(late) },
    ...asked,
  });
  const publicUrl = 'https://saoy.example.vn';
  const rules = loadRules();
  await createMakeReport({ db, store, rules, publicUrl, now: () => new Date() })({ reportId: id });
  return getReport(db, id);
}

const period = `at >= '2026-09-30 17:00:00' AND at < '2026-11-30 17:00:00'`;

/** Straight from the audit log, without anything of the report's own. */
async function counted(sql: string): Promise<number> {
  const [row] = await database.db.query<{ n: string }[]>(`SELECT COUNT(*) AS n ${sql}`);
  return Number(row?.n);
}
const events = (action: string, more = '') =>
  counted(`FROM audit_event WHERE action = '${action}' AND ${period} ${more}`);
const before = `at < '2026-09-30 17:00:00'`;
const final = `('deliver', 'refuse', 'cancel', 'withdraw')`;

test('what came in, ended and is under way is what the audit log holds', async () => {
  const { total } = figures;
  expect(total.received).toBe(await events('accept'));
  expect(total.carried).toBe(
    (await counted(`FROM audit_event WHERE action = 'accept' AND ${before}`)) -
      (await counted(`FROM audit_event WHERE action IN ${final} AND ${before}`)),
  );
  for (const [name, action] of [
    ['refused', 'refuse'],
    ['cancelled', 'cancel'],
    ['withdrawn', 'withdraw'],
  ] as const) {
    expect([name, total[name]]).toEqual([name, await events(action)]);
  }
  const delivered = (condition: string) =>
    counted(
      `FROM audit_event a JOIN dossier d ON d.id = a.dossierId
       WHERE a.action = 'deliver' AND ${period} AND ${condition}`,
    );
  const day = (at: string) => `DATE(${at} + INTERVAL 7 HOUR)`;
  expect(total.done).toEqual({
    late: await delivered('a.at > d.legalDue'),
    early: await delivered(`a.at <= d.legalDue AND ${day('a.at')} < ${day('d.legalDue')}`),
    onTime: await delivered(`a.at <= d.legalDue AND ${day('a.at')} = ${day('d.legalDue')}`),
  });
  expect(total.done.late).toBeGreaterThan(0);
  const open = (condition: string) =>
    counted(
      `FROM dossier d WHERE ${condition} AND NOT EXISTS (SELECT 1 FROM audit_event a
         WHERE a.dossierId = d.id AND a.action IN ${final})`,
    );
  const at = `'2026-11-10 20:00:00'`;
  expect(total.openLate).toBe(await open(`d.legalDue < ${at}`));
  expect(total.openInTime).toBe(await open(`d.legalDue >= ${at}`));
});

test('each step is counted with its marks and minutes', async () => {
  const acts = { create: 'submit', sign: 'sign', seal: 'complete' };
  for (const [step, action] of Object.entries(acts)) {
    for (const complex of [false, true]) {
      const rows = await database.db.query<{ late: string; early: string; minutes: string }[]>(
        `SELECT MAX(c.endedAt > c.dueByHours) AS late, MAX(c.endedAt <= c.dueByHours - INTERVAL 1 HOUR) AS early,
           (SELECT SUM(s.usedMs) / 60000 FROM step_clock s WHERE s.dossierId = a.dossierId AND s.step = ?) AS minutes
         FROM audit_event a JOIN dossier d ON d.id = a.dossierId AND d.complex = ?
         JOIN step_clock c ON c.dossierId = a.dossierId AND c.step = ? AND c.endedAt = a.at
         WHERE a.action = ? AND ${period} AND NOT EXISTS (SELECT 1 FROM audit_event r
           WHERE r.dossierId = a.dossierId AND r.action = 'return' AND r.sequence > a.sequence)
         GROUP BY a.dossierId`,
        [step, complex, step, action],
      );
      const sorted = rows.map(({ minutes }) => Number(minutes)).sort((a, b) => a - b);
      const at = (percent: number) => sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
      const [late, early] = (['late', 'early'] as const).map((mark) =>
        rows.reduce((sum, row) => sum + Number(row[mark]), 0),
      );
      const line = figures.steps.find((one) => one.step === step && one.complex === complex)!;
      expect(line).toMatchObject({ done: rows.length, late, early });
      for (const [told, sought] of [
        [line.median, at(50)],
        [line.p90, at(90)],
        [line.max, at(100)],
      ] as const) {
        expect(told).toBeCloseTo(sought, 2);
      }
    }
  }
});

test('grounds, returns, extensions and apologies are those of the log', async () => {
  const sum = (lines: { count: number }[]) => lines.reduce((all, { count }) => all + count, 0);
  expect(sum(figures.returned)).toBe(await events('return'));
  expect(sum(figures.people.map(({ returned: count }) => ({ count })))).toBe(sum(figures.returned));
  // Of the sample's four reasons each comes again.
  expect(figures.returned.map(({ text }) => text)).toContain('Thiếu trang so với bản chính');
  const byGround = await database.db.query<{ ground: string; n: string }[]>(
    `SELECT JSON_UNQUOTE(JSON_EXTRACT(details, '$.ground')) AS ground, COUNT(*) AS n FROM audit_event
     WHERE action = 'refuse' AND ${period} GROUP BY 1`,
  );
  expect(Object.fromEntries(figures.refused.map(({ id, count }) => [id, count]))).toEqual(
    Object.fromEntries(byGround.map(({ ground, n }) => [ground, Number(n)])),
  );
  expect(figures.refused[0]?.text).toMatch(/^Bản chính/);
  const complex = await events('accept', `AND JSON_VALUE(details, '$.extensionDays') > 0`);
  expect(sum(figures.extended)).toBe((await events('extend')) + complex);
  const apologies = `AND JSON_VALUE(details, '$.kind') = 'apology'`;
  expect(figures.apologies).toBe(await events('issue-letter', apologies));
  expect(sum(figures.lateBy)).toBe(figures.total.done.late + figures.total.openLate);
});

test('totals reconcile between offices, months, people and the sheet of dossiers', async () => {
  const { total, offices, months, steps, people } = figures;
  for (const line of [total, ...offices, ...months]) expect(isBalanced(line)).toBe(true);
  const add = (lines: DossierCounts[], of: (line: DossierCounts) => number) =>
    lines.reduce((sum, line) => sum + of(line), 0);
  for (const of of [
    ({ carried }: DossierCounts) => carried,
    ({ received }: DossierCounts) => received,
    ({ done }: DossierCounts) => done.late,
    ({ done }: DossierCounts) => done.onTime,
    ({ refused }: DossierCounts) => refused,
    ({ openInTime }: DossierCounts) => openInTime,
  ]) {
    expect(add(offices, of)).toBe(of(total));
  }
  expect(add(months, ({ received }) => received)).toBe(total.received);
  expect(months[1]!.carried).toBe(months[0]!.openInTime + months[0]!.openLate);
  const done = (lines: { done: number }[]) => lines.reduce((sum, line) => sum + line.done, 0);
  expect(done(people)).toBe(done(steps));
  expect(done(offices.flatMap((office) => office.steps))).toBe(done(steps));
  expect(offices.map(({ rank }) => rank)).toEqual([1, 2, 3, null]);

  const workbook = new Workbook();
  await workbook.xlsx.load(new Uint8Array(await store.get(report.workbookHash!)).buffer);
  const sheet = workbook.getWorksheet('Từng hồ sơ')!;
  const lines = sheet
    .getColumn(1)
    .values.filter((cell) => typeof cell === 'string' && /^MAU\d/.test(cell));
  expect(lines).toHaveLength(figures.dossiers);
  const marks = sheet.getColumn(sheet.columnCount).values;
  const late = marks.filter((cell) => cell === 'Quá hạn').length;
  expect(late).toBe(total.done.late + total.openLate);
});

test('what comes after its instant changes nothing of a report', async () => {
  const asked = { fromDay: '2026-10-01', toDay: '2026-10-31', asOf: new Date(early) };
  const then = await makeReport(asked);
  const again = await makeReport(asked);
  expect(again.dataHash).toBe(then.dataHash);
  expect(again.dataHash).not.toBe(report.dataHash);
  await removeSample(database.db);
  // The same story, told only as far as that instant.
  await makeHistory(48, early);
  const told = await makeReport(asked);
  expect(told.figures).toEqual(then.figures);
  expect(told.dataHash).toBe(then.dataHash);
}, 60_000);
