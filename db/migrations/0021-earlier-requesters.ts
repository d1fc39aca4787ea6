import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

/** Requesters of an office's earlier visits: by how the name begins, and by the blind index of what is encrypted. */
export class EarlierRequesters1764292000000 implements MigrationInterface {
  readonly name = 'EarlierRequesters1764292000000';

  async up(runner: QueryRunner): Promise<void> {
    const table = await runner.getTable('visit');
    const known = new Set(table?.indices.map(({ name }) => name));
    for (const index of indexes.filter(({ name }) => !known.has(name))) {
      await runner.createIndex('visit', index);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of indexes) await runner.dropIndex('visit', index);
  }
}

const columns = {
  sought: 'requesterSought',
  identifier: 'requesterIdentifier',
  email: 'requesterEmail',
  phone: 'requesterPhone',
};
const indexes = Object.entries(columns).map(
  ([name, column]) =>
    new TableIndex({ name: `IDX_visit_office_${name}`, columnNames: ['officeId', column] }),
);
