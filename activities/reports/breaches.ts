import type { LivedAct, LivedDossier } from '../../db/reports/read-lived-dossiers';
import { auditWords } from '../../domain/audit-words';
import {
  bySteps,
  rightDeclarations,
  type Step,
  stepDeclarations,
  steps,
} from '../../domain/process';
import {
  type Cell,
  type Column,
  columns,
  type ReportContents,
  type Table,
} from '../../domain/report-contents';
import { getPinnedCalendar } from '../../policies/pinned-rules';
import { workingMsBetween } from '../../deadlines/working-time';
import { clockOf, dayOf, formatDateVi } from '../../time/time';
import { audiences } from '../dossiers/record-alarm';
import { Counters } from './counters';
import type { PendingRow, ReportCount, ReportDefinition } from './definition';
import { local } from './dossier-rows';
import { FirstRows } from './first-rows';
import { endOf, isWithin } from './judge-dossier';
import { alarmActs, type Breach, breachCauses, deeds, listBreaches } from './list-breaches';
import { type Names, nearestRank } from './tally';

const { count, decimal, share, text, when } = columns;

const breachColumns: Column[] = [
  text('Mã hồ sơ', 22),
  text('Cơ quan', 24),
  text('Hạn nào', 20),
  when('Hạn'),
  when('Kết thúc'),
  decimal('Quá (phút làm việc)'),
  text('Nguyên nhân', 30),
  text('Đã báo cho ai, lúc nào', 44),
  text('Đã làm gì', 44),
];
const long = {
  name: 'Từng vi phạm',
  title: 'DANH SÁCH VI PHẠM THỜI HẠN',
  columns: breachColumns,
};

/** Each due that went by: its cause, who was told of it and when, and what was done. */
export const breaches: ReportDefinition = {
  acts: [...alarmActs, ...deeds, 'not-signed'],
  long,
  begin: ({ span, offices, rules }): ReportCount => {
    const at = endOf(span);
    const byOffice = new Counters();
    const byCause = new Counters();
    const byDay = new Counters();
    const overruns = new Map<string, number[]>();
    const first = new FirstRows(long);
    for (const { id } of offices) byOffice.add(id, 'dossiers', 0);

    const countOne = (officeId: string, breach: Breach, overrun: number) => {
      const what = breach.step ?? 'law';
      byOffice.add(officeId, what);
      byCause.add(breach.cause, what === 'law' ? 'law' : 'step');
      byDay.add(formatDateVi(dayOf(breach.due.getTime())), what);
      byOffice.add(officeId, isTold(breach) ? 'told' : 'untold');
      if (breach.endedAt === null) byOffice.add(officeId, 'open');
      if (isActedOn(breach)) byOffice.add(officeId, 'acted');
      const key = `${officeId} ${what === 'law' ? 'law' : 'step'}`;
      const known = overruns.get(key) ?? [];
      known.push(overrun);
      overruns.set(key, known);
    };

    return {
      add: (dossier) => {
        const own = listBreaches(dossier, at).filter(({ due }) => isWithin(due, span));
        if (own.length === 0) return [];
        const calendar = getPinnedCalendar(rules, dossier.calendar);
        byOffice.add(dossier.officeId, 'dossiers');
        return own.map((breach) => {
          const until = (breach.endedAt ?? at).getTime();
          const overMs = workingMsBetween(calendar, breach.due.getTime(), until);
          countOne(dossier.officeId, breach, overMs / 60_000);
          return first.add(rowOf(dossier, breach, overMs / 60_000));
        });
      },
      people: () => first.people(),
      figures: (names) => contents({ byOffice, byCause, byDay, overruns, first, names }),
    };
  },
};

function isTold({ alarms }: Breach): boolean {
  return alarms.some(({ kind }) => kind === 'breach' || kind === 'legal-breach');
}

/** Somebody did something about it beside doing the work at last. */
function isActedOn({ deeds: done }: Breach): boolean {
  return done.some(({ action }) => ['nudge', 'extend', 'issue-letter'].includes(action));
}

function rowOf(dossier: LivedDossier, breach: Breach, overrun: number): PendingRow {
  const { alarms, deeds: done } = breach;
  const people = done.flatMap(({ actorId }) => (actorId === null ? [] : [actorId]));
  return {
    people,
    cells: (names): Cell[] => [
      ...[dossier.code, names.office(dossier.officeId).name, dueName(breach)],
      ...[local(breach.due), breach.endedAt && local(breach.endedAt), overrun],
      breachCauses[breach.cause],
      alarms.map((alarm) => alarmWords(alarm, breach.step)).join('; ') || 'Không có cảnh báo',
      done.map((act) => deedWords(act, names)).join('; ') || 'Chưa làm gì',
    ],
  };
}

