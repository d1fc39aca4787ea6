import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { ProblemParams } from '../../domain/problem';
import { code, codeOrNone, count, data, id, instant, instantOrNone } from '../columns';
import { Dossier } from '../dossiers/entity';

/** Many dossiers signed or sealed together with one PIN; each item has its own outcome. */
@Entity('batch')
@Index('IDX_batch_actor_created', ['actorId', 'createdAt'])
export class Batch {
  @PrimaryColumn(id) id: string;
  @Column(id) officeId: string;
  @Column(id) actorId: string;
  @Column(code(10)) action: 'sign' | 'seal';
  @Column(instant) createdAt: Date;
  @Column(instantOrNone) endedAt: Date | null;
}

@Entity('batch_item')
@Index('IDX_batch_item_batch_dossier', ['batchId', 'dossierId'], { unique: true })
export class BatchItem {
  @ForeignKey(() => Batch, { name: 'FK_batch_item_batch' })
  @PrimaryColumn(id)
  batchId: string;
  /** From 0, in the order of the person's list. */
  @PrimaryColumn(count) position: number;
  @ForeignKey(() => Dossier, { name: 'FK_batch_item_dossier' })
  @Column(id)
  dossierId: string;
  /** Input of the dossier's workflow: ids, nothing personal. Null where the item was refused at once. */
  @Column({ ...data, nullable: true }) asked: Record<string, string | null> | null;
  /** `done`, or the code of what stood in the way; none while it waits or runs. */
  @Column(codeOrNone(60)) outcome: string | null;
  @Column({ ...data, nullable: true }) params: ProblemParams | null;
  @Column(instantOrNone) endedAt: Date | null;
}
