import type { Dossier, Visit } from '../../db/entities/dossier';
import { Office } from '../../db/entities/people';
import { RegisterEntry } from '../../db/entities/register';
import type { ActivityDeps } from '../deps';
import type { Mail } from './mailer';

/** The letter that carries the certified copy. */
export async function composeCopyMail(
  { db, store, publicUrl }: ActivityDeps,
  dossier: Dossier,
  visit: Visit,
): Promise<Omit<Mail, 'messageId' | 'to'>> {
  const office = await db.manager.findOneByOrFail(Office, { id: dossier.officeId });
  const entry = await db.manager.findOneByOrFail(RegisterEntry, { dossierId: dossier.id });
  const copy = await store.get(String(dossier.copyHash));
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
      'Tệp PDF đính kèm có chữ ký số của người ký chứng thực và của cơ quan. Hãy giữ nguyên tệp:',
      'in ra hoặc lưu lại bằng phần mềm khác sẽ làm mất giá trị của chữ ký số.',
      '',
      `Kiểm tra bản sao này: ${publicUrl}/x/${dossier.publicToken}`,
      '',
      'Đây là thư tự động; xin không trả lời thư này.',
      '',
    ].join('\n'),
    attachments: [
      {
        filename: `ban-sao-dien-tu-${plainLetters(entry.numberText)}.pdf`,
        content: Buffer.from(copy),
        contentType: 'application/pdf',
      },
    ],
  };
}

/** "005/ĐT" as "005-DT": names of files go through many systems. */
function plainLetters(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
  return plain.replace(/\W+/g, '-');
}
