import type { LivedAct, LivedDossier } from '../../db/reports/read-lived-dossiers';
import { type Step, steps } from '../../domain/process';
import type {
  DossierCounts,
  GroundLine,
  OfficeLine,
  PersonLine,
  ReportFigures,
  StepFigures,
  StepLine,
} from '../../domain/reports';
import { deliveredOf, onTimeShareOf } from '../../domain/reports';
import { dayOf, formatDate, startOfDay, toCivil, toDay } from '../../time/time';
import {
  causeOfLateness,
  type DoneStep,
  endOf,
  isWithin,
  markByLaw,
  type Span,
  standAt,
  type StoodDossier,
} from './judge-dossier';

/** What names are needed for once all is counted. */
export interface Names {
  office: (id: string) => { code: string; name: string };
  person: (id: string) => string;
  extensionGround: (id: string) => string;
  refusalGround: (id: string) => string;
}

/** Adds up dossiers one by one; its memory grows with offices and people, and by a number for each step done. */
export class Tally {
  private readonly total = noCounts();
  private readonly offices = new Map<string, OfficeTally>();
  private readonly months: { span: Span; month: string; counts: DossierCounts }[];
  private readonly people = new Map<string, PersonTally>();
  private readonly extended = new Map<string, number>();
  private readonly refused = new Map<string, number>();
  private readonly returned = new Map<string, number>();
  private readonly lateBy = new Map<string, number>();
  private dossiers = 0;

  constructor(
    private readonly span: Span,
    officeIds: readonly string[],
  ) {
    for (const id of officeIds) this.offices.set(id, new OfficeTally());
    this.months = monthsOf(span);
  }

  /** @returns how it stood, where the report is about it */
  add(dossier: LivedDossier): StoodDossier | null {
    const { span } = this;
    const stood = standAt(dossier, endOf(span));
    if (!concerns(dossier, stood, span)) return null;
    this.dossiers += 1;
    const office = this.officeOf(dossier.officeId);
    count(this.total, dossier, stood, span);
    count(office.counts, dossier, stood, span);
    this.countMonths(dossier);
    for (const done of stood.steps) {
      if (!isWithin(done.doneAt, span)) continue;
      office.add(done, dossier.complex);
      if (done.by !== null) this.personOf(done.by, dossier.officeId, done.step).times.add(done);
    }
    for (const act of stood.acts) if (isWithin(act.at, span)) this.countAct(act, dossier, office);
    if (isLate(stood, span)) increase(this.lateBy, causeOfLateness(dossier, stood));
    return stood;
  }

  /** Ids of those whose work it counts. */
  listPeople(): string[] {
    return [...new Set([...this.people.values()].map(({ id }) => id))];
  }

  figures(names: Names): ReportFigures {
    const offices = rank(
      [...this.offices].map(([officeId, tally]): OfficeLine => {
        const { counts, returned, extended, apologies } = tally;
        const place = { officeId, ...names.office(officeId) };
        return {
          ...place,
          ...counts,
          steps: tally.lines(),
          returned,
          extended,
          apologies,
          rank: null,
        };
      }),
    );
    const all = new OfficeTally();
    for (const office of this.offices.values()) all.merge(office);
    const people = [...this.people.values()].map((person): PersonLine => ({
      ...{ personId: person.id, name: names.person(person.id), step: person.step },
      ...{ office: names.office(person.officeId).name, returned: person.returned },
      ...person.times.figures(),
    }));
    return {
      total: this.total,
      ...{ steps: all.lines(), offices, people: people.sort(byOfficeStepName) },
      months: this.months.map(({ month, counts }) => ({ month, ...counts })),
      extended: linesOf(this.extended, names.extensionGround),
      refused: linesOf(this.refused, names.refusalGround),
      returned: linesOf(poolRare(this.returned), (words) => words),
      lateBy: linesOf(this.lateBy, (cause) => causes[cause] ?? cause),
      ...{ apologies: all.apologies, dossiers: this.dossiers },
    };
  }

  private countMonths(dossier: LivedDossier): void {
    for (const { span, counts } of this.months) {
      if (dossier.acceptedAt >= span.before || (dossier.endedAt ?? span.from) < span.from) continue;
      const stood = standAt(dossier, endOf(span));
      if (concerns(dossier, stood, span)) count(counts, dossier, stood, span);
    }
  }

  private countAct(act: LivedAct, dossier: LivedDossier, office: OfficeTally): void {
    const ground = act.details[act.action === 'accept' ? 'extensionGround' : 'ground'];
    if (act.action === 'extend' || (act.action === 'accept' && ground)) {
      office.extended += 1;
      increase(this.extended, String(ground));
    }
    if (act.action === 'refuse') increase(this.refused, String(ground));
    if (act.action === 'issue-letter' && act.details['kind'] === 'apology') office.apologies += 1;
    if (act.action !== 'return') return;
    office.returned += 1;
    increase(this.returned, act.words ?? '');
    const step: Step = act.details['from'] === 'awaiting-seal' ? 'seal' : 'sign';
    if (act.actorId !== null) this.personOf(act.actorId, dossier.officeId, step).returned += 1;
  }

  private officeOf(id: string): OfficeTally {
    const known = this.offices.get(id) ?? new OfficeTally();
    this.offices.set(id, known);
    return known;
  }

  private personOf(id: string, officeId: string, step: Step): PersonTally {
    const key = `${id} ${officeId} ${step}`;
    const known = this.people.get(key) ?? { id, officeId, step, returned: 0, times: new Times() };
    this.people.set(key, known);
    return known;
  }
}

interface PersonTally {
  id: string;
  officeId: string;
  step: Step;
  returned: number;
  times: Times;
}

