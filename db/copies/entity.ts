import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { CheckWay } from '../../domain/copy-checks';
import { code, count, hash, id, instant, instantOrNone } from '../columns';
import { Dossier } from '../dossiers/entity';

/** One form of a finished copy: as delivered, then each renewal of its archive time stamp. All are kept. */
@Entity('copy_version')
@Index('IDX_copy_version_dossier', ['dossierId', 'version'], { unique: true })
@Index('IDX_copy_version_stamp_ends', ['isNewest', 'stampEndsAt'])
export class CopyVersion {
  /** SHA-256 of the file. */
  @PrimaryColumn(hash) hash: string;
  @ForeignKey(() => Dossier, { name: 'FK_copy_version_dossier' })
  @Column(id)
  dossierId: string;
  /** From 1, as it was delivered. */
  @Column(count) version: number;
  @Column({ type: 'boolean' }) isNewest: boolean;
  /** The end of its newest document time stamp; null while it is not known. */
  @Column(instantOrNone) stampEndsAt: Date | null;
  @Column(instant) recordedAt: Date;
}

/** A way to a copy that was too large to be mailed: for a time, and only by its secret. */
@Entity('copy_link')
@Index('IDX_copy_link_expires', ['expiresAt'])
export class CopyLink {
  /** SHA-256 of the secret; the secret itself stands in the mail and is not kept. */
  @PrimaryColumn(hash) tokenHash: string;
  @ForeignKey(() => Dossier, { name: 'FK_copy_link_dossier' })
  @Column(id)
  dossierId: string;
  @Column(instant) createdAt: Date;
  @Column(instant) expiresAt: Date;
}

/** How often a copy was checked on a day, in one way and at one place. Who checked is not kept. */
@Entity('copy_check')
@Index('IDX_copy_check_last', ['lastAt'])
export class CopyCheck {
  @ForeignKey(() => Dossier, { name: 'FK_copy_check_dossier' })
  @PrimaryColumn(id)
  dossierId: string;
  /** ISO day at UTC+7. */
  @PrimaryColumn({ ...code(10), type: 'char' })
  day: string;
  @PrimaryColumn(code(10)) way: CheckWay;
  /** Id of the office whose people were signed in; empty: the page that is open to all. */
  @PrimaryColumn(code(36)) place: string;
  @Column(count) times: number;
  @Column(instant) lastAt: Date;
}
