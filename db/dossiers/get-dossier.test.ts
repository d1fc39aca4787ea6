import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { Dossier } from './entity';
import { getDossier } from './get-dossier';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

test('a due time is never read beside the calendar of another', async () => {
  const { db } = database;
  const office = await makeOffice(db, '000.00.02.H98', 'Phường Mẫu');
  const { id } = await acceptDossier(db, office, '2026-11-23T02:00:00Z');
  const versions = [
    { calendar: 'vn@mot', legalDue: new Date('2026-11-23T10:30:00Z') },
    { calendar: 'vn@hai', legalDue: new Date('2026-11-24T10:30:00Z') },
  ] as const;
  await db.manager.update(Dossier, { id }, versions[0]);
  let isRead = false;
  const move = async () => {
    for (let moved = 1; !isRead; moved += 1) {
      await db.manager.update(Dossier, { id }, versions[moved % 2]!);
    }
    return undefined;
  };
  const now = new Date('2026-11-23T02:00:00Z');
  const read = async () => {
    for (let count = 0; count < 400; count += 1) {
      const { dossier, line } = await getDossier(db, [office.id], id, office.staff.officer, now);
      const wanted = versions.find(({ calendar }) => calendar === dossier.calendar);
      expect(line.legalDue).toEqual(wanted?.legalDue);
    }
  };
  await Promise.all([move(), read().finally(() => (isRead = true))]);
}, 60_000);
