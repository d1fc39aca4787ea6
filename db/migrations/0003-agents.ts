import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci';

/** Officers' computers, the keys people sign with, and the signatures that are asked of them. */
export class Agents1763730000000 implements MigrationInterface {
  name = 'Agents1763730000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE agent_pairing (
      pairingId char(4) NOT NULL,
      secret char(8) NOT NULL,
      personId char(36) NOT NULL,
      tries int UNSIGNED NOT NULL,
      expiresAt datetime(3) NOT NULL,
      CONSTRAINT FK_agent_pairing_person FOREIGN KEY (personId) REFERENCES person (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
      INDEX IDX_agent_pairing_person (personId),
      INDEX IDX_agent_pairing_expires (expiresAt),
      PRIMARY KEY (pairingId)
    ) ${table}`);
    await runner.query(`CREATE TABLE agent (
      id char(36) NOT NULL,
      personId char(36) NOT NULL,
      publicKey varbinary(64) NOT NULL,
      computerName varchar(64) NOT NULL,
      sequence bigint UNSIGNED NOT NULL,
      certificates json NOT NULL,
      pairedAt datetime(3) NOT NULL,
      seenAt datetime(3) NULL,
      removedAt datetime(3) NULL,
      CONSTRAINT FK_agent_person FOREIGN KEY (personId) REFERENCES person (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
      INDEX IDX_agent_person_removed (personId, removedAt),
      PRIMARY KEY (id)
    ) ${table}`);
    await runner.query(`CREATE TABLE signing_key (
      personId char(36) NOT NULL,
      officeId char(36) NOT NULL,
      step varchar(10) NOT NULL,
      way varchar(10) NOT NULL,
      label varchar(100) NOT NULL,
      asks json NOT NULL,
      certificates json NOT NULL,
      chosenAt datetime(3) NOT NULL,
      CONSTRAINT FK_signing_key_person FOREIGN KEY (personId) REFERENCES person (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
      CONSTRAINT FK_signing_key_office FOREIGN KEY (officeId) REFERENCES office (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
      PRIMARY KEY (personId, officeId, step)
    ) ${table}`);
    await runner.query(`CREATE TABLE asked_signature (
      id char(36) NOT NULL,
      requestId char(36) NULL,
      way varchar(10) NOT NULL,
      dossierId char(36) NOT NULL,
      officeId char(36) NOT NULL,
      personId char(36) NOT NULL,
      step varchar(10) NOT NULL,
      attempt varchar(120) NOT NULL,
      code varchar(64) NOT NULL,
      initials varchar(32) NOT NULL,
      pages int UNSIGNED NOT NULL,
      certificate blob NOT NULL,
      mechanism varchar(30) NOT NULL,
      toBeSigned blob NOT NULL,
      askedAt datetime(3) NOT NULL,
      expiresAt datetime(3) NOT NULL,
      answeredAt datetime(3) NULL,
      signature blob NULL,
      failure varchar(60) NULL,
      triesLeft int UNSIGNED NULL,
      INDEX IDX_asked_signature_request (requestId),
      INDEX IDX_asked_signature_person_open (personId, answeredAt, expiresAt),
      UNIQUE INDEX IDX_asked_signature_act (dossierId, step, attempt),
      PRIMARY KEY (id)
    ) ${table}`);
    await runner.query(
      `ALTER TABLE signature_work
         MODIFY attempt varchar(120) NOT NULL,
         ADD way varchar(10) NOT NULL DEFAULT 'token',
         ADD certificates json NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE signature_work
         DROP COLUMN certificates, DROP COLUMN way, MODIFY attempt varchar(80) NOT NULL`,
    );
    for (const name of ['asked_signature', 'signing_key', 'agent', 'agent_pairing'])
      await runner.query(`DROP TABLE ${name}`);
  }
}
