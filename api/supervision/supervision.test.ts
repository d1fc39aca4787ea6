import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { Dossier } from '../../db/dossiers/entity';
import { findMisfolded, foldLog, refold } from '../../db/supervision/fold-log';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { type TestOffice, makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { Board } from './contract';
import type { App } from '../http/env';

let database: TestDatabase;
let here: TestOffice;
let there: TestOffice;
let app: App;
let supervisor: ApiClient;
const made: Record<string, Dossier> = {};
const clock = { now: Date.parse('2026-11-23T16:00:00+07:00') };
const at = (time: string) => `2026-11-23T${time}:00+07:00`;

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  here = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  there = await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  app = createApp(testDeps(db, tmpdir(), clock));
  supervisor = await new ApiClient(app).signIn('supervisor.mau-01');

  made.open = await acceptDossier(db, here, at('15:30'));
  made.late = await acceptDossier(db, here, '2026-11-19T08:00:00+07:00');
  made.signing = await acceptDossier(db, here, at('15:35'), {
    documentType: '=HYPERLINK("http://x.example")',
  });
  await moveDossier(db, made.signing, at('15:50'), { action: 'submit' });
  made.back = await acceptDossier(db, here, at('08:00'));
  await moveDossier(db, made.back, at('09:00'), { action: 'submit' });
  await moveDossier(db, made.back, at('09:30'), { action: 'return' });
  await moveDossier(db, made.back, at('10:00'), { action: 'submit' });
  made.done = await acceptDossier(db, here, at('08:00'));
  await moveDossier(db, made.done, at('08:30'), { action: 'submit' });
  await moveDossier(db, made.done, at('09:00'), { action: 'sign' });
  await moveDossier(db, made.done, at('11:30'), { action: 'seal' });
  await moveDossier(db, made.done, at('11:30'), { action: 'complete' });
  await moveDossier(db, made.done, at('11:31'), {
    action: 'deliver',
    changes: { deliveredAt: new Date(at('11:31')) },
  });
  made.refused = await acceptDossier(db, here, at('10:00'));
  await moveDossier(db, made.refused, at('10:10'), { action: 'refuse' });
  await acceptDossier(db, there, at('08:00'));
}, 60_000);
afterAll(() => database.stop());

test('the board shows the open dossiers by time left, with marks, holders and the day’s counts', async () => {
  const answer = await supervisor.get(`/api/supervision/board?officeId=${here.id}`);
  const board = (await answer.json()) as Board;
  expect(board.asOf).toBe('2026-11-23T09:00:00.000Z');
  expect(board.total).toEqual({ open: 4, dueToday: 1, near: 0, late: 2 });
  const counts = { accepted: 5, delivered: 1, returned: 1, refused: 1, onTimeRatio: 1 };
  expect(board.today).toEqual(counts);
  expect(board.month).toEqual({ ...counts, accepted: 6 });
  expect(board.open.map(({ id, mark }) => [id, mark])).toEqual([
    [made.late!.id, 'late'],
    [made.back!.id, 'late'],
    expect.anything(),
    expect.anything(),
  ]);
  const signing = board.open.find(({ id }) => id === made.signing!.id);
  expect(signing).toMatchObject({ mark: 'ok', holder: 'Nguyễn Thị Ví Dụ' });
});

test('the board says when people come, how long steps take, and what was delivered day by day', async () => {
  const answer = await supervisor.get(`/api/supervision/board?officeId=${here.id}`);
  const board = (await answer.json()) as Board;
  // Thursday at eight; Monday at eight, ten and, twice, half past three.
  expect(board.arrivals).toEqual(
    expect.arrayContaining([
      { weekday: 4, hour: 8, accepted: 1 },
      { weekday: 1, hour: 8, accepted: 2 },
      { weekday: 1, hour: 15, accepted: 2 },
    ]),
  );
  const all = board.lostTime.filter(({ officeId }) => officeId === null);
  expect(all.map(({ step, rounds }) => [step, rounds])).toEqual([
    ['create', 4],
    ['sign', 1],
    ['seal', 1],
  ]);
  // The seal took two and a half hours; buckets are exact to a tenth or so.
  expect(Math.abs(all[2]!.median - 150)).toBeLessThan(15);
  const trend = board.offices[0]!.trend;
  expect(trend).toHaveLength(14);
  expect(trend.at(-1)).toEqual({ day: '2026-11-23', delivered: 1, onTime: 1 });
});

