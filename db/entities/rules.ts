import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { id, instant, instantOrNone, text } from '../columns';

/** A version of a policy or calendar as it was when a dossier could pin it: kept for ever. */
@Entity('rule_version')
@Index('IDX_rule_version_kind_rule_recorded', ['kind', 'ruleId', 'recordedAt'])
export class RuleVersionRecord {
  @PrimaryColumn(text(10)) kind: 'policy' | 'calendar';
  /** Hash of the content. */
  @PrimaryColumn(text(80)) version: string;
  @Column(text(80)) ruleId: string;
  @Column({ type: 'mediumtext' }) content: string;
  @Column(instant) recordedAt: Date;
}

/** A paper that a dossier's clock calls for, drafted by Sao Y and issued by a person. */
@Entity('letter')
@Index('IDX_letter_office_issued', ['officeId', 'issuedAt'])
export class Letter {
  @PrimaryColumn(id) dossierId: string;
  /** `slip`: phiếu hẹn (TT 01/2020 Đ2.1); `apology`: văn bản xin lỗi (TT 03/2025, mẫu 04). */
  @PrimaryColumn(text(10)) kind: 'slip' | 'apology';
  /** The due instant it speaks of: another due is another letter. */
  @PrimaryColumn(instant) due: Date;
  @Column(id) officeId: string;
  /** The due that it replaces, if any. */
  @Column(instantOrNone) previousDue: Date | null;
  @Column({ type: 'text' }) reason: string;
  @Column(instant) draftedAt: Date;
  /** When a person printed or sent it. */
  @Column(instantOrNone) issuedAt: Date | null;
}
