import type { Dossier, Visit } from '../../db/dossiers/entity';
import { findRemark } from '../../db/dossiers/rows';
import { getOffice } from '../../db/offices/get-office';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import type { ActivityDeps } from '../deps';
import type { Mail } from './mailer';

/** The written refusal with its legal ground (NĐ 23/2015 Đ8.1, Đ22). */
export async function composeRefusalMail(
  { db, rules }: ActivityDeps,
  dossier: Dossier,
  visit: Visit,
): Promise<Omit<Mail, 'messageId' | 'to'>> {
  const office = await getOffice(db, dossier.officeId);
  const ground = getPinnedPolicy(rules, dossier.policy).refusalGrounds.find(
    ({ id }) => id === dossier.refusalGround,
  );
  const remark = await findRemark(db, dossier);
  return {
    subject: `Từ chối chứng thực – hồ sơ ${dossier.code}`,
    text: [
      `Kính gửi ${visit.requesterName},`,
      '',
      `${office.name} từ chối chứng thực bản sao điện tử của giấy tờ: ${dossier.documentType}.`,
      `Lý do: ${ground?.vi ?? ''}`,
      `Căn cứ: ${ground?.citation ?? ''}`,
      ...(remark ? [`Giải thích: ${remark}`] : []),
      '',
      'Ông/bà có quyền khiếu nại theo quy định của pháp luật.',
      '',
    ].join('\n'),
    attachments: [],
  };
}
