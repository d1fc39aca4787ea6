import { Column, Entity, PrimaryColumn } from 'typeorm';
import { hash, instant } from '../columns';

/** Content that was dropped and is still to be removed from the storage; then the row is removed too. */
@Entity('dropped_content')
export class DroppedContent {
  @PrimaryColumn(hash) hash: string;
  @Column(instant) droppedAt: Date;
}
