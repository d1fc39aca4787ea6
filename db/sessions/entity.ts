import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { code, id, instant } from '../columns';
import { Person } from '../people/entity';

/** A signed-in browser; only the hash of its cookie is kept. */
@Entity('session')
export class Session {
  @PrimaryColumn(code(64)) tokenHash: string;
  @ForeignKey(() => Person, { name: 'FK_session_person' })
  @Column(id)
  personId: string;
  @Column(code(64)) csrfToken: string;
  @Column(instant) createdAt: Date;
  @Column(instant) expiresAt: Date;
}
