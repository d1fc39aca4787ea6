import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type {
  CorrectionKind,
  CorrectionOutcome,
  CorrectionState,
} from '../../domain/correction-requests';
import { code, codeOrNone, count, id, idOrNone, instant, instantOrNone } from '../columns';
import { Dossier } from '../dossiers/entity';
import { personalWords } from '../personal/personal-column';

/** What a citizen asks to be put right of a delivered copy. */
@Entity('correction_request')
@Index('IDX_correction_request_office', ['officeId', 'state', 'dueAt'])
@Index('IDX_correction_request_dossier', ['dossierId', 'askedAt'])
@Index('IDX_correction_request_person', ['personId', 'askedAt'])
export class CorrectionRequest {
  @PrimaryColumn(id) id: string;
  @ForeignKey(() => Dossier, { name: 'FK_correction_request_dossier' })
  @Column(id)
  dossierId: string;
  /** Of the dossier. */
  @Column(id) officeId: string;
  @Column(id) personId: string;
  @Column(code(20)) kind: CorrectionKind;
  /** The citizen's sentence. */
  @Column(personalWords) words: string;
  @Column(code(10)) state: CorrectionState;
  @Column(instant) askedAt: Date;
  @Column(instant) dueAt: Date;
  /** How many of its alarms have sounded: 1 near its end, 2 past it. */
  @Column(count) alarms: number;
  /** Of one that was accepted. */
  @Column(codeOrNone(20)) outcome: CorrectionOutcome | null;
  /** The officer's sentence. */
  @Column({ ...personalWords, nullable: true }) answer: string | null;
  @Column(idOrNone) answeredBy: string | null;
  @Column(instantOrNone) endedAt: Date | null;
}
