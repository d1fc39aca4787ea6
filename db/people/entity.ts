import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PersonState } from '../../domain/people';
import type { Right } from '../../domain/process';
import {
  code,
  exactText,
  flag,
  id,
  idOrNone,
  instant,
  instantOrNone,
  text,
  textOrNone,
} from '../columns';
import { Office } from '../offices/entity';
import { personal, personalOrNone } from '../personal/personal-column';
import { readRights } from '../read-rights';

/** Anyone who can sign in: staff by their user name, citizens by their identifier. */
@Entity('person')
@Index('IDX_person_username', ['username'], { unique: true })
@Index('IDX_person_identifier', ['identifier'], { unique: true })
@Index('IDX_person_phone', ['phone'])
export class Person {
  @PrimaryColumn(id) id: string;
  @Column(code(10)) kind: 'staff' | 'citizen';
  @Column(personal('username', 400)) username: string;
  @Column(code(200)) passwordHash: string;
  /** Somebody else knows the password: nothing else is done before it is changed. */
  @Column(flag) mustChangePassword: boolean;
  @Column(text(200)) fullName: string;
  /** The name as it is searched for; see `soughtAs`. */
  @Column(exactText(200)) nameFolded: string;
  @Column(textOrNone(200)) title: string | null;
  @Column(personalOrNone('email', 200)) email: string | null;
  @Column(personalOrNone('phone', 20)) phone: string | null;
  /** CMND (9), CCCD (12) or MST (10 or 13 digits). */
  @Column(personalOrNone('identifier', 13)) identifier: string | null;
  /** Only who is `active` signs in. */
  @Column(code(10)) state: PersonState;
}

/** That a person belongs to an office [AD-13]; what they may do there is a right. */
@Entity('membership')
@Index('IDX_membership_office', ['officeId'])
export class Membership {
  @ForeignKey(() => Person, { name: 'FK_membership_person' })
  @PrimaryColumn(id)
  personId: string;
  @ForeignKey(() => Office, { name: 'FK_membership_office' })
  @PrimaryColumn(id)
  officeId: string;
  @Column(instant) since: Date;
  @Column(instantOrNone) endedAt: Date | null;
}

/** Rights as one column, their names separated by blanks. */
const rightList = {
  ...code(60),
  transformer: {
    to: (list: readonly Right[]) => list.join(' '),
    from: readRights,
  },
} as const;

/** A right of a person in an office. It is never deleted: to end it is to say until when it holds. */
@Entity('office_right')
@Index('IDX_office_right_person', ['personId'])
@Index('IDX_office_right_office_held', ['officeId', 'right'])
export class OfficeRight {
  @PrimaryColumn(id) id: string;
  @ForeignKey(() => Person, { name: 'FK_office_right_person' })
  @Column(id)
  personId: string;
  @ForeignKey(() => Office, { name: 'FK_office_right_office' })
  @Column(id)
  officeId: string;
  /** "right" is a reserved word of SQL. */
  @Column({ ...code(20), name: 'held' }) right: Right;
  /** What an administrator may give to others in the branch; empty for other rights. */
  @Column(rightList) passesOn: Right[];
  /** In force from then on, and before this instant; null: without end. */
  @Column(instant) fromAt: Date;
  @Column(instantOrNone) untilAt: Date | null;
  /** The document by which a signer acts for another (NĐ 280/2025/NĐ-CP): its number and day. */
  @Column(textOrNone(100)) basisNumber: string | null;
  @Column({ ...code(10), type: 'char', nullable: true }) basisDay: string | null;
  /** Null for the first administrator, whom `saoy setup` makes. */
  @Column(idOrNone) grantedBy: string | null;
  @Column(instant) grantedAt: Date;
  @Column(idOrNone) endedBy: string | null;
}
