import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { count, exactText, hash, id, instant, text, textOrNone } from '../columns';
import { Dossier } from '../dossiers/entity';

/** "Sổ chứng thực": one kind per office and procedure; its row is the counter's lock. */
@Entity('book')
@Index('IDX_book_office_year_name', ['officeId', 'year', 'name'], { unique: true })
export class Book {
  @PrimaryColumn(id) id: string;
  @Column(id) officeId: string;
  @Column(count) year: number;
  /** Ends with /ĐT to tell it from the paper book [S-04]. */
  @Column(exactText(100)) name: string;
  @Column(count) startNumber: number;
  /** Last number issued; startNumber − 1 while empty. */
  @Column(count) lastNumber: number;
  /** Hash of the last entry: what the next one chains to. */
  @Column(hash) headHash: string;
  @Column({ type: 'date' }) openedOn: string;
  @Column({ type: 'date' }) closedOn: string;
}

/** One line of the register, with its eight columns (TT 01/2020/TT-BTP) and its link in the chain. */
@Entity('register_entry')
@Index('IDX_register_entry_dossier', ['dossierId'], { unique: true })
export class RegisterEntry {
  @ForeignKey(() => Book, { name: 'FK_register_entry_book' })
  @PrimaryColumn(id)
  bookId: string;
  @PrimaryColumn(count) number: number;
  /** As printed: `001/ĐT`. */
  @Column(exactText(40)) numberText: string;
  @ForeignKey(() => Dossier, { name: 'FK_register_entry_dossier' })
  @Column(id)
  dossierId: string;
  @Column({ type: 'date' }) certifiedOn: string;
  @Column(text(200)) requesterName: string;
  @Column(text(200)) documentName: string;
  @Column(text(200)) signerName: string;
  @Column(text(200)) signerTitle: string;
  @Column(count) copies: number;
  /** Integer đồng. */
  @Column(count) fee: number;
  @Column(text(500)) note: string;
  @Column(instant) recordedAt: Date;
  @Column(hash) previousHash: string;
  @Column(hash) hash: string;
}

/**
 * A number whose dossier died, or whose copy was revoked: kept, never reused, with the reason.
 * Append-only beside the entry.
 */
@Entity('register_void')
export class RegisterVoid {
  @PrimaryColumn(id) bookId: string;
  @PrimaryColumn(count) number: number;
  @Column(text(500)) reason: string;
  @Column(instant) at: Date;
  /** The decision that took a certified copy's legal value away (TT 01/2020 Đ7); none for a dead dossier. */
  @Column(textOrNone(200)) decision: string | null;
}
