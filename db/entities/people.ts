import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Right } from '../../domain/process';
import {
  code,
  codeOrNone,
  count,
  data,
  exactText,
  flag,
  id,
  instant,
  instantOrNone,
  text,
  textOrNone,
} from '../columns';

/** An office that certifies copies: today the People's Committee of a commune or ward. */
@Entity('office')
@Index('IDX_office_code', ['code'], { unique: true })
export class Office {
  @PrimaryColumn(id) id: string;
  /** Mã định danh, `NNN.NN.NN.Hxx` [AD-23]. */
  @Column(code(40)) code: string;
  @Column(text(200)) name: string;
  @Column(text(200)) parentName: string;
  @Column(code(80)) policyId: string;
  @Column(code(80)) calendarId: string;
  /** First part of its dossier codes, e.g. `G22.99` [A10]. */
  @Column(code(20)) codePrefix: string;
}

/** Anyone who can sign in: staff by their user name, citizens by their identifier. */
@Entity('person')
@Index('IDX_person_username', ['username'], { unique: true })
@Index('IDX_person_identifier', ['identifier'], { unique: true })
export class Person {
  @PrimaryColumn(id) id: string;
  @Column(code(10)) kind: 'staff' | 'citizen';
  @Column(exactText(100)) username: string;
  @Column(code(200)) passwordHash: string;
  @Column(text(200)) fullName: string;
  @Column(textOrNone(200)) title: string | null;
  @Column(textOrNone(200)) email: string | null;
  @Column(codeOrNone(20)) phone: string | null;
  /** CMND (9), CCCD (12) or MST (10 or 13 digits). */
  @Column(codeOrNone(13)) identifier: string | null;
  @Column(flag) active: boolean;
}

/** A right of a person in an office; "right" is a reserved word of SQL. */
@Entity('office_right')
@Index('IDX_office_right_office_held', ['officeId', 'right'])
export class OfficeRight {
  @ForeignKey(() => Person, { name: 'FK_office_right_person' })
  @PrimaryColumn(id)
  personId: string;
  @ForeignKey(() => Office, { name: 'FK_office_right_office' })
  @PrimaryColumn(id)
  officeId: string;
  @PrimaryColumn({ ...code(20), name: 'held' }) right: Right;
}

/** A signed-in browser; only the hash of its cookie is kept. */
@Entity('session')
export class Session {
  @PrimaryColumn(code(64)) tokenHash: string;
  @ForeignKey(() => Person, { name: 'FK_session_person' })
  @Column(id)
  personId: string;
  @Column(code(64)) csrfToken: string;
  @Column(instant) createdAt: Date;
  @Column(instant) expiresAt: Date;
}

/** A token as its process last saw it: what a signature can be prepared for. Keys never leave tokens. */
@Entity('token')
export class Token {
  @PrimaryColumn(exactText(100)) label: string;
  @Column(code(40)) officeCode: string;
  @Column(code(10)) purpose: 'leader' | 'agency';
  /** DER, base64: the signer's certificate, then its issuers up to the root. */
  @Column(data) certificates: string[];
  /** Id of the key inside the token (CKA_ID, hex). */
  @Column(code(100)) keyId: string;
  /** Why it cannot be used now: a problem code; null when it can. */
  @Column(codeOrNone(60)) trouble: string | null;
  @Column({ ...count, nullable: true }) pinTriesLeft: number | null;
  /** What the token itself says of its PIN, whatever we counted; null where it was not seen. */
  @Column(codeOrNone(10)) pinState: 'fine' | 'low' | 'final' | 'locked' | null;
  /** When an administrator said that its issuer has unlocked it; null once PINs reach it again. */
  @Column(instantOrNone) unlockedAt: Date | null;
  @Column(instant) seenAt: Date;
}
