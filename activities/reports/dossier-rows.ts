import type { LivedDossier } from '../../db/reports/read-lived-dossiers';
import { stageDeclarations, steps } from '../../domain/process';
import type { Cell, Column } from '../../domain/report-contents';
import type { Punctuality } from '../../domain/reports';
import { localClock } from '../../time/time';
import { markByLaw, type StoodDossier } from './judge-dossier';

const stepHeads = { create: 'Bước 2: Tạo', sign: 'Bước 3: Ký', seal: 'Bước 4: Cấp số, đóng dấu' };

/** Of the sheet that lists every dossier with every step. */
export const dossierColumns: Column[] = [
  { title: 'Mã hồ sơ', width: 24, kind: 'text' },
  { title: 'Cơ quan', width: 28, kind: 'text' },
  { title: 'Loại giấy tờ', width: 26, kind: 'text' },
  { title: 'Số trang', width: 7, kind: 'count' },
  { title: 'Số bản', width: 7, kind: 'count' },
  { title: 'Loại', width: 11, kind: 'text' },
  { title: 'Tiếp nhận', width: 16, kind: 'when' },
  { title: 'Hạn theo luật', width: 16, kind: 'when' },
  { title: 'Số chứng thực', width: 12, kind: 'text' },
  ...steps.flatMap((step): Column[] => {
    const group = stepHeads[step];
    return [
      { title: 'Người thực hiện', width: 20, kind: 'text', group },
      { title: 'Hạn theo giờ', width: 16, kind: 'when', group },
      { title: 'Xong lúc', width: 16, kind: 'when', group },
      { title: 'Phút làm việc', width: 9, kind: 'decimal', group },
      { title: 'Kết quả', width: 10, kind: 'text', group },
    ];
  }),
  { title: 'Số lần trả lại', width: 8, kind: 'count' },
  { title: 'Gia hạn', width: 8, kind: 'count' },
  { title: 'Kết thúc', width: 16, kind: 'when' },
  { title: 'Tình trạng', width: 18, kind: 'text' },
  { title: 'Theo luật', width: 11, kind: 'text' },
];

export const markWords: Record<keyof Punctuality, string> = {
  early: 'Trước hạn',
  onTime: 'Đúng hạn',
  late: 'Quá hạn',
};

/** A line of it. @param person name by id */
export function dossierRow(
  dossier: LivedDossier,
  stood: StoodDossier,
  at: Date,
  names: { office: string; person: (id: string) => string },
): Cell[] {
  const { legalDue, endedAt, outcome, acts } = stood;
  const counted = (action: string) => acts.filter((act) => act.action === action).length;
  const isDelivered = outcome === 'delivered' && endedAt !== null;
  const openMark = at > legalDue ? markWords.late : 'Trong hạn';
  return [
    ...[dossier.code, names.office, stood.documentType, stood.originalPages, stood.copies],
    dossier.complex ? 'Phức tạp' : 'Thông thường',
    ...[local(dossier.acceptedAt), local(legalDue)],
    stood.numbered ? dossier.registerNumber : null,
    ...steps.flatMap((step): Cell[] => {
      const done = stood.steps.find((one) => one.step === step);
      if (!done) return [null, null, null, null, null];
      const by = done.by === null ? null : names.person(done.by);
      return [by, local(done.dueByHours), local(done.doneAt), done.minutes, markWords[done.mark]];
    }),
    ...[counted('return'), counted('extend')],
    endedAt && local(endedAt),
    outcome === null ? 'Đang giải quyết' : stageDeclarations[outcome].vi,
    isDelivered ? markWords[markByLaw(endedAt, legalDue)] : endedAt === null ? openMark : null,
  ];
}

/** A spreadsheet has no zones. */
export function local(instant: Date): Date {
  return localClock(instant.getTime());
}
