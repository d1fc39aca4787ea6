import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

/** When the scan of an identity paper was let go. */
export class IdentityScans1764290000000 implements MigrationInterface {
  readonly name = 'IdentityScans1764290000000';

  async up(runner: QueryRunner): Promise<void> {
    if (!(await runner.hasColumn('desk_account', 'scanDroppedAt')))
      await runner.addColumn(
        'desk_account',
        new TableColumn({
          name: 'scanDroppedAt',
          type: 'datetime',
          precision: 3,
          isNullable: true,
        }),
      );
    const table = await runner.getTable('desk_account');
    if (!table?.indices.some(({ name }) => name === index.name))
      await runner.createIndex('desk_account', index);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('desk_account', index);
    await runner.dropColumn('desk_account', 'scanDroppedAt');
  }
}

const index = new TableIndex({
  name: 'IDX_desk_account_dropped_made',
  columnNames: ['scanDroppedAt', 'madeAt'],
});
