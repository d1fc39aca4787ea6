import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = 'ENGINE=InnoDB DEFAULT CHARSET=ascii COLLATE=ascii_bin';

/** Rules by which supervisors are alerted, and what was told by them. Safe to run again after it died half way. */
export class AlertRules1764291200000 implements MigrationInterface {
  readonly name = 'AlertRules1764291200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS alert_rule (
        officeId char(36) NOT NULL,
        kind varchar(20) NOT NULL,
        isOn tinyint NOT NULL,
        threshold int UNSIGNED NULL,
        onPage tinyint NOT NULL,
        byMail tinyint NOT NULL,
        byWebhook tinyint NOT NULL,
        changedBy char(36) NOT NULL,
        changedAt datetime(3) NOT NULL,
        PRIMARY KEY (officeId, kind),
        CONSTRAINT FK_alert_rule_office FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION
      ) ${table}`,
    );
    await runner.query(
      `CREATE TABLE IF NOT EXISTS alert (
        id char(36) NOT NULL,
        officeId char(36) NOT NULL,
        kind varchar(20) NOT NULL,
        subject varchar(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
        dossierId char(36) NULL,
        value int UNSIGNED NULL,
        raisedAt datetime(3) NOT NULL,
        clearedAt datetime(3) NULL,
        toMail tinyint NOT NULL,
        mailedAt datetime(3) NULL,
        PRIMARY KEY (id),
        INDEX IDX_alert_office_cleared (officeId, clearedAt),
        INDEX IDX_alert_mail (toMail, mailedAt),
        CONSTRAINT FK_alert_office FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION
      ) ${table}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['alert', 'alert_rule']) await runner.query(`DROP TABLE IF EXISTS ${name}`);
  }
}
