import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import type { Action } from '../../domain/process';
import type { Dossier } from '../dossiers/entity';
import { RegisterVoid } from '../registers/entity';
import { AuditEvent } from '../audit/entity';
import type { NewNotice } from '../../domain/notices';
import { Notice } from '../notices/entity';
import { assignNumber } from '../registers/assign-number';
import { ensureBook } from '../registers/make-book';
import { recordRevocation } from './record-revocation';

let database: TestDatabase;
let office: TestOffice;

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'thu-hoi-01', 'UBND Phường Mẫu');
  await ensureBook(database.db.manager, office.id, 2026, 1);
}, 60_000);
afterAll(() => database.stop());

const at = new Date('2026-11-26T10:00:00+07:00');

/** A dossier that has its number, taken through these acts. */
async function numbered(...acts: Action[]): Promise<Dossier> {
  const dossier = await acceptDossier(database.db, office, '2026-11-26T09:00:00+07:00');
  for (const action of acts) await moveDossier(database.db, dossier, at.toISOString(), { action });
  await assignNumber(database.db.manager, {
    publishedSizeOf: () => 0,
    ...{ dossierId: dossier.id, bookId: null, actorId: office.staff.clerk },
    ...{ actKey: 'seal:1', at, format: (number) => `${number}/ĐT` },
  });
  return dossier;
}

const mail: NewNotice = {
  ...{ channel: 'mail', template: 'revocation' },
  ...{ recipientKind: 'requester', recipient: null },
};
const revoke = ({ id: dossierId }: Dossier, actKey = 'revoke:1') =>
  recordRevocation(
    database.db.manager,
    {
      ...{ dossierId, actorId: office.staff.leader, actKey, at },
      ...{ reason: 'Chứng thực nhầm bản', decision: '12/QĐ-UBND ngày 26/11/2026' },
    },
    () => [mail],
  );

test('revoked twice with one actKey it is quiet and recorded once', async () => {
  const dossier = await numbered('submit', 'sign', 'seal', 'complete', 'deliver');
  await revoke(dossier);
  await revoke(dossier);
  const { manager } = database.db;
  const dossierId = dossier.id;
  expect(await manager.countBy(AuditEvent, { dossierId, action: 'revoke' })).toBe(1);
  expect(
    await manager.countBy(Notice, {
      subjectId: dossierId,
      template: 'revocation',
      channel: 'mail',
    }),
  ).toBe(1);
  await expect(revoke(dossier, 'revoke:2')).rejects.toMatchObject({ code: 'copy-revoked' });
});

test('a numbered dossier that awaits its proof, or was cancelled, cannot be revoked', async () => {
  for (const acts of [['submit', 'sign', 'seal'], ['submit', 'sign'], ['cancel']] as Action[][]) {
    const dossier = await numbered(...acts);
    await expect(revoke(dossier)).rejects.toMatchObject({ code: 'copy-unknown' });
  }
  expect(await database.db.manager.countBy(RegisterVoid, { reason: 'Chứng thực nhầm bản' })).toBe(
    1,
  );
});
