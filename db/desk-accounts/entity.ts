import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { code, hash, id, instant, instantOrNone } from '../columns';
import { Office } from '../offices/entity';
import { Person } from '../people/entity';
import { personalWords } from '../personal/personal-column';

/** How a citizen's account came to be at a one-stop desk [O-02, O-05]. */
@Entity('desk_account')
@Index('IDX_desk_account_maker', ['madeBy', 'madeAt'])
@Index('IDX_desk_account_scan', ['scanHash'])
@Index('IDX_desk_account_dropped_made', ['scanDroppedAt', 'madeAt'])
export class DeskAccount {
  @ForeignKey(() => Person, { name: 'FK_desk_account_person' })
  @PrimaryColumn(id)
  personId: string;
  @ForeignKey(() => Office, { name: 'FK_desk_account_office' })
  @Column(id)
  officeId: string;
  @Column(id) madeBy: string;
  @Column(instant) madeAt: Date;
  /** `YYYY-MM-DD`. */
  @Column(personalWords) bornOn: string;
  /** Of the scan of the identity paper. */
  @Column(hash) scanHash: string;
  @Column(code(10)) scanKind: 'pdf' | 'doc' | 'docx';
  /** When it was let go; its hash stays. */
  @Column(instantOrNone) scanDroppedAt: Date | null;
  /** From which the first password is computed. */
  @Column(id) secretId: string;
}
