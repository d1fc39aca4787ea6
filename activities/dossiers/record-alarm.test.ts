import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { StepClock } from '../../db/dossiers/entity';
import { Notice } from '../../db/notices/entity';
import { Letter } from '../../db/letters/entity';
import { AuditEvent } from '../../db/audit/entity';
import { loadRules } from '../../policies/load-rules';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import type { ActivityDeps } from '../deps';
import { type AlarmInput, createRecordAlarm } from './record-alarm';

let database: TestDatabase;
let office: TestOffice;
let recordAlarm: (input: AlarmInput) => Promise<void>;

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  const deps = { db: database.db, rules: loadRules() } as unknown as ActivityDeps;
  recordAlarm = createRecordAlarm(deps);
}, 60_000);
afterAll(() => database.stop());

const countOf = async (dossierId: string, action: string) => ({
  events: await database.db.manager.countBy(AuditEvent, { dossierId, action }),
  notices: await database.db.manager.countBy(Notice, { subjectId: dossierId, channel: 'portal' }),
  letters: await database.db.manager.countBy(Letter, { dossierId }),
});

async function accepted() {
  const dossier = await acceptDossier(database.db, office, '2026-11-23T08:00:00+07:00');
  const clock = await database.db.manager.findOneByOrFail(StepClock, { dossierId: dossier.id });
  return { dossier, clock };
}

test('a legal breach told twice writes one event, its notices and one letter', async () => {
  const { dossier, clock } = await accepted();
  const due = dossier.legalDue.getTime();
  const { step, round } = clock;
  const input = { dossierId: dossier.id, alarm: 'legal-breach' as const, step, round, due };
  await recordAlarm({ ...input, at: due });
  const once = await countOf(dossier.id, 'legal-breach');
  expect(once).toEqual({ events: 1, notices: 2, letters: 1 });
  await recordAlarm({ ...input, at: due + 1_000 });
  expect(await countOf(dossier.id, 'legal-breach')).toEqual(once);
});

test('a legal breach whose due has not passed, or is another by now, writes nothing', async () => {
  const { dossier, clock } = await accepted();
  const due = dossier.legalDue.getTime();
  const { step, round } = clock;
  const input = { dossierId: dossier.id, alarm: 'legal-breach' as const, step, round };
  await recordAlarm({ ...input, due, at: due - 1 });
  await recordAlarm({ ...input, due: due - 1_000, at: due + 1 });
  expect(await countOf(dossier.id, 'legal-breach')).toEqual({ events: 0, notices: 0, letters: 0 });
});

test('an alarm of the step before, or of a due that moved, writes nothing', async () => {
  const { dossier, clock } = await accepted();
  const { step, round } = clock;
  const at = clock.noticeAt.getTime();
  const input = { dossierId: dossier.id, alarm: 'notice' as const, step, round };
  await recordAlarm({ ...input, due: at - 1_000, at });
  await moveDossier(database.db, dossier, '2026-11-23T09:00:00+07:00', { action: 'submit' });
  await recordAlarm({ ...input, due: at, at });
  expect(await countOf(dossier.id, 'notice')).toEqual({ events: 0, notices: 0, letters: 0 });
});

test('a dossier that is over while its workflow has not heard of it is late no more', async () => {
  const { dossier, clock } = await accepted();
  const due = dossier.legalDue.getTime();
  await moveDossier(database.db, dossier, '2026-11-23T09:00:00+07:00', { action: 'cancel' });
  const { step, round } = clock;
  const order = { dossierId: dossier.id, alarm: 'legal-breach' as const, step, round, due };
  await recordAlarm({ ...order, at: due });
  expect(await countOf(dossier.id, 'legal-breach')).toEqual({ events: 0, notices: 0, letters: 0 });
});
