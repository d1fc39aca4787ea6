import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Books that are written as workbooks outside the process that was asked. Safe to run again after it died half way. */
export class BookExports1764291100000 implements MigrationInterface {
  readonly name = 'BookExports1764291100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS book_export (
        id char(36) NOT NULL,
        officeId char(36) NOT NULL,
        year int UNSIGNED NOT NULL,
        bookId char(36) NULL,
        askedBy char(36) NOT NULL,
        askedAt datetime(3) NOT NULL,
        total int UNSIGNED NOT NULL,
        progress int UNSIGNED NOT NULL,
        cancelledAt datetime(3) NULL,
        doneAt datetime(3) NULL,
        failure varchar(60) NULL,
        workbookHash char(64) NULL,
        bytes int UNSIGNED NULL,
        PRIMARY KEY (id),
        INDEX IDX_book_export_office_asked (officeId, askedAt)
      ) ENGINE=InnoDB DEFAULT CHARSET=ascii COLLATE=ascii_bin`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS book_export');
  }
}
