import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import {
  bigCount,
  code,
  count,
  data,
  exact,
  flag,
  hash,
  id,
  idOrNone,
  instant,
  instantOrNone,
  textOrNone,
} from '../columns';

/** The audit log: append-only, chained per office by hash. Holds ids and enums, nothing personal. */
@Entity('audit_event')
@Index('IDX_audit_event_dossier_act_key', ['dossierId', 'actKey'], { unique: true })
export class AuditEvent {
  @PrimaryColumn(id) officeId: string;
  @PrimaryColumn(bigCount) sequence: number;
  @Column(idOrNone) dossierId: string | null;
  @Column(idOrNone) actorId: string | null;
  @Column(code(40)) action: string;
  /** The update or activity that did it: the same act is recorded once. */
  @Column(code(160)) actKey: string;
  @Column(data) details: Record<string, string | number | boolean | null>;
  @Column(instant) at: Date;
  @Column(hash) previousHash: string;
  @Column(hash) hash: string;
}

/** Head of an office's audit chain; its row is the chain's lock. */
@Entity('audit_head')
export class AuditHead {
  @PrimaryColumn(id) officeId: string;
  @Column(bigCount) sequence: number;
  @Column(hash) hash: string;
}

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

/** What an action answered, so that the same request sent again answers the same. */
@Entity('idempotency')
export class IdempotencyRecord {
  @PrimaryColumn(id) actorId: string;
  @PrimaryColumn({ ...code(80), name: 'idem_key' }) key: string;
  @Column(hash) requestHash: string;
  @Column({ ...count, nullable: true }) status: number | null;
  /** The answer, or the code and parameters of the refusal; null until there is one. */
  @Column({ ...exact, type: 'mediumtext', nullable: true }) body: string | null;
  /** The try that acts, of one process. */
  @Column(id) holder: string;
  /** Until when that process is taken to live; it renews this while it works. */
  @Column(instant) leaseEndsAt: Date;
  @Column(instant) at: Date;
}
