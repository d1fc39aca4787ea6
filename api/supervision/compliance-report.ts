import type { ReportedDossier } from '../../db/dossiers/read-step-rounds';
import { formatMinuteVi, localClock } from '../../time/time';
import { type Step, isFinal, stageDeclarations, steps } from '../../domain/process';
import type { Policy } from '../../policies/policy';
import { computeCompliance, listDoneSteps } from './compute-compliance';
import type { Sheet } from '../tables/write-workbook';

export interface ComplianceQuestion {
  officeName: string;
  policy: Pick<Policy, 'steps'>;
  /** As it was asked: first and last day, `YYYY-MM-DD`. */
  days: { from: string; to: string };
  from: Date;
  before: Date;
  asOf: Date;
}

/** The report of how the steps' time budgets were kept, as sheets: by step and day, and every dossier. */
export function complianceReport(
  question: ComplianceQuestion,
  dossiers: readonly ReportedDossier[],
): Sheet[] {
  return [byStepAndDay(question, dossiers), everyDossier(question, dossiers)];
}

const whenFormat = 'dd/mm/yyyy hh:mm';
const minutesFormat = '0.0';

function byStepAndDay(question: ComplianceQuestion, dossiers: readonly ReportedDossier[]): Sheet {
  const names = stepNames(question.policy);
  return {
    name: 'Theo bước và ngày',
    heading: headingOf(question),
    columns: [
      { title: 'Ngày', width: 14 },
      { title: 'Bước', width: 30 },
      { title: 'Hoàn thành', width: 12 },
      { title: 'Trễ', width: 8 },
      { title: 'Trung vị (phút làm việc)', width: 24, format: minutesFormat },
      { title: 'Phân vị 90 (phút làm việc)', width: 26, format: minutesFormat },
    ],
    rows: computeCompliance(dossiers, question).map((line) => [
      line.day.split('-').reverse().join('/'),
      names[line.step],
      line.done,
      line.late,
      line.medianMinutes,
      line.p90Minutes,
    ]),
  };
}

function everyDossier(question: ComplianceQuestion, dossiers: readonly ReportedDossier[]): Sheet {
  const names = stepNames(question.policy);
  return {
    name: 'Hồ sơ',
    heading: headingOf(question),
    columns: [
      { title: 'Mã hồ sơ', width: 24 },
      { title: 'Loại giấy tờ', width: 30 },
      { title: 'Số trang', width: 10 },
      { title: 'Số bản', width: 8 },
      { title: 'Tiếp nhận', width: 18, format: whenFormat },
      { title: 'Hạn theo luật', width: 18, format: whenFormat },
      { title: 'Số chứng thực', width: 14 },
      ...steps.flatMap((step) => [
        { title: `${names[step]}: xong lúc`, width: 18, format: whenFormat },
        { title: `${names[step]}: phút làm việc`, width: 14, format: minutesFormat },
        { title: `${names[step]}: hạn theo giờ`, width: 18, format: whenFormat },
        { title: `${names[step]}: trễ`, width: 10 },
      ]),
      { title: 'Kết thúc', width: 18, format: whenFormat },
      { title: 'Kết quả', width: 22 },
      { title: 'Trễ hạn theo luật', width: 16 },
    ],
    rows: dossiers
      .filter(({ acceptedAt }) => acceptedAt <= question.asOf)
      .map((dossier) => dossierRow(dossier, question.asOf)),
  };
}

function dossierRow(dossier: ReportedDossier, asOf: Date): Sheet['rows'][number] {
  const done = listDoneSteps(dossier, asOf);
  const ended = dossier.endedAt && dossier.endedAt <= asOf ? dossier.endedAt : null;
  // An ended dossier never changes its stage, so this reads the same whenever it is asked.
  const outcome = ended && isFinal(dossier.stage) ? stageDeclarations[dossier.stage].vi : null;
  const numbered = done.some(({ step }) => step === 'seal');
  return [
    dossier.code,
    dossier.documentType,
    dossier.originalPages,
    dossier.copies,
    local(dossier.acceptedAt),
    local(dossier.legalDue),
    numbered ? dossier.registerNumber : null,
    ...steps.flatMap((step) => {
      const one = done.find((candidate) => candidate.step === step);
      return one
        ? [local(one.doneAt), one.minutes, local(one.dueByHours), yesNo(one.late)]
        : [null, null, null, null];
    }),
    ended && local(ended),
    outcome ?? 'Đang giải quyết',
    yesNo((ended ?? asOf) > dossier.legalDue),
  ];
}

function headingOf({ officeName, days, asOf }: ComplianceQuestion): string[] {
  const [from, to] = [days.from, days.to].map((day) => day.split('-').reverse().join('/'));
  return [
    'Báo cáo thời gian thực hiện các bước chứng thực bản sao điện tử',
    officeName,
    `Từ ngày ${from} đến ngày ${to}`,
    `Số liệu tính đến ${formatMinuteVi(asOf.getTime())}`,
  ];
}

function stepNames({ steps: rules }: Pick<Policy, 'steps'>): Record<Step, string> {
  const nameOf = (step: Step) => rules.find((rule) => rule.step === step)?.name ?? step;
  return { create: nameOf('create'), sign: nameOf('sign'), seal: nameOf('seal') };
}

/** A spreadsheet has no zones. */
function local(instant: Date): Date {
  return localClock(instant.getTime());
}

const yesNo = (late: boolean) => (late ? 'Trễ' : '');
