import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeOffice } from '../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../test/stack/database';
import { recordAudit } from './audit/record-audit';
import { inTransaction } from './transaction';

interface Collated {
  tableName: string;
  columnName: string;
  collation: string;
}
const texts = new Set(['char', 'varchar', 'text', 'mediumtext']);
const wordsOfPeople = [
  'agent.computerName',
  'api_key.name',
  'booking.requesterName',
  'booking_plan.note',
  'dossier.signerName',
  'dossier.signerTitle',
  'drawer_closing.note',
  'letter.body',
  'letter.reason',
  'office.name',
  'office.parentName',
  'office_right.basisNumber',
  'passkey.name',
  'person.fullName',
  'person.title',
  'register_correction.reason',
  'register_correction.value',
  'register_entry.documentName',
  'register_entry.note',
  'register_entry.requesterName',
  'register_entry.signerName',
  'register_entry.signerTitle',
  'register_void.decision',
  'register_void.reason',
  'saved_filter.name',
  'signature_request.initials',
  'target.basis',
  'vault_reference.label',
  'visit.requesterName',
];

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

test('the migrations make exactly what the entities describe', async () => {
  const { upQueries } = await database.db.driver.createSchemaBuilder().log();
  expect(upQueries.map(({ query }) => query)).toEqual([]);
});

test('every column of text compares its letters as its entity says', async () => {
  const columns = await database.db.query<Collated[]>(
    `SELECT TABLE_NAME AS tableName, COLUMN_NAME AS columnName, COLLATION_NAME AS collation
     FROM information_schema.COLUMNS
     WHERE TABLE_SCHEMA = DATABASE() AND COLLATION_NAME IS NOT NULL AND DATA_TYPE <> 'json'`,
  );
  const entities = database.db.entityMetadatas.flatMap(({ tableName, columns: declared }) =>
    declared
      .filter(({ type }) => texts.has(String(type)))
      .map(({ databaseName, collation }) => [`${tableName}.${databaseName}`, collation]),
  );
  const migrated = new Map(
    columns.map((one) => [`${one.tableName}.${one.columnName}`, one.collation]),
  );
  expect(entities.length).toBeGreaterThan(150);
  expect(entities.map(([name]) => [name, migrated.get(name as string)])).toEqual(entities);
});

test('ids, keys, codes, tokens and hashes differ where one letter differs in case', async () => {
  const columns = await database.db.query<Collated[]>(
    `SELECT TABLE_NAME AS tableName, COLUMN_NAME AS columnName, COLLATION_NAME AS collation
     FROM information_schema.COLUMNS JOIN information_schema.TABLES t USING (TABLE_SCHEMA, TABLE_NAME)
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> 'migrations' AND t.TABLE_TYPE = 'BASE TABLE'
       AND COLLATION_NAME NOT IN ('ascii_bin', 'utf8mb4_bin')`,
  );
  // Whatever is compared without regard to case is words of people, named here one by one.
  expect(columns.map((one) => `${one.tableName}.${one.columnName}`).sort()).toEqual(wordsOfPeople);
  expect(new Set(columns.map(({ collation }) => collation))).toEqual(
    new Set(['utf8mb4_vietnamese_ci']),
  );
  const kept = await database.db.query<unknown[]>(
    `SELECT 1 FROM information_schema.STATISTICS s JOIN information_schema.COLUMNS c
       USING (TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME)
     WHERE s.TABLE_SCHEMA = DATABASE() AND s.TABLE_NAME <> 'migrations'
       AND c.COLLATION_NAME NOT IN ('ascii_bin', 'utf8mb4_bin')`,
  );
  expect(kept).toEqual([]);
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
