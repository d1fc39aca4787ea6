import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { code, count, flag, hash, id, idOrNone, instantOrNone } from '../columns';
import { Dossier } from '../dossiers/entity';

/** What is known of a dossier's scan beyond its hashes. */
@Entity('taken_scan')
export class TakenScan {
  @ForeignKey(() => Dossier, { name: 'FK_taken_scan_dossier' })
  @PrimaryColumn(id)
  dossierId: string;
  /** Nothing of what PDF/A-2 forbids is on its pages. */
  @Column(flag) archivable: boolean;
  /** Who compared a scan that the requester brought with the original, and when [T-09]. */
  @Column(idOrNone) comparedBy: string | null;
  @Column(instantOrNone) comparedAt: Date | null;
}

/** A file of a scan as it was handed over; its bytes are kept under their hash. */
@Entity('received_file')
@Index('IDX_received_file_sha256', ['sha256'])
export class ReceivedFile {
  @ForeignKey(() => Dossier, { name: 'FK_received_file_dossier' })
  @PrimaryColumn(id)
  dossierId: string;
  /** From 1, in the order of the pages. */
  @PrimaryColumn(count) position: number;
  @Column(hash) sha256: string;
  @Column(count) bytes: number;
  @Column(code(10)) kind: 'pdf' | 'jpeg' | 'png' | 'tiff';
  /** Degrees clockwise that the officer turned it by. */
  @Column(count) turn: number;
}
