import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Step } from '../../domain/process';
import { code, id, idOrNone, instant } from '../columns';
import { Dossier } from '../dossiers/entity';

/** Who holds a step of a dossier; kept when the step ends, so that a dossier that comes back comes back to them. */
@Entity('assignment')
@Index('IDX_assignment_person', ['personId'])
export class Assignment {
  @ForeignKey(() => Dossier, { name: 'FK_assignment_dossier' })
  @PrimaryColumn(id)
  dossierId: string;
  @PrimaryColumn(code(10)) step: Step;
  /** Null: given back, and anybody's. */
  @Column(idOrNone) personId: string | null;
  @Column(id) assignedBy: string;
  @Column(instant) at: Date;
}
