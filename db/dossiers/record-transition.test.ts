import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { whileHeld } from '../../test/fixtures/hold-row';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { Dossier, StepClock } from './entity';
import { AuditEvent } from '../audit/entity';

let database: TestDatabase;
let office: TestOffice;

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'chuyen-01', 'UBND Phường Mẫu');
}, 60_000);
afterAll(() => database.stop());

const at = '2026-11-26T09:30:00+07:00';
const accept = () => acceptDossier(database.db, office, '2026-11-26T09:00:00+07:00');

async function traceOf(dossier: Dossier): Promise<string[]> {
  const { manager } = database.db;
  const order = { sequence: 'ASC' } as const;
  const events = await manager.find(AuditEvent, { where: { dossierId: dossier.id }, order });
  return events.map(({ action }) => action);
}

test('two acts at once: one is taken, the other is out of turn', async () => {
  const dossier = await accept();
  const act = (actKey: string) => () =>
    moveDossier(database.db, dossier, at, { action: 'submit', actKey });
  const results = await whileHeld(database.db, dossier.id, [act('submit:1'), act('submit:2')]);
  const refused = results.filter(({ status }) => status === 'rejected');
  expect(refused).toMatchObject([{ reason: { code: 'dossier-out-of-turn' } }]);
  expect(await traceOf(dossier)).toEqual(['accept', 'submit']);
  expect(await database.db.manager.countBy(StepClock, { dossierId: dossier.id })).toBe(2);
});

test('recordTransition twice with one actKey changes once and answers the same', async () => {
  const dossier = await accept();
  const submit = () => moveDossier(database.db, dossier, at, { action: 'submit', actKey: 'one' });
  const first = await submit();
  expect(await submit()).toEqual(first);
  expect(await traceOf(dossier)).toEqual(['accept', 'submit']);
});

test('what a dossier waited for is forgotten at its next transition', async () => {
  const dossier = await accept();
  const { manager } = database.db;
  await manager.update(Dossier, { id: dossier.id }, { waitingFor: 'timestamp-unavailable' });
  await moveDossier(database.db, dossier, at, { action: 'submit' });
  expect((await manager.findOneByOrFail(Dossier, { id: dossier.id })).waitingFor).toBeNull();
});
