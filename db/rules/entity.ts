import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { code, exact, instant } from '../columns';

/** A version of a policy or calendar that dossiers may have pinned; never removed. */
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
