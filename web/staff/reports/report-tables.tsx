import type { ReactNode } from 'react';
import {
  type DossierCounts,
  type GroundLine,
  onTimeShareOf,
  type ReportFigures,
  type StepFigures,
} from '../../../domain/reports';
import { inMinutes, inThousands, percent } from '../../text/figures';
import { stepLabels } from '../../text/labels';

interface Props {
  figures: ReportFigures;
}

const countHeads = [
  ...['Chuyển sang', 'Mới', 'Trước hạn', 'Đúng hạn', 'Quá hạn', 'Từ chối', 'Hủy', 'Rút'],
  ...['Đang, trong hạn', 'Đang, quá hạn', 'Đúng hạn'],
];

function countCells(counts: DossierCounts): string[] {
  const { carried, received, done, refused, cancelled, withdrawn, openInTime, openLate } = counts;
  const numbers = [
    carried,
    received,
    done.early,
    done.onTime,
    done.late,
    refused,
    cancelled,
    withdrawn,
  ];
  return [...[...numbers, openInTime, openLate].map(inThousands), percent(onTimeShareOf(counts))];
}

/** Ranked by the share delivered in time. */
export function OfficesTable({ figures: { offices, total } }: Props) {
  return (
    <Table
      title="Theo cơ quan, xếp theo tỷ lệ đúng hạn"
      heads={['Hạng', 'Cơ quan', ...countHeads, 'Trả lại', 'Gia hạn', 'Xin lỗi']}
      words={[1]}
      rows={offices.map((line) => [
        ...[String(line.rank ?? '–'), line.name, ...countCells(line)],
        ...[line.returned, line.extended, line.apologies].map(inThousands),
      ])}
      total={['', 'Tổng cộng', ...countCells(total), '', '', '']}
    />
  );
}

const stepHeads = [
  ...['Xong', 'Trước hạn', 'Đúng hạn', 'Quá hạn', 'Tỷ lệ đúng hạn'],
  ...['Trung vị (phút)', 'Phân vị 90', 'Lâu nhất'],
];

function stepCells({ done, early, onTime, late, median, p90, max }: StepFigures): string[] {
  const inTime = percent(done === 0 ? null : (early + onTime) / done);
  const times = done === 0 ? ['–', '–', '–'] : [median, p90, max].map(inMinutes);
  return [...[done, early, onTime, late].map(inThousands), inTime, ...times];
}

export function StepsTable({ figures: { steps } }: Props) {
  return (
    <Table
      title="Ba bước, theo giờ của bước (phút làm việc)"
      heads={['Bước', 'Loại', ...stepHeads]}
      words={[0, 1]}
      rows={steps.map((line) => [
        stepLabels[line.step],
        line.complex ? 'Phức tạp, số lượng lớn' : 'Thông thường',
        ...stepCells(line),
      ])}
    />
  );
}

export function PeopleTable({ figures: { people } }: Props) {
  return (
    <Table
      title="Theo người thực hiện"
      heads={['Cơ quan', 'Bước', 'Họ và tên', ...stepHeads, 'Đã trả lại']}
      words={[0, 1, 2]}
      rows={people.map((line) => [
        ...[line.office, stepLabels[line.step], line.name],
        ...[...stepCells(line), inThousands(line.returned)],
      ])}
    />
  );
}

export function GroundsTable({ figures }: Props) {
  const { extended, refused, returned, lateBy } = figures;
  const tables: [title: string, lines: GroundLine[]][] = [
    ['Gia hạn theo căn cứ', extended],
    ['Từ chối theo căn cứ', refused],
    ['Trả lại nội bộ theo lý do', returned],
    ['Vì sao quá hạn', lateBy],
  ];
  return (
    <div className="grounds">
      {tables.map(([title, lines]) => (
        <Table
          key={title}
          title={title}
          heads={['Căn cứ, lý do', 'Số lượt']}
          words={[0]}
          rows={lines.map(({ text, count }) => [text, inThousands(count)])}
          total={['Tổng cộng', inThousands(lines.reduce((sum, { count }) => sum + count, 0))]}
        />
      ))}
    </div>
  );
}

interface TableProps {
  title: string;
  heads: string[];
  /** Columns of words; the others are numbers. */
  words: number[];
  rows: string[][];
  total?: string[];
}

function Table({ title, heads, words, rows, total }: TableProps) {
  const row = (cells: string[], key: number, wrap = (cell: string): ReactNode => cell) => (
    <tr key={key}>
      {cells.map((cell, place) => (
        <td key={place} className={words.includes(place) ? 'wraps' : 'number'}>
          {wrap(cell)}
        </td>
      ))}
    </tr>
  );
  return (
    <section className="report-table">
      <h2>{title}</h2>
      <div className="table-frame" role="region" aria-label={title} tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              {heads.map((head, place) => (
                <th
                  key={place}
                  scope="col"
                  className={words.includes(place) ? undefined : 'number'}
                >
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, place) => row(cells, place))}
            {total && row(total, rows.length, (cell) => <b>{cell}</b>)}
          </tbody>
        </table>
      </div>
    </section>
  );
}
