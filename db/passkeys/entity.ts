import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { bigCount, code, hash, id, instant, instantOrNone, text } from '../columns';
import { Person } from '../people/entity';

/** A passkey or security key of somebody, beside their authenticator program. */
@Entity('passkey')
@Index('IDX_passkey_id', ['id'], { unique: true })
@Index('IDX_passkey_person', ['personId'])
export class Passkey {
  /** SHA-256 of the credential's id, which may be long. */
  @PrimaryColumn(hash) idHash: string;
  @Column(id) id: string;
  @ForeignKey(() => Person, { name: 'FK_passkey_person' })
  @Column(id)
  personId: string;
  @Column(code(1400)) credentialId: string;
  @Column({ type: 'varbinary', length: 1024 }) publicKey: Buffer;
  @Column(bigCount) counter: number;
  @Column(text(60)) name: string;
  @Column(instant) madeAt: Date;
  @Column(instantOrNone) usedAt: Date | null;
}

/** What a browser was asked to sign last; good once. */
@Entity('passkey_challenge')
@Index('IDX_passkey_challenge_expires', ['expiresAt'])
export class PasskeyChallenge {
  /** Hash of the session's token or of the sign-in's ticket, and what it is for. */
  @PrimaryColumn(code(80)) holder: string;
  @Column(code(100)) challenge: string;
  @Column(instant) expiresAt: Date;
}
