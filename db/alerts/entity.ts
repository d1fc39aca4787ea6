import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { AlertKind } from '../../domain/alert-rules';
import { code, count, exactText, flag, id, idOrNone, instant, instantOrNone } from '../columns';
import { Office } from '../offices/entity';

/** What an office's supervisors are alerted of, and how; without a row it is as `usualRule` says. */
@Entity('alert_rule')
export class AlertRuleRow {
  @ForeignKey(() => Office, { name: 'FK_alert_rule_office' })
  @PrimaryColumn(id)
  officeId: string;
  @PrimaryColumn(code(20)) kind: AlertKind;
  @Column(flag) isOn: boolean;
  @Column({ ...count, nullable: true }) threshold: number | null;
  @Column(flag) onPage: boolean;
  @Column(flag) byMail: boolean;
  @Column(flag) byWebhook: boolean;
  @Column(id) changedBy: string;
  @Column(instant) changedAt: Date;
}

/** That something stood as a rule says: told once, until it stands so no more. */
@Entity('alert')
@Index('IDX_alert_office_cleared', ['officeId', 'clearedAt'])
@Index('IDX_alert_cleared', ['clearedAt'])
@Index('IDX_alert_mail', ['toMail', 'mailedAt'])
export class Alert {
  @PrimaryColumn(id) id: string;
  @ForeignKey(() => Office, { name: 'FK_alert_office' })
  @Column(id)
  officeId: string;
  @Column(code(20)) kind: AlertKind;
  /** A dossier's round of a step, a step, or a token's label; nothing of a person. */
  @Column(exactText(120)) subject: string;
  @Column(idOrNone) dossierId: string | null;
  /** Percent, dossiers or days, when it was raised. */
  @Column({ ...count, nullable: true }) value: number | null;
  @Column(instant) raisedAt: Date;
  @Column(instantOrNone) clearedAt: Date | null;
  /** To stand in the next digest. */
  @Column(flag) toMail: boolean;
  @Column(instantOrNone) mailedAt: Date | null;
}
