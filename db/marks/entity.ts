import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { code, count, data, hash, id, instant } from '../columns';
import { Office } from '../offices/entity';

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
