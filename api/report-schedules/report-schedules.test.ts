import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMakeReport } from '../../activities/reports/make-report';
import { createScheduledReports } from '../../activities/reports/scheduled-reports';
import { Notice } from '../../db/notices/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { ReportView } from '../reports/contract';
import type { ScheduleView } from './contract';

let database: TestDatabase;
let above: TestOffice;
let here: TestOffice;
let chief: ApiClient;
let supervisor: ApiClient;
let officer: ApiClient;
/** What Temporal was asked to start, once it can be reached. */
const started: { reportId: string }[] = [];
let isReachable = false;
const clock = { now: 0 };
const folder = mkdtempSync(join(tmpdir(), 'saoy-schedules-'));

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  above = await makeOffice(db, 'mau-00', 'UBND Thành phố Mẫu', { kind: 'province' });
  here = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu', { parent: above, codePrefix: 'G22.98' });
  await turnTo('2026-11-23T16:00:00+07:00');
  await acceptDossier(db, here, '2026-11-23T09:00:00+07:00');
}, 60_000);
afterAll(async () => {
  await database.stop();
  rmSync(folder, { recursive: true });
});

/** Sets the clock, and has everybody sign in: sessions do not last for days. */
async function turnTo(at: string): Promise<void> {
  clock.now = Date.parse(at);
  const deps = testDeps(database.db, folder, clock);
  const start = (_type: string, { args }: { args: [{ reportId: string }] }) => {
    started.push(...args);
    return Promise.resolve();
  };
  const temporal = (() => Promise.resolve({ workflow: { start } })) as unknown;
  const app = createApp(
    isReachable ? { ...deps, temporal: temporal as typeof deps.temporal } : deps,
  );
  const signIn = (username: string) => new ApiClient(app).signIn(username);
  chief = await signIn('supervisor.mau-00');
  supervisor = await signIn('supervisor.mau-01');
  officer = await signIn('officer.mau-01');
}

const path = '/api/report-schedules';
let keys = 0;
const keyed = (key = `schedule-${(keys += 1)}-key`) => ({ 'idempotency-key': key });
const daily = { kind: 'compliance', branch: false, rhythm: 'day' };

const set = (client: ApiClient, order: object, headers = keyed()) =>
  client.send('POST', path, order, headers);
const end = (client: ApiClient, id: string, { id: officeId }: TestOffice) =>
  client.send('POST', `${path}/${id}/end`, { officeId });

async function list(client: ApiClient, { id }: TestOffice): Promise<ScheduleView[]> {
  const answer = await client.get(`${path}?officeId=${id}`);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { schedules: ScheduleView[] }).schedules;
}

async function kept(client: ApiClient, { id }: TestOffice): Promise<ReportView[]> {
  const answer = await client.get(`/api/reports?officeId=${id}`);
  return ((await answer.json()) as { reports: ReportView[] }).reports;
}

/** A night of the worker's. */
async function night(): Promise<void> {
  const { db, store, rules } = testDeps(database.db, folder, clock);
  const now = () => new Date(clock.now);
  const publicUrl = 'https://saoy.example.vn';
  const scheduled = createScheduledReports({ db, now });
  for (const reportId of await scheduled.askScheduledReports()) {
    await createMakeReport({ db, store, rules, publicUrl, now })({ reportId });
    await scheduled.mailReport({ reportId });
  }
}

const acts = async () =>
  (
    await database.db.query<{ action: string }[]>(
      "SELECT action FROM audit_event WHERE action LIKE 'report-schedule%' ORDER BY at, sequence",
    )
  ).map(({ action }) => action);

test('a report that is set is listed with who set it, and sent again it is one', async () => {
  expect(await list(supervisor, here)).toEqual([]);
  const headers = keyed();
  const order = { officeId: here.id, ...daily };
  expect((await set(supervisor, order, headers)).status).toBe(204);
  expect((await set(supervisor, order, headers)).status).toBe(204);
  expect(await list(supervisor, here)).toEqual([
    {
      ...{ ...daily, id: expect.any(String), createdAt: '2026-11-23T09:00:00.000Z' },
      createdBy: expect.stringMatching(/\S/),
    },
  ]);
  // Of the office alone; whoever oversees it from above sees it there.
  expect(await list(chief, above)).toEqual([]);
  expect(await list(chief, here)).toHaveLength(1);
  expect(await acts()).toEqual(['report-schedule-set']);
  expect(await said(await set(supervisor, { ...order, kind: 'fees' }, headers))).toBe(
    '422 idempotency-key-reused',
  );
});

