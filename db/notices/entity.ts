import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { code, count, flag, id, idOrNone, instant, instantOrNone, textOrNone } from '../columns';

/** A dossier has one of each at most. */
export type OutboxKind = 'start-workflow' | 'tell-mailed' | MailKind;
/** Mails to the requester. */
export type MailKind = 'mail-copy' | 'mail-refusal' | 'mail-revocation' | 'mail-notice';

/**
 * - `pending`: to be carried at `nextAt`, or being carried by whoever has claimed it;
 * - `sending`: the server is being given the last byte, or has it and has not answered;
 * - `uncertain`: it was `sending` when its process died: perhaps sent, which a person has to find out;
 * - `failed`: a person must act first; `sent`: done.
 */
export type OutboxStatus = 'pending' | 'sending' | 'uncertain' | 'failed' | 'sent';

/** What must still reach the world after a commit. */
@Entity('outbox')
@Index('IDX_outbox_status_next', ['status', 'nextAt'])
@Index('IDX_outbox_dossier_kind', ['dossierId', 'kind'], { unique: true })
export class OutboxItem {
  @PrimaryColumn(id) id: string;
  @Column(code(30)) kind: OutboxKind;
  @Column(id) officeId: string;
  @Column(id) dossierId: string;
  @Column(code(10)) status: OutboxStatus;
  @Column(count) attempts: number;
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
  @Column(textOrNone(300)) lastError: string | null;
  @Column(instant) createdAt: Date;
}

/** Something a person of an office should know: a step near its end, over it, a return. */
@Entity('notice')
@Index('IDX_notice_office_at', ['officeId', 'at'])
@Index('IDX_notice_dossier', ['dossierId'])
export class Notice {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true }) id: string;
  @Column(id) officeId: string;
  @Column(id) dossierId: string;
  @Column(code(20)) audience: string;
  @Column(code(30)) kind: string;
  @Column(instant) at: Date;
}
