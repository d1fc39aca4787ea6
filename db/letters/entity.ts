import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { code, human, id, idOrNone, instant, instantOrNone } from '../columns';

/** A paper that a dossier's clock calls for, drafted by Sao Y and issued by a person. */
@Entity('letter')
@Index('IDX_letter_office_issued', ['officeId', 'issuedAt'])
export class Letter {
  @PrimaryColumn(id) dossierId: string;
  /** `slip`: phiếu hẹn (TT 01/2020 Đ2.1); `apology`: văn bản xin lỗi (TT 03/2025, mẫu 04). */
  @PrimaryColumn(code(10)) kind: 'slip' | 'apology';
  /** The due instant it speaks of: another due is another letter. */
  @PrimaryColumn(instant) due: Date;
  /** What addresses it; the three above say what it is. */
  @Index('IDX_letter_id', { unique: true })
  @Column(id)
  id: string;
  @Column(id) officeId: string;
  /** The due that it replaces, if any. */
  @Column(instantOrNone) previousDue: Date | null;
  @Column({ ...human, type: 'text' }) reason: string;
  @Column(instant) draftedAt: Date;
  /** Its text where a person changed it or it was issued; else it is composed when read. */
  @Column({ ...human, type: 'text', nullable: true }) body: string | null;
  @Column(idOrNone) editedBy: string | null;
  /** When a person printed or sent it, and who. */
  @Column(instantOrNone) issuedAt: Date | null;
  @Column(idOrNone) issuedBy: string | null;
}
