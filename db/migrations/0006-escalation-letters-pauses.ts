import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The escalation of a step, letters that people edit and issue, and pauses by a policy's rule. */
export class EscalationLettersPauses1763740000000 implements MigrationInterface {
  name = 'EscalationLettersPauses1763740000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE step_clock
      ADD escalateAt datetime(3) NULL,
      ADD escalatedAt datetime(3) NULL`);
    await runner.query(`ALTER TABLE letter
      ADD id char(36) NULL,
      ADD body text NULL,
      ADD editedBy char(36) NULL,
      ADD issuedBy char(36) NULL`);
    await runner.query('UPDATE letter SET id = UUID()');
    await runner.query('ALTER TABLE letter MODIFY id char(36) NOT NULL');
    await runner.query('CREATE UNIQUE INDEX IDX_letter_id ON letter (id)');
    await runner.query(`CREATE TABLE pause (
      id char(36) NOT NULL,
      dossierId char(36) NOT NULL,
      ground varchar(40) NOT NULL,
      stopsLegal tinyint NOT NULL,
      remarkId char(36) NULL,
      startedBy char(36) NOT NULL,
      startedAt datetime(3) NOT NULL,
      endedBy char(36) NULL,
      endedAt datetime(3) NULL,
      INDEX IDX_pause_dossier_started (dossierId, startedAt),
      PRIMARY KEY (id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE pause');
    await runner.query('DROP INDEX IDX_letter_id ON letter');
    await runner.query(
      'ALTER TABLE letter DROP COLUMN issuedBy, DROP COLUMN editedBy, DROP COLUMN body, DROP COLUMN id',
    );
    await runner.query('ALTER TABLE step_clock DROP COLUMN escalatedAt, DROP COLUMN escalateAt');
  }
}