export const causes: Record<string, string> = {
  create: 'Quá hạn khi đang tạo bản sao',
  sign: 'Quá hạn khi đang chờ ký',
  seal: 'Quá hạn khi đang chờ cấp số, đóng dấu',
  delivery: 'Quá hạn khi đang gửi kết quả',
  returned: 'Bị trả lại để sửa trước khi quá hạn',
};

/** Minutes of a step, and whether each was in time. */
class Times {
  private readonly minutes: number[] = [];
  private readonly marks = { early: 0, onTime: 0, late: 0 };

  add({ minutes, mark }: DoneStep): void {
    this.minutes.push(minutes);
    this.marks[mark] += 1;
  }

  merge(other: Times): void {
    for (const minutes of other.minutes) this.minutes.push(minutes);
    for (const mark of ['early', 'onTime', 'late'] as const) this.marks[mark] += other.marks[mark];
  }

  figures(): StepFigures {
    const sorted = Float64Array.from(this.minutes).sort();
    const [medianMinutes, p90, max] = [50, 90, 100].map((percent) => nearestRank(sorted, percent));
    const done = sorted.length;
    return { done, ...this.marks, median: medianMinutes ?? 0, p90: p90 ?? 0, max: max ?? 0 };
  }
}

class OfficeTally {
  readonly counts = noCounts();
  returned = 0;
  extended = 0;
  apologies = 0;
  private readonly times = new Map<string, Times>();

  add(done: DoneStep, complex: boolean): void {
    this.timesOf(`${done.step} ${complex}`).add(done);
  }

  merge(other: OfficeTally): void {
    for (const [key, times] of other.times) this.timesOf(key).merge(times);
    this.apologies += other.apologies;
  }

  lines(): StepLine[] {
    return steps.flatMap((step) =>
      [false, true].map((complex) => ({
        step,
        complex,
        ...this.timesOf(`${step} ${complex}`).figures(),
      })),
    );
  }

  private timesOf(key: string): Times {
    const known = this.times.get(key) ?? new Times();
    this.times.set(key, known);
    return known;
  }
}

function noCounts(): DossierCounts {
  return {
    ...{ carried: 0, received: 0, done: { early: 0, onTime: 0, late: 0 }, refused: 0 },
    ...{ cancelled: 0, withdrawn: 0, openInTime: 0, openLate: 0 },
  };
}

/** Whether it came in before the end and had not ended before the beginning. */
export function concerns(dossier: LivedDossier, stood: StoodDossier, span: Span): boolean {
  const end = endOf(span);
  if (dossier.acceptedAt >= span.before || dossier.acceptedAt > end) return false;
  return stood.endedAt === null || stood.endedAt >= span.from;
}

function count(
  counts: DossierCounts,
  dossier: LivedDossier,
  stood: StoodDossier,
  span: Span,
): void {
  if (dossier.acceptedAt < span.from) counts.carried += 1;
  else counts.received += 1;
  const { endedAt, outcome, legalDue } = stood;
  if (endedAt === null) counts[endOf(span) > legalDue ? 'openLate' : 'openInTime'] += 1;
  else if (outcome === 'delivered') counts.done[markByLaw(endedAt, legalDue)] += 1;
  else if (outcome === 'refused' || outcome === 'cancelled' || outcome === 'withdrawn')
    counts[outcome] += 1;
}

/** Delivered late, or still under way after its due. */
export function isLate({ endedAt, outcome, legalDue }: StoodDossier, span: Span): boolean {
  if (endedAt === null) return endOf(span) > legalDue;
  return outcome === 'delivered' && endedAt > legalDue;
}

function monthsOf({ from, before, asOf }: Span) {
  const months: { span: Span; month: string; counts: DossierCounts }[] = [];
  for (let start = from; start < before;) {
    const { year, month } = toCivil(dayOf(start.getTime()));
    const next = toDay(
      month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 },
    );
    const end = new Date(Math.min(startOfDay(next), before.getTime()));
    const name = formatDate(dayOf(start.getTime())).slice(0, 'YYYY-MM'.length);
    if (start <= asOf)
      months.push({ span: { from: start, before: end, asOf }, month: name, counts: noCounts() });
    start = end;
  }
  return months;
}

function rank(lines: OfficeLine[]): OfficeLine[] {
  const share = (line: OfficeLine) => onTimeShareOf(line) ?? -1;
  const sorted = lines.sort((a, b) => share(b) - share(a) || deliveredOf(b) - deliveredOf(a));
  return sorted.map((line, place) => ({ ...line, rank: share(line) < 0 ? null : place + 1 }));
}

function linesOf(counts: ReadonlyMap<string, number>, text: (id: string) => string): GroundLine[] {
  return [...counts]
    .map(([id, n]) => ({ id, text: text(id), count: n }))
    .sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
}

/** What is written once or twice may speak of one person: a report tells of what comes again. */
const seldomBelow = 3;
const seldom = 'Lý do khác (mỗi lý do dưới 3 lần)';

function poolRare(counts: ReadonlyMap<string, number>): Map<string, number> {
  const pooled = new Map<string, number>();
  for (const [words, n] of counts) {
    const name = n < seldomBelow ? seldom : words;
    pooled.set(name, (pooled.get(name) ?? 0) + n);
  }
  return pooled;
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function byOfficeStepName(a: PersonLine, b: PersonLine): number {
  return (
    compare(a.office, b.office) ||
    steps.indexOf(a.step) - steps.indexOf(b.step) ||
    compare(a.name, b.name) ||
    compare(a.personId, b.personId)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Smallest value that at least `percent` of the sorted values do not exceed. */
export function nearestRank(sorted: Float64Array, percent: number): number {
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
}
