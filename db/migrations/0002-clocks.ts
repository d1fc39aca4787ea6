import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Kept rule versions, letters of the clock, and extensions by written agreement. */
export class Clocks1763720000000 implements MigrationInterface {
  name = 'Clocks1763720000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE rule_version (
      kind varchar(10) NOT NULL,
      version varchar(80) NOT NULL,
      ruleId varchar(80) NOT NULL,
      content mediumtext NOT NULL,
      recordedAt datetime(3) NOT NULL,
      INDEX IDX_rule_version_kind_rule_recorded (kind, ruleId, recordedAt),
      PRIMARY KEY (kind, version)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
    await runner.query(`CREATE TABLE letter (
      dossierId char(36) NOT NULL,
      kind varchar(10) NOT NULL,
      due datetime(3) NOT NULL,
      officeId char(36) NOT NULL,
      previousDue datetime(3) NULL,
      reason text NOT NULL,
      draftedAt datetime(3) NOT NULL,
      issuedAt datetime(3) NULL,
      INDEX IDX_letter_office_issued (officeId, issuedAt),
      PRIMARY KEY (dossierId, kind, due)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
    await runner.query('ALTER TABLE dossier ADD agreedUntil char(10) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE dossier DROP COLUMN agreedUntil');
    await runner.query('DROP TABLE letter');
    await runner.query('DROP TABLE rule_version');
  }
}
