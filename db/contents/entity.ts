import { Column, Entity, PrimaryColumn } from 'typeorm';
import { hash, instant } from '../columns';

/** Content that was let go and is still to be removed from the storage; its row goes with it. */
@Entity('dropped_content')
export class DroppedContent {
  @PrimaryColumn(hash) hash: string;
  @Column(instant) droppedAt: Date;
}
