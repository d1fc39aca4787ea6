import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigCount, code, data, hash, id, idOrNone, instant } from '../columns';

/** The audit log: append-only, chained per office by hash. Holds ids and enums, nothing personal. */
@Entity('audit_event')
@Index('IDX_audit_event_at', ['at', 'officeId', 'sequence'])
@Index('IDX_audit_event_actor_at', ['actorId', 'at'])
@Index('IDX_audit_event_dossier_act_key', ['dossierId', 'actKey'], { unique: true })
export class AuditEvent {
  @PrimaryColumn(id) officeId: string;
  @PrimaryColumn(bigCount) sequence: number;
  @Column(idOrNone) dossierId: string | null;
  @Column(idOrNone) actorId: string | null;
  /** The actor's session, by its id; null for Sao Y itself, for commands, and for what is done later in their name. */
  @Column(idOrNone) inSession: string | null;
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
