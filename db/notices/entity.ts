import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type {
  Channel,
  NoticeKind,
  NoticeSubject,
  RecipientKind,
  Template,
} from '../../domain/notices';
import {
  code,
  codeOrNone,
  count,
  data,
  flag,
  id,
  idOrNone,
  instant,
  instantOrNone,
} from '../columns';
import { personalOrNone, personalWords } from '../personal/personal-column';

/**
 * - `pending`: to be carried at `nextAt`, or being carried by whoever has claimed it;
 * - `sending`: the server is being given the last byte, or has it and has not answered;
 * - `uncertain`: it was `sending` when its process died: perhaps sent, which a person has to find out;
 * - `failed`: a person must act first; `sent`: done.
 */
export type NoticeStatus = 'pending' | 'sending' | 'uncertain' | 'failed' | 'sent';

/** What must still reach the world after a commit, and what has. The portal's are read here. */
@Entity('notice')
@Index('IDX_notice_dedup_key', ['dedupKey'], { unique: true })
@Index('IDX_notice_channel_status_next', ['channel', 'status', 'nextAt'])
@Index('IDX_notice_subject_channel', ['subjectId', 'channel'])
@Index('IDX_notice_office_channel_next', ['officeId', 'channel', 'nextAt'])
@Index('IDX_notice_recipient_next', ['recipient', 'nextAt'])
export class Notice {
  @PrimaryColumn(id) id: string;
  @Column(code(10)) channel: Channel;
  @Column(code(30)) template: Template;
  @Column(code(2)) language: 'vi' | 'en';
  /** Null: of no office, such as a code that signs a citizen in. */
  @Column(idOrNone) officeId: string | null;
  @Column(code(10)) subjectKind: NoticeSubject;
  @Column(id) subjectId: string;
  @Column(code(10)) recipientKind: RecipientKind;
  /** Id of a person, a right, name of a webhook; null for others. */
  @Column(codeOrNone(200)) recipient: string | null;
  /** Of a notice to an address or a number of its own. */
  @Column(personalOrNone('address', 200)) address: string | null;
  /** Ids, enums, instants. */
  @Column(data) data: Record<string, string | number>;
  /** One of these is ever written. */
  @Column(code(200)) dedupKey: string;
  @Column(code(10)) status: NoticeStatus;
  @Column(count) attempts: number;
  /** When it is carried next; a portal's is shown from then on. */
  @Column(instant) nextAt: Date;
  /** Names one try: who holds another name has lost the item. */
  @Column(idOrNone) claim: string | null;
  /** The claim holds until then; the living renew it. */
  @Column(instantOrNone) leaseUntil: Date | null;
  /** Tries in which the recipient's address was refused for good. */
  @Column(count) refusals: number;
  /** Since when the recipient's server puts us off. */
  @Column(instantOrNone) refusedSince: Date | null;
  /** The copy is too large for the mail server: the mail carries a link to it. */
  @Column(flag) byLink: boolean;
  @Column(instantOrNone) sentAt: Date | null;
  /** In the words of a server, which may name the address. */
  @Column({ ...personalWords, nullable: true }) lastError: string | null;
  @Column(instant) createdAt: Date;
}

/** That a person has read a notice of the portal. */
@Entity('notice_reading')
export class NoticeReading {
  @PrimaryColumn(id) personId: string;
  @PrimaryColumn(id) noticeId: string;
  @Column(instant) at: Date;
}

/** Where a person wants a kind of notice; what they have not chosen is on the page and in no mail. */
@Entity('notice_choice')
export class NoticeChoice {
  @PrimaryColumn(id) personId: string;
  @PrimaryColumn(code(20)) kind: NoticeKind;
  @Column(flag) onPage: boolean;
  @Column(flag) byMail: boolean;
}
