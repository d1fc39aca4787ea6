import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

/** Dossiers of a visit with their place in the list of their office: what is searched by name is put in order from it. */
export class DossiersOfVisits1764299000000 implements MigrationInterface {
  readonly name = 'DossiersOfVisits1764299000000';

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
  name: 'IDX_dossier_visit_place',
  columnNames: ['visitId', 'officeId', 'acceptedAt', 'code'],
});
