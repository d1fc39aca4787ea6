import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = 'ENGINE=InnoDB DEFAULT CHARSET=ascii COLLATE=ascii_bin';
const ofDossier = (name: string) =>
  `CONSTRAINT FK_${name}_dossier FOREIGN KEY (dossierId) REFERENCES dossier (id) ON DELETE NO ACTION ON UPDATE NO ACTION`;

/** Where a copy was checked, and what its citizen asks to be put right. */
export class CitizensSide1764295000000 implements MigrationInterface {
  readonly name = 'CitizensSide1764295000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of tables) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE copy_check');
    await runner.query('DROP TABLE correction_request');
  }
}

const tables = [
  `CREATE TABLE IF NOT EXISTS copy_check (
      dossierId char(36) NOT NULL,
      day char(10) NOT NULL,
      way varchar(10) NOT NULL,
      place varchar(36) NOT NULL,
      times int UNSIGNED NOT NULL,
      lastAt datetime(3) NOT NULL,
      PRIMARY KEY (dossierId, day, way, place),
      INDEX IDX_copy_check_last (lastAt),
      ${ofDossier('copy_check')}
    ) ${table}`,
  `CREATE TABLE IF NOT EXISTS correction_request (
      id char(36) NOT NULL,
      dossierId char(36) NOT NULL,
      officeId char(36) NOT NULL,
      personId char(36) NOT NULL,
      kind varchar(20) NOT NULL,
      words mediumtext NOT NULL,
      state varchar(10) NOT NULL,
      askedAt datetime(3) NOT NULL,
      dueAt datetime(3) NOT NULL,
      alarms int UNSIGNED NOT NULL,
      outcome varchar(20) NULL,
      answer mediumtext NULL,
      answeredBy char(36) NULL,
      endedAt datetime(3) NULL,
      PRIMARY KEY (id),
      INDEX IDX_correction_request_office (officeId, state, dueAt),
      INDEX IDX_correction_request_dossier (dossierId, askedAt),
      INDEX IDX_correction_request_person (personId, askedAt),
      ${ofDossier('correction_request')}
    ) ${table}`,
];
