import type { Dossier, Visit } from '../../db/dossiers/entity';
import { getOffice } from '../../db/offices/get-office';
import { getCopyOfDossier } from '../../db/copies/get-public-copy';
import type { ActivityDeps } from '../deps';
import type { Mail } from './mailer';

/** Tells the requester that their copy has lost its legal value, and why (TT 01/2020 Đ7). */
export async function composeRevocationMail(
  { db, publicUrl }: ActivityDeps,
  dossier: Dossier,
  visit: Visit,
): Promise<Omit<Mail, 'messageId' | 'to'>> {
  const office = await getOffice(db, dossier.officeId);
  const { registerNumber, revocation } = await getCopyOfDossier(db, dossier.id);
  return {
    subject: `Thu hồi bản sao điện tử số ${registerNumber} – ${dossier.documentType}`,
    text: [
      `Kính gửi ${visit.requesterName},`,
      '',
      `${office.name} thông báo bản sao điện tử số ${registerNumber} (${dossier.documentType}) đã bị thu hồi`,
      'và không còn giá trị pháp lý.',
      `Lý do: ${revocation?.reason ?? ''}`,
      `Quyết định: ${revocation?.decision ?? ''}`,
      '',
      'Xin không dùng bản sao này nữa; mang bản chính đến bộ phận một cửa để được chứng thực lại.',
      `Trạng thái công khai: ${publicUrl}/x/${dossier.publicToken}`,
      '',
      'Ông/bà có quyền khiếu nại theo quy định của pháp luật.',
      '',
    ].join('\n'),
    attachments: [],
  };
}
