import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { code, count, data, flag, hash, id, idOrNone, instant, instantOrNone } from '../columns';
import { Dossier } from './dossier';
import { Office } from './people';

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

/** The picture of a person's handwritten signature [L-08], or of an office's seal. */
@Entity('mark_picture')
export class MarkPicture {
  /** The person's or the office's id. */
  @PrimaryColumn(id) ownerId: string;
  @PrimaryColumn(code(10)) kind: 'signature' | 'seal';
  /** Of the picture as unpacked and packed anew; the bytes as received are kept too. */
  @Column(hash) sha256: string;
  @Column(hash) receivedSha256: string;
  @Column(count) width: number;
  @Column(count) height: number;
  @Column(id) setBy: string;
  @Column(instant) setAt: Date;
}

/** Where an office wants signature and seal on its attestation page; absent = as policy has it. */
@Entity('mark_places')
export class MarkPlaces {
  @ForeignKey(() => Office, { name: 'FK_mark_places_office' })
  @PrimaryColumn(id)
  officeId: string;
  /** Millimetres from the upper left corner of the page to that of the mark. */
  @Column(data) places: Record<'signature' | 'seal', { x: number; y: number }>;
  @Column(id) setBy: string;
  @Column(instant) setAt: Date;
}
