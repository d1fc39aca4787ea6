import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Versions of finished copies, revoked copies, references to copies, keys of programs. */
export class CopiesAfterDelivery1763737000000 implements MigrationInterface {
  name = 'CopiesAfterDelivery1763737000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE copy_version (
      hash char(64) NOT NULL,
      dossierId char(36) NOT NULL,
      version int unsigned NOT NULL,
      isNewest tinyint NOT NULL,
      stampEndsAt datetime(3) NULL,
      recordedAt datetime(3) NOT NULL,
      UNIQUE INDEX IDX_copy_version_dossier (dossierId, version),
      INDEX IDX_copy_version_stamp_ends (isNewest, stampEndsAt),
      PRIMARY KEY (hash),
      CONSTRAINT FK_copy_version_dossier FOREIGN KEY (dossierId) REFERENCES dossier (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
    // Copies from before this table: when their stamps end is looked up by the first renewal run.
    await runner.query(`INSERT INTO copy_version (hash, dossierId, version, isNewest, stampEndsAt, recordedAt)
      SELECT copyHash, id, 1, 1, NULL, UTC_TIMESTAMP(3) FROM dossier WHERE copyHash IS NOT NULL`);
    await runner.query(`CREATE TABLE vault_reference (
      id char(36) NOT NULL,
      tokenHash char(64) NOT NULL,
      dossierId char(36) NOT NULL,
      createdBy char(36) NOT NULL,
      label varchar(100) NOT NULL,
      createdAt datetime(3) NOT NULL,
      expiresAt datetime(3) NOT NULL,
      revokedAt datetime(3) NULL,
      uses int unsigned NOT NULL,
      lastUsedAt datetime(3) NULL,
      UNIQUE INDEX IDX_vault_reference_token (tokenHash),
      INDEX IDX_vault_reference_dossier (dossierId, createdAt),
      PRIMARY KEY (id),
      CONSTRAINT FK_vault_reference_dossier FOREIGN KEY (dossierId) REFERENCES dossier (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
    await runner.query(`CREATE TABLE api_key (
      id char(36) NOT NULL,
      secretHash char(64) NOT NULL,
      name varchar(100) NOT NULL,
      scopes varchar(200) NOT NULL,
      officeId char(36) NULL,
      createdAt datetime(3) NOT NULL,
      expiresAt datetime(3) NOT NULL,
      revokedAt datetime(3) NULL,
      lastUsedAt datetime(3) NULL,
      UNIQUE INDEX IDX_api_key_secret (secretHash),
      PRIMARY KEY (id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
    await runner.query('ALTER TABLE register_void ADD decision varchar(200) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE register_void DROP COLUMN decision');
    await runner.query('DROP TABLE api_key');
    await runner.query('DROP TABLE vault_reference');
    await runner.query('DROP TABLE copy_version');
  }
}
