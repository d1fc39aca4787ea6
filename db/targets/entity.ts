import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { code, count, id, instant, textOrNone } from '../columns';
import { Office } from '../offices/entity';

/**
 * A number of certified copies that an office is to reach in a period ("chỉ tiêu"). Another number is another row:
 * the newest holds, the others are its history.
 */
@Entity('target')
@Index('IDX_target_office_period', ['officeId', 'period', 'setAt'])
export class Target {
  @PrimaryColumn(id) id: string;
  @ForeignKey(() => Office, { name: 'FK_target_office' })
  @Column(id)
  officeId: string;
  /** Which office allotted it: one above, or the office itself. */
  @Column(id) fromOfficeId: string;
  /** `2026`, `2026-Q4` or `2026-11`. */
  @Column(code(7)) period: string;
  @Column(count) number: number;
  /** Number of the document that set it. */
  @Column(textOrNone(200)) basis: string | null;
  @Column(id) setBy: string;
  @Column(instant) setAt: Date;
}
