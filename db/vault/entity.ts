import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { code, count, hash, id, idOrNone, instant, instantOrNone, text } from '../columns';
import { Dossier } from '../dossiers/entity';

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
