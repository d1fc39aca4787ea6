import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = 'ENGINE=InnoDB DEFAULT CHARSET=ascii COLLATE=ascii_bin';
const human = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_vietnamese_ci';

/** Reports of every kind, those that come by themselves, and the targets that offices are set. */
export class ReportsOfManyKinds1764270000000 implements MigrationInterface {
  name = 'ReportsOfManyKinds1764270000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, definition] of columns) {
      // The server commits each statement by itself: what an earlier run made before it died is passed over.
      const found: unknown = await runner.query(
        `SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()
           AND TABLE_NAME = 'report' AND COLUMN_NAME = '${name}'`,
      );
      if (Array.isArray(found) && found.length > 0) continue;
      await runner.query(`ALTER TABLE report ADD COLUMN ${name} ${definition}`);
    }
    for (const statement of tables) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE report_schedule');
    await runner.query('DROP TABLE target');
    for (const [name] of columns) await runner.query(`ALTER TABLE report DROP COLUMN ${name}`);
  }
}

const columns = [
  ['kind', `varchar(20) NOT NULL DEFAULT 'compliance'`],
  ['scheduleId', 'char(36) NULL'],
] as const;

const tables = [
  `CREATE TABLE IF NOT EXISTS report_schedule (
      id char(36) NOT NULL,
      officeId char(36) NOT NULL,
      kind varchar(20) NOT NULL,
      branch tinyint NOT NULL,
      rhythm varchar(10) NOT NULL,
      createdBy char(36) NOT NULL,
      createdAt datetime(3) NOT NULL,
      endedBy char(36) NULL,
      endedAt datetime(3) NULL,
      PRIMARY KEY (id),
      INDEX IDX_report_schedule_office (officeId, endedAt),
      CONSTRAINT FK_report_schedule_office FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS target (
      id char(36) NOT NULL,
      officeId char(36) NOT NULL,
      fromOfficeId char(36) NOT NULL,
      period varchar(7) NOT NULL,
      number int UNSIGNED NOT NULL,
      basis varchar(200) ${human} NULL,
      setBy char(36) NOT NULL,
      setAt datetime(3) NOT NULL,
      PRIMARY KEY (id),
      INDEX IDX_target_office_period (officeId, period, setAt),
      CONSTRAINT FK_target_office FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
];
