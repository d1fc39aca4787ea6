import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = 'ENGINE=InnoDB DEFAULT CHARSET=ascii COLLATE=ascii_bin';
const exact = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

/** Papers that were handed out, the numbers of their kinds, and each print. Safe to run again after it died half way. */
export class Papers1764260000000 implements MigrationInterface {
  name = 'Papers1764260000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of tables) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['paper_print', 'paper', 'paper_counter']) {
      await runner.query(`DROP TABLE IF EXISTS ${name}`);
    }
  }
}

const tables = [
  `CREATE TABLE IF NOT EXISTS paper_counter (
      officeId char(36) NOT NULL,
      kind varchar(20) NOT NULL,
      year int UNSIGNED NOT NULL,
      lastNumber int UNSIGNED NOT NULL,
      PRIMARY KEY (officeId, kind, year)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS paper (
      id char(36) NOT NULL,
      officeId char(36) NOT NULL,
      kind varchar(20) NOT NULL,
      year int UNSIGNED NOT NULL,
      number int UNSIGNED NOT NULL,
      numberText varchar(40) ${exact} NOT NULL,
      visitId char(36) NULL,
      dossierId char(36) NULL,
      letterId char(36) NULL,
      form varchar(80) NOT NULL,
      words mediumtext NOT NULL,
      contentHash char(64) NOT NULL,
      issuedAt datetime(3) NOT NULL,
      issuedBy char(36) NOT NULL,
      PRIMARY KEY (id),
      UNIQUE INDEX IDX_paper_number (officeId, kind, year, number),
      UNIQUE INDEX IDX_paper_content (officeId, kind, contentHash),
      INDEX IDX_paper_dossier (dossierId),
      INDEX IDX_paper_visit (visitId),
      INDEX IDX_paper_letter (letterId)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS paper_print (
      paperId char(36) NOT NULL,
      ordinal int UNSIGNED NOT NULL,
      printedAt datetime(3) NOT NULL,
      printedBy char(36) NOT NULL,
      PRIMARY KEY (paperId, ordinal),
      CONSTRAINT FK_paper_print_paper FOREIGN KEY (paperId) REFERENCES paper (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
];
