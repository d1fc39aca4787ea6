import type { NoticeWithFacts } from '../../db/notices/read-claimed';
import { isAwaited } from '../../db/notices/outbox';
import type { ActivityDeps } from '../deps';
import type { Channel } from './channel';
import type { Mail } from './mailer';
import { calendarFileOf } from './booking-calendar';
import { wordsOf } from './words-of';
import { attachmentsOfReport } from './words-of-report';

/** Mail by SMTP; the copy is attached, or linked to where the server takes no file of its size. */
export function createMailChannel(deps: ActivityDeps): Channel {
  return {
    async send(facts, options = {}) {
      const { notice, email } = facts;
      const to = notice.recipientKind === 'address' ? notice.recipient : email;
      if (to === null) return;
      const { subject, text } = await wordsOf(deps, facts);
      const calendar = await calendarFileOf(deps, facts);
      const attachments = [...calendar, ...(await attachmentsOf(deps, facts))];
      const mail = { messageId: `<${notice.id}@saoy>`, to, subject, text, attachments };
      await deps.mailer.send(mail, options);
    },
  };
}

async function attachmentsOf(
  deps: ActivityDeps,
  { notice, dossier }: NoticeWithFacts,
): Promise<Mail['attachments']> {
  if (notice.subjectKind === 'report') return attachmentsOfReport(deps, notice.subjectId);
  if (!isAwaited(notice) || notice.byLink || dossier === null) return [];
  const copy = await deps.store.get(String(dossier.copyHash));
  return [
    {
      filename: `ban-sao-dien-tu-${plainLetters(String(dossier.registerNumber))}.pdf`,
      content: Buffer.from(copy),
      contentType: 'application/pdf',
    },
  ];
}

/** "005/ĐT" as "005-DT": names of files go through many systems. */
function plainLetters(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
  return plain.replace(/\W+/g, '-');
}
