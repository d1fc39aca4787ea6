import type { Dossier, Visit } from '../../db/dossiers/entity';
import type { ActivityDeps } from '../deps';
import { writeCopyLetter } from './copy-letter';
import type { Mail } from './mailer';

/** The letter that carries the certified copy. */
export async function composeCopyMail(
  deps: ActivityDeps,
  dossier: Dossier,
  visit: Visit,
): Promise<Omit<Mail, 'messageId' | 'to'>> {
  const { subject, text, entry } = await writeCopyLetter(deps, dossier, visit, [
    'Tệp PDF đính kèm có chữ ký số của người ký chứng thực và của cơ quan. Hãy giữ nguyên tệp:',
  ]);
  const copy = await deps.store.get(String(dossier.copyHash));
  return {
    subject,
    text,
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