test('what it makes is kept among the reports, marked so, with its files, and mailed once', async () => {
  await night();
  expect(await kept(supervisor, here)).toEqual([]);
  await turnTo('2026-11-24T05:00:00+07:00');
  await night();
  await night();
  const [made, ...more] = await kept(supervisor, here);
  expect(more).toEqual([]);
  expect(made).toMatchObject({
    ...{ kind: 'compliance', branch: false, scheduled: true, failure: null },
    ...{ from: '2026-11-23', to: '2026-11-23', asOf: '2026-11-23T22:00:00.000Z', progress: 1 },
  });
  for (const format of ['xlsx', 'pdf']) {
    const file = `/api/reports/${made!.id}/${format}`;
    const answer = await supervisor.get(`${file}?officeId=${here.id}`);
    expect(answer.headers.get('content-disposition')).toContain('2026-11-23-2026-11-23');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 2).toString()).toBe(format === 'xlsx' ? 'PK' : '%P');
    expect(answer.headers.get('content-length')).toBe(String(bytes.length));
    const part = await supervisor.send('GET', `${file}?officeId=${here.id}`, undefined, {
      range: 'bytes=2-',
    });
    expect(part.status).toBe(206);
    expect(bytes.subarray(2).equals(Buffer.from(await part.arrayBuffer()))).toBe(true);
    // Neither by a report of another office, nor by an officer.
    expect(await said(await chief.get(`${file}?officeId=${above.id}`))).toBe('404 report-unknown');
    expect(await said(await officer.get(`${file}?officeId=${here.id}`))).toBe('403 right-missing');
  }
  const mails = await database.db.manager.findBy(Notice, { template: 'report-made' });
  expect(mails).toMatchObject([{ recipient: here.staff.supervisor, subjectId: made!.id }]);
});

test('it is changed by setting another and ending the one before, which makes no more', async () => {
  const [before] = await list(supervisor, here);
  const weekly = { officeId: here.id, kind: 'fees', branch: false, rhythm: 'week' };
  expect((await set(supervisor, weekly)).status).toBe(204);
  expect((await end(supervisor, before!.id, here)).status).toBe(204);
  expect(await list(supervisor, here)).toMatchObject([{ kind: 'fees', rhythm: 'week' }]);
  expect(await said(await end(supervisor, before!.id, here))).toBe('404 report-schedule-unknown');
  await turnTo('2026-11-30T05:00:00+07:00');
  await night();
  const reports = await kept(supervisor, here);
  expect(reports.map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ['fees', '2026-11-23', '2026-11-29'],
    ['compliance', '2026-11-23', '2026-11-23'],
  ]);
  expect(await acts()).toEqual([
    ...['report-schedule-set', 'report-schedule-set', 'report-schedule-ended'],
  ]);
});

test('it is run now for the last period that ended, kept like the others, and not made again at night', async () => {
  const [weekly] = await list(supervisor, here);
  const run = (client: ApiClient, id = weekly!.id, { id: officeId } = here) =>
    client.send('POST', `${path}/${id}/run`, { officeId });
  expect(await said(await run(officer))).toBe('403 right-missing');
  expect(await said(await run(supervisor, randomUUID()))).toBe('404 report-schedule-unknown');
  expect(await said(await run(chief, weekly!.id, above))).toBe('404 report-schedule-unknown');
  expect(await said(await run(supervisor, 'x'))).toBe('422 input-invalid');
  const before = await kept(supervisor, here);
  // Where the process cannot be reached nothing is left behind.
  expect(await said(await run(supervisor))).toBe('503 process-unavailable');
  expect(await kept(supervisor, here)).toEqual(before);
  isReachable = true;
  await turnTo('2026-12-07T04:00:00+07:00');
  const answer = await run(supervisor);
  expect(answer.status).toBe(202);
  const asked = (await answer.json()) as ReportView;
  const period = { from: '2026-11-30', to: '2026-12-06', kind: 'fees', scheduled: true };
  expect(asked).toMatchObject({ ...period, doneAt: null });
  expect(started).toEqual([{ reportId: asked.id }]);
  await night();
  const reports = await kept(supervisor, here);
  expect(reports).toHaveLength(before.length + 1);
  expect(reports[0]).toMatchObject({ id: asked.id, failure: null });
  expect(reports[0]?.doneAt).not.toBeNull();
});

