import { byMonthPicture, headFigures } from '../../documents/reports/compliance-tables';
import { type Cell, type Column, columns, type ReportContents } from '../../domain/report-contents';
import {
  deliveredOf,
  type DossierCounts,
  onTimeShareOf,
  type ReportFigures,
} from '../../domain/reports';
import {
  headOf,
  type IndicatorField,
  type ReportForms,
  unverifiedNotes,
} from '../../policies/report-forms';
import { msPerDay } from '../../time/time';
import { Counters } from './counters';
import type { ReportDefinition } from './definition';
import { isWithin } from './judge-dossier';
import { Tally } from './tally';

const { count, decimal, share, text } = columns;

/** The fields of the set of indicators of Decision 766/QĐ-TTg that this procedure feeds. */
export const indicators: ReportDefinition = {
  long: null,
  begin: ({ span, offices, rules }) => {
    const tally = new Tally(
      span,
      offices.map(({ id }) => id),
    );
    /** Milliseconds from acceptance to delivery. */
    const taken = new Counters();
    return {
      add: (dossier) => {
        const stood = tally.add(dossier);
        if (stood?.outcome !== 'delivered' || stood.endedAt === null) return [];
        if (!isWithin(stood.endedAt, span)) return [];
        const { officeId, acceptedAt } = dossier;
        taken.add(officeId, 'ms', stood.endedAt.getTime() - acceptedAt.getTime());
        return [];
      },
      people: () => [],
      figures: (names) => contents(tally.figures(names), taken, rules.reportForms.indicators),
    };
  },
};

function contents(
  figures: ReportFigures,
  taken: Counters,
  { fields, progress_score_max, electronic_copy_score_max, citation }: ReportForms['indicators'],
): ReportContents {
  const { total } = figures;
  // An office that had nothing to do with the procedure is not measured by it.
  const measured = figures.offices.filter((line) => line.received + line.carried > 0);
  const providing = measured.filter((line) => deliveredOf(line) > 0).length;
  const providingShare = measured.length === 0 ? null : providing / measured.length;
  const cells = (counts: DossierCounts, ms: number, electronic: number | null): Cell[] =>
    fields.map(({ source }) => {
      const delivered = deliveredOf(counts);
      const inTime = onTimeShareOf(counts);
      const values: Record<IndicatorField['source'], number | null> = {
        received: counts.received + counts.carried,
        delivered,
        'on-time': counts.done.early + counts.done.onTime,
        late: counts.done.late,
        'average-days': delivered === 0 ? null : ms / delivered / msPerDay,
        'on-time-share': inTime,
        'progress-score': inTime === null ? null : inTime * progress_score_max,
        'electronic-copy-share': electronic,
      };
      return values[source];
    });
  const rows = measured.map((line): Cell[] => [
    line.name,
    ...cells(line, taken.get(line.officeId, 'ms'), deliveredOf(line) > 0 ? 1 : 0),
  ]);
  const inTime = onTimeShareOf(total);
  return {
    figures: [
      {
        ...{ value: inTime === null ? null : inTime * progress_score_max, kind: 'decimal' },
        words: `điểm tiến độ, trên ${progress_score_max}`,
      },
      {
        value: providingShare === null ? null : providingShare * electronic_copy_score_max,
        kind: 'decimal',
        words: `điểm cung cấp bản sao điện tử, trên ${electronic_copy_score_max}`,
      },
      ...headFigures(figures),
    ],
    pictures: [
      byMonthPicture(figures),
      {
        title: 'Tỷ lệ trước hạn, đúng hạn theo cơ quan',
        label: 'Biểu đồ thanh: tỷ lệ trước hạn, đúng hạn của từng cơ quan',
        ...{ form: 'ranked', kind: 'share' },
        names: measured.slice(0, 12).map(({ name }) => name),
        series: [
          {
            ...{ name: 'Tỷ lệ', colour: 'done' },
            values: measured.slice(0, 12).map((line) => onTimeShareOf(line) ?? 0),
          },
        ],
      },
    ],
    sheets: [
      {
        name: 'Chỉ số 766',
        tables: [
          {
            title: `Chỉ số tiến độ và số hóa theo cơ quan (${citation})`,
            columns: [text('Cơ quan', 34), ...fields.map(columnOf)],
            rows,
            total: ['Tổng cộng', ...cells(total, taken.sum('ms'), providingShare)],
            notes: unverifiedNotes(fields),
          },
          {
            title: 'Tên trường trên Cổng Dịch vụ công quốc gia',
            columns: [text('Trường', 34), text('Ý nghĩa', 50), text('Căn cứ', 60)],
            rows: fields.map(({ id, title, citation: source }) => [id, title, source]),
          },
        ],
      },
    ],
  };
}

function columnOf(field: IndicatorField): Column {
  const title = headOf(field);
  if (field.source === 'on-time-share' || field.source === 'electronic-copy-share') {
    return { ...share(title), width: 14 };
  }
  const isWhole = field.source !== 'average-days' && field.source !== 'progress-score';
  return { ...(isWhole ? count(title) : decimal(title)), width: 14 };
}
