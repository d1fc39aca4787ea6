import type { Dossier, Visit } from '../../db/dossiers/entity';
import { getOffice } from '../../db/offices/get-office';
import type { RegisterEntry } from '../../db/registers/entity';
import { getEntry } from '../../db/registers/get-entry';
import type { ActivityDeps } from '../deps';

/**
 * What the requester reads about the finished copy.
 * @param aboutFile lines that say how the file comes and what it holds
 */
export async function writeCopyLetter(
  { db, publicUrl }: ActivityDeps,
  dossier: Dossier,
  visit: Visit,
  aboutFile: readonly string[],
): Promise<{ subject: string; text: string; entry: RegisterEntry }> {
  const office = await getOffice(db, dossier.officeId);
  const entry = await getEntry(db, dossier.id);
  const text = [
    `Kính gửi ${visit.requesterName},`,
    '',
    `${office.name} gửi ông/bà bản sao điện tử được chứng thực từ bản chính:`,
    `  Giấy tờ: ${dossier.documentType}`,
    `  Số chứng thực: ${entry.numberText}`,
    `  Mã hồ sơ: ${dossier.code}`,
    '',
    ...aboutFile,
    'in ra hoặc lưu lại bằng phần mềm khác sẽ làm mất giá trị của chữ ký số.',
    '',
    `Kiểm tra bản sao này: ${publicUrl}/x/${dossier.publicToken}`,
    '',
    'Đây là thư tự động; xin không trả lời thư này.',
    '',
  ].join('\n');
  const subject = `Bản sao điện tử số ${entry.numberText} – ${dossier.documentType}`;
  return { subject, text, entry };
}