test('only who oversees an office sets, sees and ends what is made for it', async () => {
  const [running] = await list(supervisor, here);
  const order = { officeId: here.id, ...daily };
  expect(await said(await set(officer, order))).toBe('403 right-missing');
  expect(await said(await officer.get(`${path}?officeId=${here.id}`))).toBe('403 right-missing');
  expect(await said(await end(officer, running!.id, here))).toBe('403 right-missing');
  const nobody = new ApiClient(supervisor.app);
  expect(await said(await set(nobody, order))).toBe('401 sign-in-needed');
  expect(await said(await nobody.get(`${path}?officeId=${here.id}`))).toBe('401 sign-in-needed');
  expect(await said(await end(nobody, running!.id, here))).toBe('401 sign-in-needed');
  // What is above them is not theirs, and one office's is not ended by another.
  expect(await said(await set(supervisor, { ...order, officeId: above.id }))).toBe(
    '404 office-unknown',
  );
  expect(await said(await end(chief, running!.id, above))).toBe('404 report-schedule-unknown');
  expect(await list(supervisor, here)).toHaveLength(1);
  // From above it is theirs to end.
  expect((await end(chief, running!.id, here)).status).toBe(204);
});

test.each([
  ['no office', { officeId: undefined }, '422 input-invalid'],
  ['an office that is no id', { officeId: 'mau-01' }, '422 input-invalid'],
  ['an office that is not there', { officeId: randomUUID() }, '404 office-unknown'],
  ['a kind that is none', { kind: 'weather' }, '422 input-invalid'],
  ['a rhythm that is none', { rhythm: 'hour' }, '422 input-invalid'],
  ['a branch in words', { branch: 'yes' }, '422 input-invalid'],
])('an order with %s is refused, and nothing is set', async (_what, changes, refusal) => {
  const order = { officeId: here.id, ...daily, ...changes };
  expect(await said(await set(supervisor, order))).toBe(refusal);
  expect(await list(supervisor, here)).toEqual([]);
});

test('without an Idempotency-Key, by a malformed id and of an unknown one nothing is done', async () => {
  const order = { officeId: here.id, ...daily };
  expect(await said(await supervisor.send('POST', path, order))).toBe('422 input-invalid');
  expect(await said(await end(supervisor, 'x', here))).toBe('422 input-invalid');
  expect(await said(await end(supervisor, randomUUID(), here))).toBe('404 report-schedule-unknown');
  expect(await said(await supervisor.get(path))).toBe('422 input-invalid');
});

test('an office has twenty at most, and one more when one has ended', async () => {
  const order = { officeId: here.id, ...daily };
  for (let count = 0; count < 20; count += 1) {
    expect((await set(supervisor, order)).status).toBe(204);
  }
  expect(await said(await set(supervisor, order))).toBe('409 report-schedules-full');
  expect((await set(chief, { ...order, officeId: above.id })).status).toBe(204);
  const [first] = await list(supervisor, here);
  expect((await end(supervisor, first!.id, here)).status).toBe(204);
  expect((await set(supervisor, order)).status).toBe(204);
});

test('it ends by itself, with nothing made, when who set it oversees the office no longer', async () => {
  const before = (await kept(supervisor, here)).length;
  await database.db.query(
    "UPDATE office_right SET untilAt = ? WHERE personId = ? AND held = 'supervise'",
    [new Date(clock.now), here.staff.supervisor],
  );
  await turnTo('2026-12-08T05:00:00+07:00');
  await night();
  expect(await list(chief, here)).toEqual([]);
  expect(await kept(chief, here)).toHaveLength(before);
});
