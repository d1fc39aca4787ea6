import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = 'ENGINE=InnoDB DEFAULT CHARSET=ascii COLLATE=ascii_bin';
const human = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_vietnamese_ci';

/** Who holds a dossier, filters by name, what of the notices was read and who wants which. */
export class WorkLists1764000000005 implements MigrationInterface {
  name = 'WorkLists1764000000005';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of tables) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['notice_choice', 'notice_reading', 'saved_filter', 'assignment']) {
      await runner.query(`DROP TABLE ${name}`);
    }
  }
}

const tables = [
  `CREATE TABLE IF NOT EXISTS assignment (
      dossierId char(36) NOT NULL,
      step varchar(10) NOT NULL,
      personId char(36) NULL,
      assignedBy char(36) NOT NULL,
      at datetime(3) NOT NULL,
      PRIMARY KEY (dossierId, step),
      INDEX IDX_assignment_person (personId),
      CONSTRAINT FK_assignment_dossier FOREIGN KEY (dossierId) REFERENCES dossier (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS saved_filter (
      id char(36) NOT NULL,
      officeId char(36) NOT NULL,
      personId char(36) NOT NULL,
      name varchar(100) ${human} NOT NULL,
      shared tinyint NOT NULL,
      list varchar(10) NOT NULL,
      conditions mediumtext NOT NULL,
      savedAt datetime(3) NOT NULL,
      PRIMARY KEY (id),
      INDEX IDX_saved_filter_office (officeId),
      CONSTRAINT FK_saved_filter_office FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS notice_reading (
      personId char(36) NOT NULL,
      noticeId char(36) NOT NULL,
      at datetime(3) NOT NULL,
      PRIMARY KEY (personId, noticeId)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS notice_choice (
      personId char(36) NOT NULL,
      kind varchar(20) NOT NULL,
      onPage tinyint NOT NULL,
      byMail tinyint NOT NULL,
      PRIMARY KEY (personId, kind)
    ) ${table}`,
];
