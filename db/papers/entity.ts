import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PaperKind } from '../../domain/papers';
import { code, count, exactText, hash, id, idOrNone, instant } from '../columns';
import { personalWords } from '../personal/personal-column';

/** The last number of a kind of paper in an office and year; its row is the counter's lock. */
@Entity('paper_counter')
export class PaperCounter {
  @PrimaryColumn(id) officeId: string;
  @PrimaryColumn(code(20)) kind: PaperKind;
  @PrimaryColumn(count) year: number;
  @Column(count) lastNumber: number;
}

/** A paper that was issued: its words stay as they were, and a later print shows them again. */
@Entity('paper')
@Index('IDX_paper_number', ['officeId', 'kind', 'year', 'number'], { unique: true })
@Index('IDX_paper_content', ['officeId', 'kind', 'contentHash'], { unique: true })
@Index('IDX_paper_dossier', ['dossierId'])
@Index('IDX_paper_visit', ['visitId'])
@Index('IDX_paper_letter', ['letterId'])
export class Paper {
  @PrimaryColumn(id) id: string;
  @Column(id) officeId: string;
  @Column(code(20)) kind: PaperKind;
  /** At UTC+7. */
  @Column(count) year: number;
  @Column(count) number: number;
  /** As printed: `12/2026/TNHS`. */
  @Column(exactText(40)) numberText: string;
  /** What it is about: a whole visit, one dossier, or neither. */
  @Column(idOrNone) visitId: string | null;
  @Column(idOrNone) dossierId: string | null;
  @Column(idOrNone) letterId: string | null;
  /** Id of its form with the day from which that is in force. */
  @Column(code(80)) form: string;
  /** The paper's content as JSON; names stand in it. */
  @Column(personalWords) words: string;
  /** SHA-256 of what it says without number, day and who issued it: the same paper is issued once. */
  @Column(hash) contentHash: string;
  @Column(instant) issuedAt: Date;
  @Column(id) issuedBy: string;
}

/** That somebody printed a paper; from the second on it says so on its face. */
@Entity('paper_print')
export class PaperPrint {
  @ForeignKey(() => Paper, { name: 'FK_paper_print_paper' })
  @PrimaryColumn(id)
  paperId: string;
  @PrimaryColumn(count) ordinal: number;
  @Column(instant) printedAt: Date;
  @Column(id) printedBy: string;
}
