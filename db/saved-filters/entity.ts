import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { code, flag, id, instant, text } from '../columns';
import { Office } from '../offices/entity';
import { personalWords } from '../personal/personal-column';

/** Conditions of a work list under a name, for oneself or for the office. */
@Entity('saved_filter')
@Index('IDX_saved_filter_office', ['officeId'])
export class SavedFilter {
  @PrimaryColumn(id) id: string;
  @ForeignKey(() => Office, { name: 'FK_saved_filter_office' })
  @Column(id)
  officeId: string;
  @Column(id) personId: string;
  @Column(text(100)) name: string;
  /** The whole office sees it. */
  @Column(flag) shared: boolean;
  @Column(code(10)) list: string;
  /** The query of the page's address, which may name a requester. */
  @Column(personalWords) conditions: string;
  @Column(instant) savedAt: Date;
}
