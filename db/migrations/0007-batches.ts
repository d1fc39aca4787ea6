import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Batches of signatures, and who had which dossier open. */
export class Batches1763745000000 implements MigrationInterface {
  name = 'Batches1763745000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE batch (
      id char(36) NOT NULL,
      officeId char(36) NOT NULL,
      actorId char(36) NOT NULL,
      action varchar(10) NOT NULL,
      createdAt datetime(3) NOT NULL,
      endedAt datetime(3) NULL,
      INDEX IDX_batch_actor_created (actorId, createdAt),
      PRIMARY KEY (id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
    await runner.query(`CREATE TABLE batch_item (
      batchId char(36) NOT NULL,
      position int unsigned NOT NULL,
      dossierId char(36) NOT NULL,
      asked json NULL,
      outcome varchar(60) NULL,
      params json NULL,
      endedAt datetime(3) NULL,
      UNIQUE INDEX IDX_batch_item_batch_dossier (batchId, dossierId),
      PRIMARY KEY (batchId, position),
      CONSTRAINT FK_batch_item_batch FOREIGN KEY (batchId) REFERENCES batch (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
      CONSTRAINT FK_batch_item_dossier FOREIGN KEY (dossierId) REFERENCES dossier (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
    await runner.query(`CREATE TABLE opening (
      dossierId char(36) NOT NULL,
      personId char(36) NOT NULL,
      step varchar(10) NOT NULL,
      round int unsigned NOT NULL,
      at datetime(3) NOT NULL,
      PRIMARY KEY (dossierId, personId, step, round),
      CONSTRAINT FK_opening_dossier FOREIGN KEY (dossierId) REFERENCES dossier (id) ON DELETE NO ACTION ON UPDATE NO ACTION
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE opening');
    await runner.query('DROP TABLE batch_item');
    await runner.query('DROP TABLE batch');
  }
}
