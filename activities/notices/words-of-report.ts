import { getReport } from '../../db/reports/record-report';
import { parseDate } from '../../deadlines/parse-time';
import { reportKindDeclarations } from '../../domain/report-kinds';
import { formatDateVi } from '../../time/time';
import type { ActivityDeps } from '../deps';
import type { Mail } from './mailer';

/** A larger one is fetched from the page. */
const attachedBytesMax = 5_000_000;

/** The mail with a report that was made by itself: to staff, so its words are no policy's. */
export async function wordsOfReport(
  { db, publicUrl }: Pick<ActivityDeps, 'db' | 'publicUrl'>,
  reportId: string,
  office: string,
): Promise<{ subject: string; text: string; short: string }> {
  const { kind, fromDay, toDay, branch } = await getReport(db, reportId);
  const [from, to] = [fromDay, toDay].map((day) => formatDateVi(parseDate(day)));
  const name = reportKindDeclarations[kind].vi;
  return {
    subject: `Báo cáo “${name}” từ ${from} đến ${to} – ${office}`,
    text: [
      `Báo cáo định kỳ “${name}” của ${office}${branch ? ' và các đơn vị cấp dưới' : ''} đã lập xong.`,
      `Khoảng thời gian: từ ${from} đến ${to}.`,
      `Xem, tải Excel và PDF: ${publicUrl}/reports`,
      '',
      'Đây là thư tự động; xin không trả lời thư này. Thôi nhận: mở trang Báo cáo, mục “Báo cáo định kỳ”.',
    ].join('\n'),
    short: '',
  };
}

/** Its PDF, unless it is large. */
export async function attachmentsOfReport(
  { db, store }: Pick<ActivityDeps, 'db' | 'store'>,
  reportId: string,
): Promise<Mail['attachments']> {
  const { kind, fromDay, toDay, pdfHash } = await getReport(db, reportId);
  if (pdfHash === null) return [];
  const pdf = await store.get(pdfHash);
  if (pdf.length > attachedBytesMax) return [];
  return [
    {
      filename: `${reportKindDeclarations[kind].file}-${fromDay}-${toDay}.pdf`,
      content: Buffer.from(pdf),
      contentType: 'application/pdf',
    },
  ];
}
