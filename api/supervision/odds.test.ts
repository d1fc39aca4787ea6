import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { createLearnLateness } from '../../activities/forecasts/learn-lateness';
import { addWorkingMs, nextWorkingInstant } from '../../deadlines/working-time';
import { loadRules } from '../../policies/load-rules';
import { ApiClient, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { type TestOffice, makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { msPerDay, msPerMinute } from '../../time/time';
import { createApp } from '../app';
import type { Odds } from './odds-contract';

const rules = loadRules();
const calendar = rules.calendarOf('vn');
const clock = { now: Date.parse('2026-11-26T15:30:00+07:00') };
let database: TestDatabase;
let here: TestOffice;
let supervisor: ApiClient;

/** A past of 40 days with five dossiers each, every fifth of which lies two days with the leader. */
async function livePast(): Promise<void> {
  const { db } = database;
  const at = (instant: number) => new Date(instant).toISOString();
  for (let back = 60; back > 3; back -= 1) {
    for (let i = 0; i < 5; i += 1) {
      const accepted = clock.now - back * msPerDay - (6 * 60 - 20 * i) * msPerMinute;
      if (nextWorkingInstant(calendar, accepted) !== accepted) continue;
      const dossier = await acceptDossier(db, here, at(accepted));
      const after = (hours: number) =>
        at(addWorkingMs(calendar, accepted, hours * 60 * msPerMinute));
      const late = i === 4 ? 14 : 0;
      await moveDossier(db, dossier, after(1), { action: 'submit' });
      await moveDossier(db, dossier, after(2 + late), { action: 'sign' });
      await moveDossier(db, dossier, after(3 + late), { action: 'seal' });
      await moveDossier(db, dossier, after(3.5 + late), { action: 'complete' });
    }
  }
}

async function ask(): Promise<Odds> {
  const answer = await supervisor.get(`/api/supervision/odds?officeId=${here.id}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Odds;
}

beforeAll(async () => {
  database = await startDatabase();
  here = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  supervisor = await new ApiClient(createApp(testDeps(database.db, tmpdir(), clock))).signIn(
    'supervisor.mau-01',
  );
}, 60_000);
afterAll(() => database.stop());

test('says that there is too little data, then what the past teaches, and how good that was', async () => {
  const { db } = database;
  const fresh = await acceptDossier(db, here, '2026-11-26T14:00:00+07:00');
  expect(await ask()).toMatchObject({
    ...{ learntAt: null, score: null, dueToday: 1, anyToday: null },
    dossiers: [{ id: fresh.id, code: fresh.code, step: 'create', odds: null }],
  });

  await livePast();
  const young = await acceptDossier(db, here, '2026-11-26T15:10:00+07:00');
  const lying = await acceptDossier(db, here, '2026-11-25T15:20:00+07:00');
  await moveDossier(db, lying, '2026-11-25T15:30:00+07:00', { action: 'submit' });
  const learning = createLearnLateness({ db, rules, now: () => new Date(clock.now) });
  expect(await learning.listLearningOffices()).toEqual([{ id: here.id, calendarId: 'vn' }]);
  await learning.learnLateness({ id: here.id, calendarId: 'vn' });

  const { dossiers, score, anyToday, learntAt } = await ask();
  expect(learntAt).toBe(new Date(clock.now).toISOString());
  const oddsOf = (id: string) => dossiers.find((dossier) => dossier.id === id)?.odds;
  // So long with the leader lay only those that became late.
  expect(oddsOf(lying.id)).toBeGreaterThan(0.8);
  // Two working hours are left for what takes three and a half; of tomorrow there is enough.
  expect(oddsOf(fresh.id)).toBeGreaterThan(0.8);
  expect(oddsOf(young.id)).toBeLessThan(0.4);
  expect(dossiers.at(-1)?.id).toBe(young.id);
  expect(anyToday).toBeGreaterThanOrEqual(oddsOf(lying.id)!);
  expect(score!.count).toBeGreaterThan(100);
  expect(score!.brier).toBeLessThan(score!.brierOfRate!);
  expect(score!.reliability.reduce((sum, { count }) => sum + count, 0)).toBe(score!.count);
}, 120_000);

test('is for who supervises the office', async () => {
  const officer = await new ApiClient(createApp(testDeps(database.db, tmpdir(), clock))).signIn(
    'officer.mau-01',
  );
  const answer = await officer.get(`/api/supervision/odds?officeId=${here.id}`);
  expect(await answer.json()).toMatchObject({ code: 'right-missing' });
});
