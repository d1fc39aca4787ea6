import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeOffice } from '../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../test/stack/database';
import { recordAudit } from './records/record-audit';
import { inTransaction } from './transaction';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

test('the migrations make exactly what the entities describe', async () => {
  const { upQueries } = await database.db.driver.createSchemaBuilder().log();
  expect(upQueries.map(({ query }) => query)).toEqual([]);
});

test.each(['UPDATE audit_event SET action = ?', 'DELETE FROM audit_event WHERE action <> ?'])(
  'the database itself refuses “%s”',
  async (statement) => {
    const office = await makeOffice(
      database.db,
      `000.00.0${statement.length % 10}.H99`,
      'Phường Mẫu',
    );
    await inTransaction(database.db, (inside) =>
      recordAudit(inside, {
        officeId: office.id,
        dossierId: null,
        actorId: null,
        action: 'test',
        actKey: 'test',
        details: {},
        at: new Date(),
      }),
    );
    await expect(database.db.query(statement, ['x'])).rejects.toThrow('append-only');
  },
);
