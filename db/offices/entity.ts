import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { OfficeKind } from '../../domain/offices';
import { code, exactText, id, idOrNone, text } from '../columns';

/** An office of the tree (đơn vị): one that certifies copies, or one above or beside such. */
@Entity('office')
@Index('IDX_office_code', ['code'], { unique: true })
@Index('IDX_office_path', ['path'])
@Index('IDX_office_parent_name', ['parentId', 'nameFolded'])
@Index('IDX_office_acting', ['actingId'])
export class Office {
  @PrimaryColumn(id) id: string;
  /** Mã định danh, `NNN.NN.NN.Hxx` [AD-23]. */
  @Column(code(40)) code: string;
  @Column(text(200)) name: string;
  /** The name as it is searched for; see `soughtAs`. */
  @Column(exactText(200)) nameFolded: string;
  @Column(code(20)) kind: OfficeKind;
  /** Null for the root. */
  @Column(idOrNone) parentId: string | null;
  /** Ids from the root to itself, joined by `/`: a branch is what begins with its path. */
  @Column(code(400)) path: string;
  /** What papers print above its name. */
  @Column(text(200)) parentName: string;
  /** ISO days at UTC+7: the first on which it stands, and the first on which it no longer does. */
  @Column({ ...code(10), type: 'char' }) validFrom: string;
  @Column({ ...code(10), type: 'char', nullable: true }) validTo: string | null;
  /** The office that took its place. */
  @Column(idOrNone) successorId: string | null;
  /** Whose people act for it: its own while it stands, then those of the last successor. */
  @Column(id) actingId: string;
  @Column(code(80)) policyId: string;
  @Column(code(80)) calendarId: string;
  /** First part of its dossier codes, e.g. `G22.99` [A10]. */
  @Column(code(20)) codePrefix: string;
}