test('from above the board is of the whole branch, and of one office below', async () => {
  const { db } = database;
  const top = await makeOffice(db, 'mau-00', 'Thành phố Mẫu', { codePrefix: 'G22.90' });
  const below = await makeOffice(db, 'mau-03', 'Phường Dưới', {
    parent: top,
    codePrefix: 'G22.91',
  });
  await acceptDossier(db, below, at('09:00'));
  const client = await new ApiClient(app).signIn('supervisor.mau-00');
  const read = async (office: TestOffice, branch: boolean) => {
    const query = `officeId=${office.id}&branch=${branch}`;
    return (await (await client.get(`/api/supervision/board?${query}`)).json()) as Board;
  };
  expect((await read(top, false)).total.open).toBe(0);
  const whole = await read(top, true);
  expect(whole.offices.map(({ name, open }) => [name, open])).toEqual([
    ['Phường Dưới', 1],
    ['Thành phố Mẫu', 0],
  ]);
  expect(whole.open.map(({ officeId }) => officeId)).toEqual([below.id]);
  // Who asked is not named to those who oversee from above.
  expect(whole.open[0]).toMatchObject({ requesterName: '', requesterEmail: null });
  expect((await read(below, false)).total.open).toBe(1);
});

test('a nudge tells those who hold the step, and the log knows of it', async () => {
  const nudge = (dossier: Dossier) =>
    supervisor.send(
      'POST',
      '/api/supervision/nudges',
      { officeId: here.id, dossierId: dossier.id },
      { 'idempotency-key': randomUUID() },
    );
  expect(await said(await nudge(made.late!))).toBe('204');
  const officer = await new ApiClient(app).signIn('officer.mau-01');
  const notices = await (await officer.get(`/api/notices?officeId=${here.id}`)).text();
  expect(notices).toContain(`Người điều hành nhắc hồ sơ ${made.late!.code}`);
  const [event] = await database.db.query<{ n: string }[]>(
    `SELECT COUNT(*) AS n FROM audit_event WHERE action = 'nudge' AND dossierId = ?`,
    [made.late!.id],
  );
  expect(Number(event?.n)).toBe(1);
  expect(await said(await nudge(made.done!))).toBe('409 nudge-needless');
  const other = await acceptDossier(database.db, there, at('09:00'));
  expect(await said(await nudge(other))).toBe('404 dossier-unknown');
});

test('what was folded bit by bit is what the log adds up to, and a difference is found and mended', async () => {
  const { db } = database;
  // Folded so far by each look at the board; acts since come on top.
  await moveDossier(db, made.open!, at('15:55'), { action: 'submit' });
  expect(await foldLog(db, [here.id])).toBe(1);
  expect(await foldLog(db, [here.id])).toBe(0);
  expect(await findMisfolded(db)).toEqual([]);
  await db.query('UPDATE folded_hour SET accepted = accepted + 1 WHERE officeId = ?', [here.id]);
  expect(await findMisfolded(db)).toEqual([here.id]);
  await refold(db);
  expect(await findMisfolded(db)).toEqual([]);
  await db.query('DELETE FROM folded_step WHERE officeId = ? LIMIT 1', [here.id]);
  expect(await findMisfolded(db)).toEqual([here.id]);
  await refold(db);
});

test('the board is for who oversees the office', async () => {
  const read = (client: ApiClient, office: TestOffice) =>
    client.get(`/api/supervision/board?officeId=${office.id}`);
  expect(await said(await read(supervisor, here))).toBe('200');
  expect(await said(await read(supervisor, there))).toBe('404 office-unknown');
  for (const role of ['officer', 'leader', 'clerk']) {
    const other = await new ApiClient(app).signIn(`${role}.mau-01`);
    expect(await said(await read(other, here))).toBe('403 right-missing');
  }
  expect(await said(await read(new ApiClient(app), here))).toBe('401 sign-in-needed');
});
