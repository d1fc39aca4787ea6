import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { CorrectableField } from '../../domain/register-corrections';
import {
  bigCount,
  code,
  codeOrNone,
  count,
  exactText,
  hash,
  hashOrNone,
  id,
  idOrNone,
  instant,
  instantOrNone,
  text,
  textOrNone,
} from '../columns';
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
  /** Leaves in the book's log: its entries and what was written beside them. */
  @Column(count) logSize: number;
  @Column({ type: 'date' }) openedOn: string;
  @Column({ type: 'date' }) closedOn: string;
  /** When its signer confirmed its totals: from then on it gives no number (NĐ 23/2015 Đ13.1). */
  @Column(instantOrNone) yearClosedAt: Date | null;
}

/** One line of the register, with its eight columns (TT 01/2020/TT-BTP). Append-only. */
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
  /** Random: who knows an entry's columns, or guesses them, finds nothing in the public log without it. */
  @Column(hash) salt: string;
  /** What binds the columns, salted; stands in the entry's leaf. */
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

/** What is right in place of a column of an entry, which stays as it was written. Append-only beside the entry. */
@Entity('register_correction')
export class RegisterCorrection {
  @PrimaryColumn(id) bookId: string;
  @PrimaryColumn(count) number: number;
  /** From 1, of this entry; of one column the last counts. */
  @PrimaryColumn(count) ordinal: number;
  @Column(code(20)) field: CorrectableField;
  @Column(text(500)) value: string;
  @Column(text(500)) reason: string;
  @Column(id) correctedBy: string;
  @Column(instant) at: Date;
}

/** What a book held when its signer closed it: the totals that were confirmed (NĐ 23/2015 Đ13.1). Append-only. */
@Entity('register_closing')
export class RegisterClosing {
  @PrimaryColumn(id) bookId: string;
  @Column(id) officeId: string;
  @Column(count) numbers: number;
  @Column(count) voids: number;
  @Column(count) corrections: number;
  @Column(count) copies: number;
  /** Of the originals. */
  @Column(count) pages: number;
  /** Integer đồng. */
  @Column(bigCount) fee: number;
  /** As printed; empty where the book gave no number. */
  @Column(exactText(40)) firstText: string;
  @Column(exactText(40)) lastText: string;
  /** What binds the totals, who confirmed them and when; stands in the closing leaf. */
  @Column(hash) hash: string;
  @Column(id) closedBy: string;
  @Column(instant) at: Date;
  /** The statement to be signed by hand. */
  @Column(id) paperId: string;
}

/** A book, or a year's books merged into one, that somebody wants as a workbook; and what came of it. */
@Entity('book_export')
@Index('IDX_book_export_office_asked', ['officeId', 'askedAt'])
export class BookExport {
  @PrimaryColumn(id) id: string;
  @Column(id) officeId: string;
  @Column(count) year: number;
  /** Null: all books of the year, in the order of their numbers (NĐ 23/2015 Đ13.3). */
  @Column(idOrNone) bookId: string | null;
  @Column(id) askedBy: string;
  @Column(instant) askedAt: Date;
  /** Lines there were when it was asked for. */
  @Column(count) total: number;
  /** Lines written so far. */
  @Column(count) progress: number;
  @Column(instantOrNone) cancelledAt: Date | null;
  @Column(instantOrNone) doneAt: Date | null;
  /** Problem code, where it could not be made. */
  @Column(codeOrNone(60)) failure: string | null;
  @Column(hashOrNone) workbookHash: string | null;
  @Column({ ...count, nullable: true }) bytes: number | null;
}

/** One leaf of a book's public log (RFC 9162): nothing of a person. Append-only. */
@Entity('register_leaf')
@Index('IDX_register_leaf_number', ['bookId', 'number'])
export class RegisterLeaf {
  @ForeignKey(() => Book, { name: 'FK_register_leaf_book' })
  @PrimaryColumn(id)
  bookId: string;
  /** From 0, without a gap. */
  @PrimaryColumn(count) position: number;
  /** The register number that it is about; null where it is about the book. */
  @Column({ ...count, nullable: true }) number: number | null;
  /** The bytes that are hashed. */
  @Column(exactText(500)) leaf: string;
  @Column(hash) hash: string;
}

/** The root of 256^level leaves: a proof among millions reads a few of these. Append-only. */
@Entity('register_node')
export class RegisterNode {
  @PrimaryColumn(id) bookId: string;
  /** 1 and above; the hashes of level 0 stand with the leaves. */
  @PrimaryColumn(count) level: number;
  @PrimaryColumn(count) position: number;
  @Column(hash) hash: string;
}

/** What was signed and shown of a book's log (C2SP tlog-checkpoint). Append-only. */
@Entity('register_checkpoint')
export class RegisterCheckpoint {
  @PrimaryColumn(id) bookId: string;
  @PrimaryColumn(count) size: number;
  /** The signed note, with our own signature alone. */
  @Column(exactText(1000)) note: string;
  /** Ed25519, 32 bytes in hex: whose signature it is. */
  @Column(hash) publicKey: string;
  @Column(instant) signedAt: Date;
}

/** That a witness saw a checkpoint follow the one it saw before (C2SP tlog-cosignature). Append-only. */
@Entity('register_cosignature')
export class RegisterCosignature {
  @PrimaryColumn(id) bookId: string;
  @PrimaryColumn(count) size: number;
  /** Name of the witness's key. */
  @PrimaryColumn(code(100)) witness: string;
  /** The line under the note. */
  @Column(exactText(500)) line: string;
  @Column(instant) receivedAt: Date;
}
