import type { ReportOffice } from '../../db/reports/record-report';
import { isInBranch, officeKindDeclarations } from '../../domain/offices';
import { type Cell, columns, type ReportContents, type Table } from '../../domain/report-contents';
import {
  headOf,
  type ReportForms,
  type StatisticsForm,
  unverifiedNotes,
} from '../../policies/report-forms';
import { dayOf, formatDate } from '../../time/time';
import { Counters } from './counters';
import type { Reading, ReportDefinition } from './definition';
import { endOf, isWithin } from './judge-dossier';

const { count, text } = columns;

/** Statistics of certification (TT 03/2019/TT-BTP): 17a of communes, rolled up into 17b and 17c. */
export const form17: ReportDefinition = {
  withPapers: true,
  long: null,
  begin: (reading) => {
    const { span } = reading;
    const at = endOf(span);
    const byOffice = new Counters();
    const byMonth = new Counters();
    return {
      add: ({ officeId, papers }) => {
        const entry = papers?.entry;
        if (!entry || entry.recordedAt > at || !isWithin(entry.recordedAt, span)) return [];
        if (entry.voidedAt && entry.voidedAt <= at) {
          byOffice.add(officeId, 'voided');
          return [];
        }
        const month = formatDate(dayOf(entry.recordedAt.getTime())).slice(0, 'YYYY-MM'.length);
        for (const [counters, line] of [
          [byOffice, officeId],
          [byMonth, month],
        ] as const) {
          counters.add(line, 'numbers');
          counters.add(line, 'copies', entry.copies);
        }
        return [];
      },
      people: () => [],
      figures: () => contents(reading, byOffice, byMonth),
    };
  },
};

function contents(reading: Reading, byOffice: Counters, byMonth: Counters): ReportContents {
  const { offices, rules } = reading;
  const form = rules.reportForms.form_17;
  const months = byMonth.keys().sort();
  const ranked = offices
    .map(({ id, name }) => ({ name, copies: byOffice.get(id, 'copies') }))
    .filter(({ copies }) => copies > 0)
    .sort((a, b) => b.copies - a.copies || (a.name < b.name ? -1 : 1))
    .slice(0, 12);
  const tables = rollUps(reading).map(({ id, title, lines }) =>
    formTable({ id, title, lines }, form, byOffice),
  );
  return {
    figures: [
      { value: byOffice.sum('copies'), kind: 'count', words: 'bản sao đã chứng thực' },
      { value: byOffice.sum('numbers'), kind: 'count', words: 'số chứng thực' },
      { value: byOffice.sum('voided'), kind: 'count', words: 'số đã hủy, không tính' },
      { value: ranked.length, kind: 'count', words: 'cơ quan có số liệu (nhiều nhất 12 được vẽ)' },
    ],
    pictures: [
      {
        title: 'Bản sao đã chứng thực theo tháng',
        label: 'Biểu đồ cột: số bản sao đã chứng thực từng tháng',
        ...{ form: 'bars', kind: 'count' },
        names: months.map((month) => month.split('-').reverse().join('/')),
        series: [
          {
            ...{ name: 'Bản sao', colour: 'navy' },
            values: months.map((month) => byMonth.get(month, 'copies')),
          },
        ],
      },
      {
        title: 'Cơ quan chứng thực nhiều nhất',
        label: 'Biểu đồ thanh: số bản sao của từng cơ quan',
        ...{ form: 'ranked', kind: 'count', names: ranked.map(({ name }) => name) },
        series: [{ name: 'Bản sao', colour: 'done', values: ranked.map(({ copies }) => copies) }],
      },
    ],
    sheets: tables.map((table, place) => ({
      name: `Biểu ${['17a', '17b', '17c'][place] ?? ''}`,
      tables: [table],
    })),
  };
}

interface Line {
  office: ReportOffice;
  /** Whose figures it adds up. */
  of: readonly ReportOffice[];
}

/** Which office stands in which form, and which below it are in its figure. */
function rollUps({ offices, asking }: Reading) {
  const below = (office: ReportOffice) =>
    offices.filter(({ path }) => isInBranch(path, office.path));
  const ofKind = (kind: ReportOffice['kind']) => offices.filter((office) => office.kind === kind);
  const summed = (office: ReportOffice): Line => ({ office, of: below(office) });
  // A ministry or a province reports of all below it; whoever asks from elsewhere, of their own branch.
  const provinces = ofKind('province');
  return [
    {
      ...{ id: '17a' as const, title: 'Biểu 17a: cơ quan trực tiếp chứng thực' },
      lines: offices
        .filter(({ kind }) => kind !== 'province' && kind !== 'central' && kind !== 'district')
        .map((office): Line => ({ office, of: [office] })),
    },
    {
      ...{ id: '17b' as const, title: 'Biểu 17b: tổng hợp cấp huyện (trước 01/7/2025)' },
      lines: ofKind('district').map(summed),
    },
    {
      ...{ id: '17c' as const, title: 'Biểu 17c: tổng hợp cấp tỉnh' },
      lines: provinces.length > 0 ? provinces.map(summed) : [summed(asking)],
    },
  ];
}

function formTable(
  { id, title, lines }: { id: StatisticsForm; title: string; lines: readonly Line[] },
  { columns: declared, citation }: ReportForms['form_17'],
  byOffice: Counters,
): Table {
  const own = declared.filter(({ forms }) => forms.includes(id));
  const copies = ({ of }: Line) =>
    of.reduce((sum, office) => sum + byOffice.get(office.id, 'copies'), 0);
  const numbers = ({ of }: Line) =>
    of.reduce((sum, office) => sum + byOffice.get(office.id, 'numbers'), 0);
  const cells = (line: Line): Cell[] => [
    ...own.map(({ source }) => (source === 'certified-copies' ? copies(line) : null)),
    numbers(line),
  ];
  const sum = (of: (line: Line) => number) => lines.reduce((all, line) => all + of(line), 0);
  return {
    title: `${title} (${citation})`,
    columns: [
      ...[count('STT'), text('Đơn vị', 40), text('Loại đơn vị', 26)],
      ...own.map((field) => ({ ...count(headOf(field)), width: 18 })),
      count('Số chứng thực đã cấp'),
    ],
    rows: lines.map((line, place) => [
      ...[place + 1, line.office.name, officeKindDeclarations[line.office.kind].vi],
      ...cells(line),
    ]),
    total: [
      ...[null, 'Tổng cộng', null],
      ...own.map(({ source }) => (source === 'certified-copies' ? sum(copies) : null)),
      sum(numbers),
    ],
    notes: [
      ...unverifiedNotes(own),
      'Ô để trống: loại việc không làm bằng Sao Y, nhập từ nguồn khác.',
    ],
  };
}
