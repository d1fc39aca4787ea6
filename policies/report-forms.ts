import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SaoyError } from '../domain/problem';
import { locate } from './locate';
import { schemaFindings } from './schema-findings';

interface FormField<Source extends string> {
  id: string;
  title: string;
  source: Source;
  /** Compared with the text of the act. */
  verified: boolean;
  citation: string;
}

export type StatisticsForm = '17a' | '17b' | '17c';
export type StatisticsColumn = FormField<'certified-copies' | 'none'> & {
  forms: readonly StatisticsForm[];
};
export type IndicatorField = FormField<
  | 'received'
  | 'delivered'
  | 'on-time'
  | 'late'
  | 'average-days'
  | 'on-time-share'
  | 'progress-score'
  | 'electronic-copy-share'
>;

/** What the reports that others ask for hold: `policies/rules/reports/forms.yaml`. */
export interface ReportForms {
  one_stop: { scores: { early: number; on_time: number; late: number }; citation: string };
  form_17: { columns: readonly StatisticsColumn[]; citation: string };
  indicators: {
    fields: readonly IndicatorField[];
    progress_score_max: number;
    electronic_copy_score_max: number;
    citation: string;
  };
}

const file = join('reports', 'forms.yaml');

/**
 * Reads the forms of a folder of rules; where it has none of its own, the house's.
 * @throws SaoyError `rules-invalid` with file, line and reason of the first thing wrong
 */
export function readReportForms(folder: string): ReportForms {
  const own = join(folder, file);
  const text = readFileSync(existsSync(own) ? own : join(__dirname, 'rules', file), 'utf8');
  const content = parse(text) as ReportForms;
  const [finding] = schemaFindings('report-forms', content);
  if (!finding) return content;
  const line = locate(text, finding.path);
  throw new SaoyError('rules-invalid', { file, line, reason: finding.reason });
}

/** A head of a form; one that was not compared with the act is marked. */
export function headOf({ title, verified }: { title: string; verified: boolean }): string {
  return verified ? title : `${title} (*)`;
}

/** What the marks mean; none where all was compared. */
export function unverifiedNotes(
  fields: readonly { title: string; verified: boolean; citation: string }[],
): string[] {
  const open = fields.filter(({ verified }) => !verified);
  return open.length === 0
    ? []
    : [
        '(*) Cột chưa đối chiếu được với bản gốc của văn bản quy định:',
        ...open.map(({ title, citation }) => `– ${title}: ${citation}.`),
      ];
}