function dueName({ step, round }: Breach): string {
  if (step === null) return 'Trả kết quả theo luật';
  const again = round !== null && round > 1 ? `, lần ${round}` : '';
  return `${stepDeclarations[step].vi}${again}`;
}

/** `Quá thời gian của bước: Người ký bản sao, Người điều hành lúc 10:30 23/11/2026`. */
function alarmWords({ kind, at }: Breach['alarms'][number], step: Step | null): string {
  const { step: holder, supervisor } = audiences[kind];
  const told = [
    ...(holder && step !== null ? [rightDeclarations[stepDeclarations[step].right].vi] : []),
    ...(holder && step === null ? ['Người giữ bước'] : []),
    ...(supervisor ? [rightDeclarations.supervise.vi] : []),
  ];
  return `${auditWords(kind)}: ${told.join(', ')} lúc ${moment(at)}`;
}

function deedWords({ action, at, actorId }: LivedAct, { person }: Names): string {
  const by = actorId === null ? '' : ` (${person(actorId)})`;
  const words = action === 'issue-letter' ? 'Phát hành thư xin lỗi' : auditWords(action);
  return `${words}${by} lúc ${moment(at)}`;
}

function moment(at: Date): string {
  return `${clockOf(at.getTime())} ${formatDateVi(dayOf(at.getTime()))}`;
}

interface Counted {
  byOffice: Counters;
  byCause: Counters;
  byDay: Counters;
  overruns: ReadonlyMap<string, readonly number[]>;
  first: FirstRows;
  names: Names;
}

function contents(counted: Counted): ReportContents {
  const { byOffice, byCause, byDay, first, names } = counted;
  const stepsIn = (counters: Counters) => bySteps((step) => counters.sum(step));
  const law = byOffice.sum('law');
  const own = stepsIn(byOffice);
  const all = law + own.create + own.sign + own.seal;
  const worst = [...byOffice.keys()]
    .map((id) => ({ name: names.office(id).name, value: sumOf(byOffice, id) }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1))
    .slice(0, 12);
  const days = byDay.keys().sort(byDate);
  const series = [
    { name: 'Theo luật', colour: 'seal' as const, key: 'law' },
    { name: stepDeclarations.create.vi, colour: 'done' as const, key: 'create' },
    { name: stepDeclarations.sign.vi, colour: 'navy' as const, key: 'sign' },
    { name: stepDeclarations.seal.vi, colour: 'near' as const, key: 'seal' },
  ];
  return {
    figures: [
      { value: all, kind: 'count', words: 'lần quá hạn', isBad: all > 0 },
      { value: law, kind: 'count', words: 'quá hạn trả kết quả theo luật', isBad: law > 0 },
      ...steps.map((step) => ({
        ...{ value: own[step], kind: 'count' as const },
        words: `quá giờ bước ${stepDeclarations[step].vi.toLowerCase()}`,
      })),
      { value: byOffice.sum('dossiers'), kind: 'count', words: 'hồ sơ có vi phạm' },
      { value: byOffice.sum('untold'), kind: 'count', words: 'không có cảnh báo' },
      { value: byOffice.sum('acted'), kind: 'count', words: 'được nhắc, gia hạn hoặc xin lỗi' },
      { value: byOffice.sum('open'), kind: 'count', words: 'chưa kết thúc' },
    ],
    pictures: [
      {
        title: 'Vi phạm theo ngày đến hạn',
        label: 'Biểu đồ cột: số vi phạm từng ngày, theo luật và theo từng bước',
        ...{ form: 'stacked', kind: 'count', names: days.map((day) => day.slice(0, 5)) },
        series: series.map(({ key, ...own }) => ({
          ...own,
          values: days.map((day) => byDay.get(day, key)),
        })),
      },
      {
        title: 'Nguyên nhân',
        label: 'Biểu đồ thanh: số vi phạm theo nguyên nhân',
        ...{ form: 'ranked', kind: 'count' },
        ...rankedCauses(byCause),
      },
      {
        title: 'Cơ quan có nhiều vi phạm nhất',
        label: 'Biểu đồ thanh: số vi phạm của từng cơ quan',
        ...{ form: 'ranked', kind: 'count', names: worst.map(({ name }) => name) },
        series: [{ name: 'Vi phạm', colour: 'seal', values: worst.map(({ value }) => value) }],
      },
    ],
    sheets: [
      { name: 'Tổng hợp', tables: [officeTable(counted), causeTable(byCause)] },
      { name: 'Theo ngày', tables: [dayTable(byDay, days)] },
      first.read('IV. Từng vi phạm', names),
    ],
  };
}

