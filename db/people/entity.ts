import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Right } from '../../domain/process';
import { code, codeOrNone, exactText, flag, id, text, textOrNone } from '../columns';
import { Office } from '../offices/entity';

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
