import { z } from '@hono/zod-openapi';
import {
  alertMessages,
  lanes,
  messageNames,
  noticeKindNames,
  workMessages,
} from '../../domain/notices';
import { instantSchema } from '../http/contract';

const aboutSchema = z.object({ id: z.string(), code: z.string() }).nullable();

/** What the portal tells. */
export const noticeSchema = z
  .object({
    id: z.string(),
    template: z.enum([...messageNames, ...workMessages, ...alertMessages]),
    title: z.string(),
    text: z.string(),
    at: instantSchema,
    dossier: aboutSchema,
  })
  .openapi('Notice');
export type Notice = z.infer<typeof noticeSchema>;

/** One of those that a person is shown in an office. */
const readNoticeSchema = noticeSchema.extend({ read: z.boolean() }).openapi('ReadNotice');

export const shownNoticesSchema = z
  .object({
    items: z.array(readNoticeSchema),
    /** Of the last thirty days, also beyond the items. */
    unread: z.number().int(),
  })
  .openapi('ShownNotices');
export type ShownNotices = z.infer<typeof shownNoticesSchema>;

export const choiceSchema = z
  .object({ kind: z.enum(noticeKindNames), onPage: z.boolean(), byMail: z.boolean() })
  .openapi('NoticeChoice');
export type NoticeChoice = z.infer<typeof choiceSchema>;

/** A notice that did not get through yet. */
export const unsentNoticeSchema = z
  .object({
    id: z.string(),
    channel: z.enum(lanes),
    template: z.string(),
    status: z.enum(['pending', 'sending', 'uncertain', 'failed', 'sent']),
    attempts: z.number(),
    /** The other side's last words. */
    answer: z.string().nullable(),
    createdAt: instantSchema,
    /** When it is tried again by itself; null where a person has to act. */
    nextAt: instantSchema.nullable(),
    dossier: aboutSchema,
  })
  .openapi('UnsentNotice');
export type UnsentNotice = z.infer<typeof unsentNoticeSchema>;
