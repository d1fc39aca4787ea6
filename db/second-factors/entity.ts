import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { bigCount, hash, id, instant, instantOrNone } from '../columns';
import { Person } from '../people/entity';

/** A person's authenticator program. */
@Entity('second_factor')
export class SecondFactor {
  @ForeignKey(() => Person, { name: 'FK_second_factor_person' })
  @PrimaryColumn(id)
  personId: string;
  /** Encrypted by the key of identity/second-factor. */
  @Column({ type: 'varbinary', length: 128 }) secret: Buffer;
  /** The time step of the last code that was taken: none of it or before is taken again. */
  @Column(bigCount) lastStep: number;
  @Column(instant) createdAt: Date;
  /** Null until a first code has shown that the program has the secret. */
  @Column(instantOrNone) confirmedAt: Date | null;
}

/** A code for the day when the program is lost. */
@Entity('recovery_code')
export class RecoveryCode {
  @ForeignKey(() => Person, { name: 'FK_recovery_code_person' })
  @PrimaryColumn(id)
  personId: string;
  @PrimaryColumn(hash) codeHash: string;
  @Column(instantOrNone) usedAt: Date | null;
}

/** A browser whose person has given the right password, and has a code still to give. */
@Entity('sign_in_ticket')
@Index('IDX_sign_in_ticket_expires', ['expiresAt'])
export class SignInTicket {
  @PrimaryColumn(hash) ticketHash: string;
  @ForeignKey(() => Person, { name: 'FK_sign_in_ticket_person' })
  @Column(id)
  personId: string;
  @Column(instant) expiresAt: Date;
}
