import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Consents to a signature that a person gives on the page of a provider of remote signatures. */
export class SigningConsents1763750000000 implements MigrationInterface {
  name = 'SigningConsents1763750000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE signing_consent (
      stateHash char(64) NOT NULL,
      askedId char(36) NOT NULL,
      codeVerifier varchar(128) NULL,
      expiresAt datetime(3) NOT NULL,
      takenAt datetime(3) NULL,
      INDEX IDX_signing_consent_expires (expiresAt),
      PRIMARY KEY (stateHash),
      CONSTRAINT FK_signing_consent_asked FOREIGN KEY (askedId) REFERENCES asked_signature (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE signing_consent');
  }
}
