import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci';

/** The files of a scan as received, who compared it [T-09], and the marks of the attestation page [L-06, L-08]. */
export class ScansAndMarks1763735000000 implements MigrationInterface {
  name = 'ScansAndMarks1763735000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE taken_scan (
      dossierId char(36) NOT NULL,
      archivable tinyint NOT NULL,
      comparedBy char(36) NULL,
      comparedAt datetime(3) NULL,
      CONSTRAINT FK_18ec489cb2983eb9419729035ca FOREIGN KEY (dossierId) REFERENCES dossier (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
      PRIMARY KEY (dossierId)
    ) ${table}`);
    await runner.query(`CREATE TABLE received_file (
      dossierId char(36) NOT NULL,
      position int UNSIGNED NOT NULL,
      sha256 char(64) NOT NULL,
      bytes int UNSIGNED NOT NULL,
      kind varchar(10) NOT NULL,
      turn int UNSIGNED NOT NULL,
      CONSTRAINT FK_aba2f574afec66768fd8a61c5d2 FOREIGN KEY (dossierId) REFERENCES dossier (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
      PRIMARY KEY (dossierId, position)
    ) ${table}`);
    await runner.query(`CREATE TABLE mark_picture (
      ownerId char(36) NOT NULL,
      kind varchar(10) NOT NULL,
      sha256 char(64) NOT NULL,
      receivedSha256 char(64) NOT NULL,
      width int UNSIGNED NOT NULL,
      height int UNSIGNED NOT NULL,
      setBy char(36) NOT NULL,
      setAt datetime(3) NOT NULL,
      PRIMARY KEY (ownerId, kind)
    ) ${table}`);
    await runner.query(`CREATE TABLE mark_places (
      officeId char(36) NOT NULL,
      places json NOT NULL,
      setBy char(36) NOT NULL,
      setAt datetime(3) NOT NULL,
      CONSTRAINT FK_c3da7de97e4c92d2f556f2346c0 FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
      PRIMARY KEY (officeId)
    ) ${table}`);
    // Scans taken before: compared, where they were, by whoever accepted the original.
    await runner.query(`INSERT INTO taken_scan (dossierId, archivable, comparedBy, comparedAt)
      SELECT d.id, 0, IF(d.scanCompared, v.acceptedBy, NULL), IF(d.scanCompared, d.acceptedAt, NULL)
      FROM dossier d JOIN visit v ON v.id = d.visitId WHERE d.scanHash IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['mark_places', 'mark_picture', 'received_file', 'taken_scan']) {
      await runner.query(`DROP TABLE ${name}`);
    }
  }
}
