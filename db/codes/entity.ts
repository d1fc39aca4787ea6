import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { count, hash, id, idOrNone, instant } from '../columns';

/**
 * The newest one-time code of somebody for one purpose; the ones before it are gone. The code itself is computed from
 * `id` under a key outside the database.
 */
@Entity('one_time_code')
@Index('IDX_one_time_code_id', ['id'], { unique: true })
@Index('IDX_one_time_code_ticket', ['ticketHash'], { unique: true })
@Index('IDX_one_time_code_valid', ['validUntil'])
export class OneTimeCode {
  /** Keyed hash of the purpose and of whom it is for. */
  @PrimaryColumn(hash) ownerHash: string;
  @Column(id) id: string;
  /** Keyed hash of what the asking browser holds, and of what was typed beside it. */
  @Column(hash) ticketHash: string;
  /** Whose account; null where there is none: such a code is never right. */
  @Column(idOrNone) personId: string | null;
  @Column(count) tries: number;
  @Column(instant) validUntil: Date;
}

/** A proof of work that was taken: it is good once. */
@Entity('spent_proof')
@Index('IDX_spent_proof_expires', ['expiresAt'])
export class SpentProof {
  @PrimaryColumn(hash) proofHash: string;
  @Column(instant) expiresAt: Date;
}
