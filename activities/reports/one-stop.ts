import {
  byMonthPicture,
  countCells,
  countColumns,
  headFigures,
} from '../../documents/reports/compliance-tables';
import { stepDeclarations } from '../../domain/process';
import {
  type Cell,
  type Column,
  columns,
  type ReportContents,
  type Table,
} from '../../domain/report-contents';
import { deliveredOf, type Punctuality, type ReportFigures } from '../../domain/reports';
import type { ReportForms } from '../../policies/report-forms';
import type { ReportDefinition } from './definition';
import { Tally } from './tally';

const { count, share, text } = columns;
type Scores = ReportForms['one_stop']['scores'];

/** Results of the one-stop desk (NĐ 61/2018 Đ30), scored as TT 01/2018/TT-VPCP Đ13 does. */
export const oneStop: ReportDefinition = {
  long: null,
  begin: ({ span, offices, rules }) => {
    const tally = new Tally(
      span,
      offices.map(({ id }) => id),
    );
    return {
      add: (dossier) => {
        tally.add(dossier);
        return [];
      },
      people: () => tally.listPeople(),
      figures: (names) => contents(tally.figures(names), rules.reportForms.one_stop),
    };
  },
};

function contents(
  figures: ReportFigures,
  { scores, citation }: ReportForms['one_stop'],
): ReportContents {
  const { total } = figures;
  const ranked = [...figures.offices]
    .filter((line) => deliveredOf(line) > 0)
    .sort((a, b) => scoreShare(b.done, scores) - scoreShare(a.done, scores));
  return {
    figures: [
      {
        ...{ value: pointsOf(total.done, scores), kind: 'count' },
        words: 'điểm',
      },
      { value: shareOrNone(total.done, scores), kind: 'share', words: 'của số điểm tối đa' },
      ...headFigures(figures),
    ],
    pictures: [
      byMonthPicture(figures),
      {
        title: 'Tỷ lệ điểm, cao nhất ở trên',
        label: 'Biểu đồ thanh: tỷ lệ điểm của từng cơ quan',
        ...{ form: 'ranked', kind: 'share' },
        names: ranked.slice(0, 12).map(({ name }) => name),
        series: [
          {
            ...{ name: 'Tỷ lệ điểm', colour: 'done' },
            values: ranked.slice(0, 12).map(({ done }) => scoreShare(done, scores)),
          },
        ],
      },
    ],
    sheets: [
      { name: 'Tổng hợp', tables: [officeTable(figures, scores, citation)] },
      { name: 'Theo tháng', tables: [monthTable(figures, scores)] },
      { name: 'Theo người', tables: [personTable(figures, scores)] },
      { name: 'Lý do', tables: reasonTables(figures) },
    ],
  };
}

function pointsOf({ early, onTime, late }: Punctuality, scores: Scores): number {
  return early * scores.early + onTime * scores.on_time + late * scores.late;
}

function shareOrNone(done: Punctuality, scores: Scores): number | null {
  const delivered = deliveredOf({ done });
  return delivered === 0 ? null : pointsOf(done, scores) / (delivered * scores.early);
}

function scoreShare(done: Punctuality, scores: Scores): number {
  return shareOrNone(done, scores) ?? -1;
}

const scoreColumns: Column[] = [count('Điểm'), count('Điểm tối đa'), share('Tỷ lệ điểm')];

function scoreCells(done: Punctuality, scores: Scores): Cell[] {
  const most = deliveredOf({ done }) * scores.early;
  return [pointsOf(done, scores), most, shareOrNone(done, scores)];
}

function officeTable(figures: ReportFigures, scores: Scores, citation: string): Table {
  const lines = [...figures.offices].sort(
    (a, b) => scoreShare(b.done, scores) - scoreShare(a.done, scores) || compare(a.name, b.name),
  );
  return {
    title: 'I. Kết quả theo cơ quan, xếp theo tỷ lệ điểm',
    columns: [
      ...[count('Hạng'), text('Cơ quan', 34), ...countColumns, count('Trả lại nội bộ')],
      ...[count('Xin lỗi'), ...scoreColumns],
    ],
    rows: lines.map((line, place) => [
      ...[deliveredOf(line) === 0 ? null : place + 1, line.name, ...countCells(line)],
      ...[line.returned, line.apologies, ...scoreCells(line.done, scores)],
    ]),
    total: [
      ...[null, 'Tổng cộng', ...countCells(figures.total)],
      figures.offices.reduce((sum, { returned }) => sum + returned, 0),
      ...[figures.apologies, ...scoreCells(figures.total.done, scores)],
    ],
    notes: [
      `Chấm điểm theo ${citation}: trước hạn ${scores.early}, đúng hạn ${scores.on_time}, quá hạn ${scores.late}.`,
    ],
  };
}

function monthTable({ months }: ReportFigures, scores: Scores): Table {
  return {
    title: 'II. Kết quả theo tháng',
    columns: [text('Tháng', 12), ...countColumns, ...scoreColumns],
    rows: months.map(({ month, ...counts }) => [
      month.split('-').reverse().join('/'),
      ...[...countCells(counts), ...scoreCells(counts.done, scores)],
    ]),
  };
}

/** Of officials what counts is the step they did, by its own hours. */
function personTable({ people }: ReportFigures, scores: Scores): Table {
  return {
    title: 'III. Điểm theo công chức, theo giờ của bước',
    columns: [
      ...[text('Cơ quan', 30), text('Họ và tên', 26), text('Bước', 22)],
      ...[count('Trước hạn'), count('Đúng hạn'), count('Quá hạn'), ...scoreColumns],
    ],
    rows: people.map((line) => [
      ...[line.office, line.name, stepDeclarations[line.step].vi],
      ...[line.early, line.onTime, line.late, ...scoreCells(line, scores)],
    ]),
  };
}

function reasonTables({ lateBy, refused, total, apologies }: ReportFigures): Table[] {
  const table = (title: string, head: string, lines: ReportFigures['lateBy']): Table => ({
    title,
    columns: [text(head, 90), count('Số hồ sơ')],
    rows: lines.map((line) => [line.text, line.count]),
    total: ['Tổng cộng', lines.reduce((sum, line) => sum + line.count, 0)],
  });
  const late = total.done.late + total.openLate;
  return [
    table(`IV. Lý do quá hạn (${late} hồ sơ, ${apologies} thư xin lỗi)`, 'Lý do', lateBy),
    table('V. Từ chối theo căn cứ', 'Căn cứ', refused),
  ];
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
