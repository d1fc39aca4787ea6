import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import type { Dossier as DossierRow } from '../../db/dossiers/entity';
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
const made: Record<string, DossierRow> = {};
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
  expect(board.today).toEqual({
    dueToday: 1,
    accepted: 5,
    delivered: 1,
    returned: 1,
    refused: 1,
    near: 0,
    late: 2,
    onTimeRatio: 1,
  });
  expect(board.open.map(({ id, mark }) => [id, mark])).toEqual([
    [made.late!.id, 'late'],
    [made.back!.id, 'late'],
    expect.anything(),
    expect.anything(),
  ]);
  const signing = board.open.find(({ id }) => id === made.signing!.id);
  expect(signing).toMatchObject({ mark: 'ok', holder: 'Nguyễn Thị Ví Dụ' });
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
