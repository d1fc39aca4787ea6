import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { code, exact, flag, human, id, idOrNone, instant, instantOrNone } from '../columns';

/** A version of a policy or calendar as it was when a dossier could pin it: kept for ever. */
@Entity('rule_version')
@Index('IDX_rule_version_kind_rule_recorded', ['kind', 'ruleId', 'recordedAt'])
export class RuleVersionRecord {
  @PrimaryColumn(code(10)) kind: 'policy' | 'calendar';
  /** Hash of the content. */
  @PrimaryColumn(code(80)) version: string;
  @Column(code(80)) ruleId: string;
  @Column({ ...exact, type: 'mediumtext' }) content: string;
  @Column(instant) recordedAt: Date;
}

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
  /** Its text where a person changed it, and for ever once it was issued; else composed when read. */
  @Column({ ...human, type: 'text', nullable: true }) body: string | null;
  @Column(idOrNone) editedBy: string | null;
  /** When a person printed or sent it, and who. */
  @Column(instantOrNone) issuedAt: Date | null;
  @Column(idOrNone) issuedBy: string | null;
}

/** A clock that stands still by one of its policy's pause rules; most policies have none. */
@Entity('pause')
@Index('IDX_pause_dossier_started', ['dossierId', 'startedAt'])
export class Pause {
  @PrimaryColumn(id) id: string;
  @Column(id) dossierId: string;
  /** Id of the policy's ground, which carries the citation. */
  @Column(code(40)) ground: string;
  /** Whether the legal clock stands too, or the step's alone. */
  @Column(flag) stopsLegal: boolean;
  @Column(idOrNone) remarkId: string | null;
  @Column(id) startedBy: string;
  @Column(instant) startedAt: Date;
  @Column(idOrNone) endedBy: string | null;
  @Column(instantOrNone) endedAt: Date | null;
}
