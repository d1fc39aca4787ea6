import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { sampleIdPrefix } from '../../domain/sample';

const table = 'ENGINE=InnoDB DEFAULT CHARSET=ascii COLLATE=ascii_bin';
const human = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_vietnamese_ci';

/** What was taken of fees and given back, by whom, and the closing of their drawers. Safe to run again after it died half way. */
export class CashDrawers1764298000000 implements MigrationInterface {
  readonly name = 'CashDrawers1764298000000';

  async up(runner: QueryRunner): Promise<void> {
    if (!(await runner.hasColumn('dossier', 'feeHeld'))) {
      await runner.addColumn(
        'dossier',
        new TableColumn({ name: 'feeHeld', type: 'int', unsigned: true, isNullable: true }),
      );
    }
    for (const statement of tables) await runner.query(statement);
    for (const name of appendOnly) {
      const refuse = `SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${name} is append-only'`;
      const refuseReal = `IF OLD.officeId NOT LIKE '${sampleIdPrefix}%' THEN ${refuse}; END IF`;
      for (const [act, what] of Object.entries({ UPDATE: refuse, DELETE: refuseReal })) {
        await runner.query(
          `CREATE TRIGGER IF NOT EXISTS ${name}_no_${act.toLowerCase()} BEFORE ${act} ON ${name} FOR EACH ROW
           ${what}`,
        );
      }
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of [...appendOnly, 'drawer'])
      await runner.query(`DROP TABLE IF EXISTS ${name}`);
    await runner.dropColumn('dossier', 'feeHeld');
  }
}

const appendOnly = ['cash_movement', 'drawer_closing'];

const tables = [
  `CREATE TABLE IF NOT EXISTS drawer (
      officeId char(36) NOT NULL,
      cashierId char(36) NOT NULL,
      shift int UNSIGNED NOT NULL,
      PRIMARY KEY (officeId, cashierId)
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS cash_movement (
      id char(36) NOT NULL,
      officeId char(36) NOT NULL,
      dossierId char(36) NOT NULL,
      cashierId char(36) NOT NULL,
      shift int UNSIGNED NOT NULL,
      kind varchar(10) NOT NULL,
      cause varchar(20) NOT NULL,
      amount int UNSIGNED NOT NULL,
      actKey varchar(160) NOT NULL,
      at datetime(3) NOT NULL,
      PRIMARY KEY (id),
      UNIQUE INDEX IDX_cash_movement_act (dossierId, actKey, kind),
      INDEX IDX_cash_movement_office_at (officeId, at),
      INDEX IDX_cash_movement_drawer (officeId, cashierId, shift),
      CONSTRAINT FK_cash_movement_dossier FOREIGN KEY (dossierId) REFERENCES dossier (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS drawer_closing (
      officeId char(36) NOT NULL,
      cashierId char(36) NOT NULL,
      shift int UNSIGNED NOT NULL,
      movements int UNSIGNED NOT NULL,
      opening int UNSIGNED NOT NULL,
      taken bigint UNSIGNED NOT NULL,
      returned bigint UNSIGNED NOT NULL,
      counted bigint UNSIGNED NOT NULL,
      note varchar(500) ${human} NOT NULL,
      at datetime(3) NOT NULL,
      PRIMARY KEY (officeId, cashierId, shift),
      INDEX IDX_drawer_closing_at (officeId, at)
    ) ${table}`,
];
