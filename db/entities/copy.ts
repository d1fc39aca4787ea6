import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { code, count, hash, id, idOrNone, instant, instantOrNone, text } from '../columns';
import { Dossier } from './dossier';

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
  /** Until when its newest document time stamp proves anything; null while nobody has looked. */
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

/** A way to a copy that its citizen, or staff, gave to another system: for a time, and only by its secret. */
@Entity('vault_reference')
@Index('IDX_vault_reference_token', ['tokenHash'], { unique: true })
@Index('IDX_vault_reference_dossier', ['dossierId', 'createdAt'])
export class VaultReference {
  @PrimaryColumn(id) id: string;
  /** SHA-256 of the reference; the reference itself is told once and not kept. */
  @Column(hash) tokenHash: string;
  @ForeignKey(() => Dossier, { name: 'FK_vault_reference_dossier' })
  @Column(id)
  dossierId: string;
  @Column(id) createdBy: string;
  /** What its maker calls it: for whom, for what. */
  @Column(text(100)) label: string;
  @Column(instant) createdAt: Date;
  @Column(instant) expiresAt: Date;
  @Column(instantOrNone) revokedAt: Date | null;
  @Column(count) uses: number;
  @Column(instantOrNone) lastUsedAt: Date | null;
}

/** A program's key: `Authorization: Bearer`. Only the hash of its secret is kept. */
@Entity('api_key')
@Index('IDX_api_key_secret', ['secretHash'], { unique: true })
export class ApiKey {
  @PrimaryColumn(id) id: string;
  @Column(hash) secretHash: string;
  /** The program that holds it. */
  @Column(text(100)) name: string;
  /** What it may do, parted by spaces: `vault:read`. */
  @Column(code(200)) scopes: string;
  /** The one office whose matters it may see; null: every office. */
  @Column(idOrNone) officeId: string | null;
  @Column(instant) createdAt: Date;
  @Column(instant) expiresAt: Date;
  @Column(instantOrNone) revokedAt: Date | null;
  @Column(instantOrNone) lastUsedAt: Date | null;
}
