import { type TargetLine, targetsInForce } from '../../db/targets/list-targets';
import { isInBranch } from '../../domain/offices';
import { type Cell, columns, type ReportContents, type Table } from '../../domain/report-contents';
import { daysOfPeriod, periodName } from '../../domain/target-periods';
import { dayOf, localClock, startOfDay } from '../../time/time';
import { Counters } from './counters';
import type { Reading, ReportDefinition } from './definition';
import { endOf, isWithin } from './judge-dossier';

const { count, share, text, when } = columns;

/** Targets ("giao chỉ tiêu"): what each office was set, what it allotted on, and what was reached. */
export const targets: ReportDefinition = {
  withPapers: true,
  withTargets: true,
  long: null,
  begin: (reading) => {
    const { span } = reading;
    const at = endOf(span);
    /** Numbers given on each day. */
    const byOffice = new Counters();
    return {
      add: ({ officeId, papers }) => {
        const entry = papers?.entry;
        if (!entry || entry.recordedAt > at || !isWithin(entry.recordedAt, span)) return [];
        if (entry.voidedAt && entry.voidedAt <= at) return [];
        byOffice.add(officeId, String(dayOf(entry.recordedAt.getTime())));
        return [];
      },
      people: () => [],
      figures: () => contents(reading, byOffice),
    };
  },
};

interface Line {
  target: TargetLine;
  name: string;
  reached: number;
  /** Sum of what the offices right below were set for the same period; null where none was. */
  allotted: number | null;
}

function contents(reading: Reading, byOffice: Counters): ReportContents {
  const lines = listLines(reading, byOffice);
  const top = lines.filter(({ target }) => target.officeId === reading.asking.id);
  const shown = lines.filter(({ target }) => target.number > 0).slice(0, 16);
  const label = ({ name, target }: Line) => `${name}, ${periodName(target.period)}`;
  const reachedAll = lines.filter(({ target, reached }) => reached >= target.number).length;
  return {
    figures: [
      { value: lines.length, kind: 'count', words: 'chỉ tiêu trong khoảng báo cáo' },
      { value: reachedAll, kind: 'count', words: 'chỉ tiêu đã đạt' },
      ...top.map(({ target, reached }) => ({
        ...{ value: shareOf(reached, target.number), kind: 'share' as const },
        words: `đã thực hiện của đơn vị, ${periodName(target.period)}`,
      })),
    ],
    pictures: [
      {
        title: 'Tỷ lệ thực hiện',
        label: 'Biểu đồ thanh: tỷ lệ thực hiện chỉ tiêu của từng đơn vị',
        ...{ form: 'ranked', kind: 'share', names: shown.map(label) },
        series: [
          {
            ...{ name: 'Tỷ lệ', colour: 'done' },
            values: shown.map(({ reached, target }) => shareOf(reached, target.number) ?? 0),
          },
        ],
      },
    ],
    sheets: [
      { name: 'Chỉ tiêu', tables: [targetTable(lines)] },
      { name: 'Lịch sử giao', tables: [historyTable(reading)] },
    ],
  };
}

function shareOf(reached: number, number: number): number | null {
  return number === 0 ? null : reached / number;
}

/** By period, then as the offices stand in the tree. */
function listLines({ offices, targets: told, span }: Reading, byOffice: Counters): Line[] {
  const inForce = targetsInForce(told.filter(({ period }) => overlaps(period, span)));
  const byId = new Map(offices.map((office) => [office.id, office]));
  return inForce
    .map((target): Line => {
      const office = byId.get(target.officeId);
      const days = daysOfPeriod(target.period) ?? { from: 0, to: -1 };
      const below = offices.filter(({ path }) => isInBranch(path, office?.path ?? path));
      let reached = 0;
      for (let day = days.from; day <= days.to; day += 1) {
        for (const { id } of below) reached += byOffice.get(id, String(day));
      }
      const children = inForce.filter(
        (other) =>
          other.period === target.period && byId.get(other.officeId)?.parentId === target.officeId,
      );
      const allotted = children.reduce((sum, { number }) => sum + number, 0);
      return {
        ...{ target, name: office?.name ?? target.officeId, reached },
        allotted: children.length === 0 ? null : allotted,
      };
    })
    .sort(
      (a, b) =>
        compare(a.target.period, b.target.period) ||
        compare(byId.get(a.target.officeId)?.path ?? '', byId.get(b.target.officeId)?.path ?? ''),
    );
}

function overlaps(period: string, { from, before }: Reading['span']): boolean {
  const days = daysOfPeriod(period);
  return days !== undefined && startOfDay(days.from) < +before && startOfDay(days.to + 1) > +from;
}

function targetTable(lines: readonly Line[]): Table {
  return {
    title: 'I. Thực hiện chỉ tiêu',
    columns: [
      ...[text('Kỳ', 16), text('Đơn vị', 36), count('Chỉ tiêu'), count('Thực hiện')],
      ...[share('Tỷ lệ'), count('Còn phải làm'), count('Đã giao cấp dưới')],
      ...[count('Chưa giao'), text('Văn bản giao', 30), when('Giao lúc')],
    ],
    rows: lines.map(({ target, name, reached, allotted }): Cell[] => [
      ...[periodName(target.period), name, target.number, reached],
      ...[shareOf(reached, target.number), Math.max(0, target.number - reached)],
      ...[allotted, allotted === null ? null : target.number - allotted],
      ...[target.basis, localClock(target.setAt.getTime())],
    ]),
    notes: [
      'Thực hiện: số chứng thực đã cấp, không tính số đã hủy, của đơn vị và cấp dưới, trong phần của kỳ nằm trong khoảng báo cáo.',
      'Chưa giao: số âm là đã giao cấp dưới nhiều hơn chỉ tiêu được giao.',
    ],
  };
}

function historyTable({ targets: told, offices, span }: Reading): Table {
  const names = new Map(offices.map(({ id, name }) => [id, name]));
  return {
    title: 'II. Các lần giao, sửa chỉ tiêu',
    columns: [
      ...[when('Lúc'), text('Kỳ', 16), text('Đơn vị', 36), count('Chỉ tiêu')],
      ...[text('Văn bản giao', 30), text('Người giao', 26)],
    ],
    rows: told
      .filter(({ period }) => overlaps(period, span))
      .map((line): Cell[] => [
        ...[localClock(line.setAt.getTime()), periodName(line.period)],
        ...[names.get(line.officeId) ?? line.officeId, line.number, line.basis, line.setByName],
      ]),
  };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
