import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { sampleIdPrefix } from '../../domain/sample';

const table = 'ENGINE=InnoDB DEFAULT CHARSET=ascii COLLATE=ascii_bin';
const exact = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
const human = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_vietnamese_ci';

/** Corrections beside entries of the register, and the closing of its books. Safe to run again after it died half way. */
export class ClosedBooks1764291050000 implements MigrationInterface {
  readonly name = 'ClosedBooks1764291050000';

  async up(runner: QueryRunner): Promise<void> {
    if (!(await runner.hasColumn('book', 'yearClosedAt')))
      await runner.addColumn(
        'book',
        new TableColumn({
          name: 'yearClosedAt',
          type: 'datetime',
          precision: 3,
          isNullable: true,
        }),
      );
    for (const statement of tables) await runner.query(statement);
    for (const name of appendOnly) {
      const refuse = `SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${name} is append-only'`;
      const refuseReal = `IF OLD.bookId NOT LIKE '${sampleIdPrefix}%' THEN ${refuse}; END IF`;
      for (const [act, what] of Object.entries({ UPDATE: refuse, DELETE: refuseReal })) {
        await runner.query(
          `CREATE TRIGGER IF NOT EXISTS ${name}_no_${act.toLowerCase()} BEFORE ${act} ON ${name} FOR EACH ROW
           ${what}`,
        );
      }
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of appendOnly) await runner.query(`DROP TABLE IF EXISTS ${name}`);
    await runner.dropColumn('book', 'yearClosedAt');
  }
}

const appendOnly = ['register_correction', 'register_closing'];

const tables = [
  `CREATE TABLE IF NOT EXISTS register_correction (
      bookId char(36) NOT NULL,
      number int UNSIGNED NOT NULL,
      ordinal int UNSIGNED NOT NULL,
      field varchar(20) NOT NULL,
      value varchar(500) ${human} NOT NULL,
      reason varchar(500) ${human} NOT NULL,
      correctedBy char(36) NOT NULL,
      at datetime(3) NOT NULL,
      PRIMARY KEY (bookId, number, ordinal)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS register_closing (
      bookId char(36) NOT NULL,
      officeId char(36) NOT NULL,
      numbers int UNSIGNED NOT NULL,
      voids int UNSIGNED NOT NULL,
      corrections int UNSIGNED NOT NULL,
      copies int UNSIGNED NOT NULL,
      pages int UNSIGNED NOT NULL,
      fee bigint UNSIGNED NOT NULL,
      firstText varchar(40) ${exact} NOT NULL,
      lastText varchar(40) ${exact} NOT NULL,
      hash char(64) NOT NULL,
      closedBy char(36) NOT NULL,
      at datetime(3) NOT NULL,
      paperId char(36) NOT NULL,
      PRIMARY KEY (bookId)
    ) ${table}`,
];
