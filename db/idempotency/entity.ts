import { Column, Entity, PrimaryColumn } from 'typeorm';
import { code, count, hash, id, instant } from '../columns';
import { personalWords } from '../personal/personal-column';

/** What an action answered, so that the same request sent again answers the same. */
@Entity('idempotency')
export class IdempotencyRecord {
  @PrimaryColumn(id) actorId: string;
  @PrimaryColumn({ ...code(80), name: 'idem_key' }) key: string;
  @Column(hash) requestHash: string;
  @Column({ ...count, nullable: true }) status: number | null;
  /** The answer, or the code and parameters of the refusal; null until there is one. */
  @Column({ ...personalWords, nullable: true }) body: string | null;
  /** The try that acts, of one process. */
  @Column(id) holder: string;
  /** Until when that process is taken to live; it renews this while it works. */
  @Column(instant) leaseEndsAt: Date;
  @Column(instant) at: Date;
}
