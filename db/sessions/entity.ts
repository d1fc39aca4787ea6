import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { code, codeOrNone, id, instant, instantOrNone } from '../columns';
import { Person } from '../people/entity';
import { personalOrNone } from '../personal/personal-column';

/** A signed-in browser; only the hash of its cookie is kept. */
@Entity('session')
@Index('IDX_session_id', ['id'], { unique: true })
@Index('IDX_session_person', ['personId'])
@Index('IDX_session_provider_subject', ['providerSubject'])
@Index('IDX_session_provider_session', ['providerSession'])
export class Session {
  @PrimaryColumn(code(64)) tokenHash: string;
  /** By which its person names it. */
  @Column(id) id: string;
  @ForeignKey(() => Person, { name: 'FK_session_person' })
  @Column(id)
  personId: string;
  @Column(code(64)) csrfToken: string;
  @Column(instant) createdAt: Date;
  @Column(instant) expiresAt: Date;
  /** When its person last did something, to the minute. */
  @Column(instant) seenAt: Date;
  /** When it ends if its person does nothing more. */
  @Column(instant) idleUntil: Date;
  /** When a code of the second factor was last given in it. */
  @Column(instantOrNone) confirmedAt: Date | null;
  /** Who it is to the provider of identities that let them in, and its own session; null for other ways in. */
  @Column(personalOrNone('subject', 255)) providerSubject: string | null;
  @Column(codeOrNone(255)) providerSession: string | null;
  @Column(code(20)) browser: string;
  @Column(code(20)) os: string;
  /** Masked. */
  @Column(code(45)) address: string;
}

/** A sign-in that was tried, or a change of how one signs in, for the person to see. */
@Entity('sign_in')
@Index('IDX_sign_in_person_at', ['personId', 'at'])
@Index('IDX_sign_in_kept', ['keptUntil'])
export class SignIn {
  @PrimaryColumn(id) id: string;
  @ForeignKey(() => Person, { name: 'FK_sign_in_person' })
  @Column(id)
  personId: string;
  @Column(instant) at: Date;
  @Column(code(20)) method: 'password' | 'totp' | 'recovery' | 'provider' | 'code' | 'passkey';
  @Column(code(20)) outcome: 'in' | 'refused' | 'factor-on' | 'factor-off';
  @Column(code(20)) browser: string;
  @Column(code(20)) os: string;
  /** Masked. */
  @Column(code(45)) address: string;
  @Column(instant) keptUntil: Date;
}
