import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

/** Dossiers of an office, the newest first and of equal ones by code: as “Theo dõi” is read, page by page. */
export class NewestDossiers1764291000000 implements MigrationInterface {
  readonly name = 'NewestDossiers1764291000000';

  async up(runner: QueryRunner): Promise<void> {
    const table = await runner.getTable('dossier');
    if (!table?.indices.some(({ name }) => name === index.name))
      await runner.createIndex('dossier', index);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('dossier', index);
  }
}

const index = new TableIndex({
  name: 'IDX_dossier_office_accepted_code',
  columnNames: ['officeId', 'acceptedAt', 'code'],
});
