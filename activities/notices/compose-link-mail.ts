import type { Dossier, Visit } from '../../db/dossiers/entity';
import { createCopyLink } from '../../db/copies/copy-links';
import type { ActivityDeps } from '../deps';
import { writeCopyLetter } from './copy-letter';
import type { Mail } from './mailer';
import { dayOf, formatDateVi } from '../../time/time';

/** The letter with a link to the copy, where the copy itself is too large for the mail server. */
export async function composeLinkMail(
  deps: ActivityDeps,
  dossier: Dossier,
  visit: Visit,
): Promise<Omit<Mail, 'messageId' | 'to'>> {
  const { db, publicUrl, now } = deps;
  const { token, expiresAt } = await createCopyLink(db, dossier.id, now());
  const { subject, text } = await writeCopyLetter(deps, dossier, visit, [
    'Tệp PDF lớn hơn mức mà thư nhận được. Hãy tải tệp về máy tại liên kết riêng của ông/bà:',
    `  ${publicUrl}/api/public/copy-links/${token}`,
    `Liên kết dùng được đến hết ngày ${lastDay(expiresAt)}. Ai có liên kết đều tải được tệp: đừng chuyển tiếp thư này.`,
    '',
    'Tệp có chữ ký số của người ký chứng thực và của cơ quan. Hãy giữ nguyên tệp:',
  ]);
  return { subject, text, attachments: [] };
}

/** The last whole day before an instant, dd/MM/yyyy at UTC+7. */
function lastDay(end: Date): string {
  return formatDateVi(dayOf(end.getTime()) - 1);
}