function sumOf(counters: Counters, line: string): number {
  return ['law', ...steps].reduce((sum, column) => sum + counters.get(line, column), 0);
}

function officeTable({ byOffice, overruns, names }: Counted): Table {
  const counts = ['law', ...steps, 'dossiers', 'untold', 'acted', 'open'];
  const middle = (id: string, what: string) => nearestMedian(overruns.get(`${id} ${what}`) ?? []);
  const line = (of: (column: string) => number): Cell[] => {
    const own = counts.map(of);
    const all = own.slice(0, 4).reduce((sum, value) => sum + value, 0);
    return [...own, all, all === 0 ? null : 1 - of('untold') / all];
  };
  const all = (what: string) =>
    nearestMedian(byOffice.keys().flatMap((id) => overruns.get(`${id} ${what}`) ?? []));
  return {
    title: 'I. Vi phạm theo cơ quan',
    columns: [
      text('Cơ quan', 34),
      count('Theo luật', 'Hạn'),
      ...steps.map((step) => count(stepDeclarations[step].vi, 'Hạn')),
      ...[
        count('Hồ sơ có vi phạm'),
        count('Không có cảnh báo'),
        count('Được nhắc, gia hạn, xin lỗi'),
      ],
      ...[count('Chưa kết thúc'), count('Cộng'), share('Tỷ lệ có cảnh báo')],
      decimal('Theo luật', 'Quá, trung vị (phút làm việc)'),
      decimal('Theo bước', 'Quá, trung vị (phút làm việc)'),
    ],
    rows: byOffice
      .keys()
      .map((id) => [
        ...[names.office(id).name, ...line((column) => byOffice.get(id, column))],
        ...[middle(id, 'law'), middle(id, 'step')],
      ]),
    total: ['Tổng cộng', ...line((column) => byOffice.sum(column)), all('law'), all('step')],
  };
}

function nearestMedian(values: readonly number[]): number | null {
  return values.length === 0 ? null : nearestRank(Float64Array.from(values).sort(), 50);
}

function rankedCauses(byCause: Counters) {
  const causes = sortedCauses(byCause);
  const values = causes.map((cause) => sumOfCause(byCause, cause));
  return {
    names: causes.map(causeWords),
    series: [{ name: 'Vi phạm', colour: 'near' as const, values }],
  };
}

function sortedCauses(byCause: Counters): string[] {
  return byCause
    .keys()
    .sort((a, b) => sumOfCause(byCause, b) - sumOfCause(byCause, a) || (a < b ? -1 : 1));
}

function causeWords(cause: string): string {
  return (breachCauses as Record<string, string>)[cause] ?? cause;
}

function causeTable(byCause: Counters): Table {
  return {
    title: 'II. Nguyên nhân',
    columns: [text('Nguyên nhân', 60), count('Theo luật'), count('Theo bước')],
    rows: sortedCauses(byCause).map((cause) => [
      ...[causeWords(cause), byCause.get(cause, 'law'), byCause.get(cause, 'step')],
    ]),
    total: ['Tổng cộng', byCause.sum('law'), byCause.sum('step')],
  };
}

function sumOfCause(byCause: Counters, cause: string): number {
  return byCause.get(cause, 'law') + byCause.get(cause, 'step');
}

function dayTable(byDay: Counters, days: readonly string[]): Table {
  const counts = ['law', ...steps];
  return {
    title: 'III. Theo ngày đến hạn',
    columns: [
      text('Ngày', 14),
      count('Theo luật'),
      ...steps.map((step) => count(stepDeclarations[step].vi)),
    ],
    rows: days.map((day) => [day, ...counts.map((column) => byDay.get(day, column))]),
    total: ['Tổng cộng', ...counts.map((column) => byDay.sum(column))],
  };
}

/** Of days as `23/11/2026`. */
function byDate(one: string, other: string): number {
  const key = (day: string) => day.split('/').reverse().join('');
  return key(one) < key(other) ? -1 : 1;
}
