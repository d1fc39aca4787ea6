import type { Dossier, Visit } from '../../db/entities/dossier';
import { Office } from '../../db/entities/people';
import { RegisterEntry } from '../../db/entities/register';
import { createCopyLink } from '../../db/records/copy-links';
import type { ActivityDeps } from '../deps';
import type { Mail } from './mailer';

/** The letter with a link to the copy, where the copy itself is too large for the mail server. */
export async function composeLinkMail(
  { db, publicUrl, now }: ActivityDeps,
  dossier: Dossier,
  visit: Visit,
): Promise<Omit<Mail, 'messageId' | 'to'>> {
  const office = await db.manager.findOneByOrFail(Office, { id: dossier.officeId });
  const entry = await db.manager.findOneByOrFail(RegisterEntry, { dossierId: dossier.id });
  const { token, expiresAt } = await createCopyLink(db, dossier.id, now());
  return {
    subject: `Bản sao điện tử số ${entry.numberText} – ${dossier.documentType}`,
    text: [
      `Kính gửi ${visit.requesterName},`,
      '',
      `${office.name} gửi ông/bà bản sao điện tử được chứng thực từ bản chính:`,
      `  Giấy tờ: ${dossier.documentType}`,
      `  Số chứng thực: ${entry.numberText}`,
      `  Mã hồ sơ: ${dossier.code}`,
      '',
      'Tệp PDF lớn hơn mức mà thư nhận được. Hãy tải tệp về máy tại liên kết riêng của ông/bà:',
      `  ${publicUrl}/api/public/copy-links/${token}`,
      `Liên kết dùng được đến hết ngày ${dayOf(expiresAt)}. Ai có liên kết đều tải được tệp: đừng chuyển tiếp thư này.`,
      '',
      'Tệp có chữ ký số của người ký chứng thực và của cơ quan. Hãy giữ nguyên tệp:',
      'in ra hoặc lưu lại bằng phần mềm khác sẽ làm mất giá trị của chữ ký số.',
      '',
      `Kiểm tra bản sao này: ${publicUrl}/x/${dossier.publicToken}`,
      '',
      'Đây là thư tự động; xin không trả lời thư này.',
      '',
    ].join('\n'),
    attachments: [],
  };
}

/** The last whole day before an instant, dd/MM/yyyy at UTC+7. */
function dayOf(end: Date): string {
  const [year, month, day] = new Date(end.getTime() + (7 - 24) * 3_600_000)
    .toISOString()
    .slice(0, 10)
    .split('-');
  return `${day}/${month}/${year}`;
}
