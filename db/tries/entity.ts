import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { data, hash, instant } from '../columns';

/** Tries of a secret under one key: an account, a device, a network. Gone a quarter of an hour after the last. */
@Entity('try_counter')
@Index('IDX_try_counter_expires', ['expiresAt'])
export class TryCounterRow {
  /** Keyed hash (HMAC-SHA-256) of what is tried and of the key, which may be somebody's number. */
  @PrimaryColumn(hash) keyHash: string;
  @Column(data) tries: object[];
  @Column(instant) slowUntil: Date;
  @Column(instant) expiresAt: Date;
}
