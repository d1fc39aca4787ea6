import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

/** Alerts by when they were cleared: the oldest are let go. */
export class ClearedAlerts1764299000000 implements MigrationInterface {
  readonly name = 'ClearedAlerts1764299000000';

  async up(runner: QueryRunner): Promise<void> {
    const table = await runner.getTable('alert');
    if (table?.indices.some(({ name }) => name === index.name)) return;
    await runner.createIndex('alert', index);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('alert', index);
  }
}

const index = new TableIndex({ name: 'IDX_alert_cleared', columnNames: ['clearedAt'] });
