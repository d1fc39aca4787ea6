import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { recordReportDone } from '../../db/reports/record-report';
import { listSchedules, recordSchedule } from '../../db/reports/schedules';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createScheduledReports } from './scheduled-reports';

let database: TestDatabase;
let above: TestOffice;
let here: TestOffice;
const clock = { now: new Date('2026-11-25T10:00:00+07:00') };

beforeAll(async () => {
  database = await startDatabase();
  above = await makeOffice(database.db, 'mau-00', 'UBND Thành phố Mẫu', { kind: 'province' });
  here = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu', { parent: above });
}, 60_000);
afterAll(() => database.stop());

const nightly = () => createScheduledReports({ db: database.db, now: () => clock.now });

async function schedule(rhythm: 'day' | 'month', createdBy: string): Promise<string> {
  const id = randomUUID();
  const facts = { id, officeId: here.id, kind: 'fees' as const, branch: false, rhythm, createdBy };
  await recordSchedule(database.db, { ...facts, createdAt: clock.now }, `set ${id}`);
  return id;
}

function reportsOf(scheduleId: string) {
  return database.db.query<{ id: string; fromDay: string; toDay: string; kind: string }[]>(
    'SELECT id, fromDay, toDay, kind FROM report WHERE scheduleId = ? ORDER BY fromDay',
    [scheduleId],
  );
}

test('each night the report of each period that has ended is asked for, once', async () => {
  const daily = await schedule('day', here.staff.supervisor);
  const monthly = await schedule('month', here.staff.supervisor);
  expect(await nightly().askScheduledReports()).toEqual([]);
  clock.now = new Date('2026-11-28T05:00:00+07:00');
  expect(await nightly().askScheduledReports()).toHaveLength(3);
  expect(await nightly().askScheduledReports()).toHaveLength(3);
  expect((await reportsOf(daily)).map(({ fromDay, toDay }) => [fromDay, toDay])).toEqual([
    ['2026-11-25', '2026-11-25'],
    ['2026-11-26', '2026-11-26'],
    ['2026-11-27', '2026-11-27'],
  ]);
  expect(await reportsOf(monthly)).toEqual([]);
  clock.now = new Date('2026-12-01T05:00:00+07:00');
  await nightly().askScheduledReports();
  expect(await reportsOf(monthly)).toMatchObject([
    { fromDay: '2026-11-01', toDay: '2026-11-30', kind: 'fees' },
  ]);
});

test('one that was made goes by mail to who wanted it, once; one that could not be made does not', async () => {
  const { db } = database;
  const [first, second] = await db.query<{ id: string }[]>(
    'SELECT id FROM report WHERE scheduleId IS NOT NULL ORDER BY fromDay LIMIT 2',
  );
  await recordReportDone(db, first!.id, {
    ...{ doneAt: clock.now, figures: null, dataHash: null, workbookHash: null },
    ...{ pdfHash: null, progress: 0 },
  });
  await recordReportDone(db, second!.id, { doneAt: clock.now, failure: 'policy-unknown' });
  for (const reportId of [first!.id, first!.id, second!.id])
    await nightly().mailReport({ reportId });
  const mails = await db.query<unknown[]>(
    `SELECT subjectId, channel, recipientKind, recipient, status FROM notice WHERE template = 'report-made'`,
  );
  expect(mails).toEqual([
    {
      ...{ subjectId: first!.id, channel: 'mail', recipientKind: 'person', status: 'pending' },
      recipient: here.staff.supervisor,
    },
  ]);
});

test('who oversees the office from above may have a schedule; who does no longer loses it', async () => {
  const { db } = database;
  const ofAbove = await schedule('day', above.staff.supervisor);
  await db.query(`UPDATE office_right SET untilAt = ? WHERE personId = ? AND held = 'supervise'`, [
    ...[clock.now, here.staff.supervisor],
  ]);
  clock.now = new Date('2026-12-02T05:00:00+07:00');
  await nightly().askScheduledReports();
  expect((await listSchedules(db, here.id)).map(({ id }) => id)).toEqual([ofAbove]);
  const ended = await db.query<{ action: string }[]>(
    `SELECT action FROM audit_event WHERE action = 'report-schedule-ended'`,
  );
  expect(ended).toHaveLength(2);
});
