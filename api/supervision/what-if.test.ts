import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { type TestOffice, makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';

let database: TestDatabase;
let here: TestOffice;
let supervisor: ApiClient;
let officer: ApiClient;
const codes: Record<string, string> = {};

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  here = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  const there = await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  const clock = { now: Date.parse('2026-11-26T16:00:00+07:00') };
  const app = createApp(testDeps(db, tmpdir(), clock));
  supervisor = await new ApiClient(app).signIn('supervisor.mau-01');
  officer = await new ApiClient(app).signIn('officer.mau-01');
  const today = await acceptDossier(db, here, '2026-11-26T09:00:00+07:00');
  const tomorrow = await acceptDossier(db, here, '2026-11-26T15:30:00+07:00');
  await moveDossier(db, today, '2026-11-26T10:00:00+07:00', { action: 'submit' });
  await acceptDossier(db, there, '2026-11-26T15:30:00+07:00');
  Object.assign(codes, { today: today.code, tomorrow: tomorrow.code });
}, 60_000);
afterAll(() => database.stop());

interface Answer {
  dossiers: number;
  toLate: number;
  newSlips: number;
  changed: number;
  changes: { code: string; legalDueAfter: string; finishAfter: string | null }[];
}

async function ask(question: object): Promise<Answer> {
  const answer = await supervisor.send('POST', '/api/supervision/what-if', {
    officeId: here.id,
    ...question,
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Answer;
}

async function refused(person: ApiClient, question: object) {
  const answer = await person.send('POST', '/api/supervision/what-if', {
    officeId: here.id,
    ...question,
  });
  return (await answer.json()) as { status: number; code: string; params?: object };
}

test('a day off moves what is due on it, in this office alone, and calls for a new slip', async () => {
  const answer = await ask({ dayOff: '2026-11-27' });
  expect(answer).toMatchObject({ dossiers: 2, newSlips: 1, changed: 1, toLate: 0 });
  expect(answer.changes).toMatchObject([
    { code: codes.tomorrow, legalDueAfter: '2026-11-30T10:30:00.000Z' },
  ]);
  expect(await ask({ dayOff: '2026-11-27', limit: 0 })).toMatchObject({ changed: 1, changes: [] });
});

test('a calendar or policy as its file would be is reckoned with, or refused by line and reason', async () => {
  const file = join(__dirname, '..', '..', 'policies', 'rules', 'hanoi-1287-2024.yaml');
  const policy = readFileSync(file, 'utf8');
  const earlier = policy.replace("time: '15:00'", "time: '08:30'");
  const answer = await ask({ rules: earlier });
  expect(answer.changes).toMatchObject([
    { code: codes.today, legalDueAfter: '2026-11-27T10:30:00.000Z' },
  ]);
  expect(
    await refused(supervisor, { rules: policy.replace('percent: 75', 'percent: 175') }),
  ).toMatchObject({
    code: 'rules-invalid',
    params: { file: 'rules', line: expect.any(Number) },
  });
});

test('fewer people make dossiers late, and the answer says when each would be finished', async () => {
  const minutes = { create: 20, sign: 5, seal: 5 };
  const at = '2026-11-26T16:00:00+07:00';
  const people = { create: 1, sign: 0, seal: 1 };
  const answer = await ask({ people, minutes, at });
  expect(answer.toLate).toBe(2);
  expect(answer.changes.map(({ finishAfter }) => finishAfter)).toEqual([null, null]);
  const more = await ask({ people: { create: 2, sign: 2, seal: 2 }, minutes, at });
  expect(more).toMatchObject({ toLate: 0, changed: 0 });
});

test('what cannot be answered says why', async () => {
  expect(await refused(supervisor, {})).toMatchObject({ status: 422, code: 'what-if-unasked' });
  const people = { create: 1, sign: 1, seal: 1 };
  expect(await refused(supervisor, { people })).toMatchObject({ code: 'service-times-missing' });
  expect(await refused(supervisor, { policy: 'none' })).toMatchObject({ code: 'policy-unknown' });
  expect(await refused(supervisor, { dayOff: '2099-01-01', at: 'x' })).toMatchObject({
    code: 'input-invalid',
  });
});

test('a question about people starts from who holds each right today, and from what was measured', async () => {
  const staffing = async () =>
    (await supervisor.get(`/api/supervision/staffing?officeId=${here.id}`)).json();
  expect(await staffing()).toEqual({
    people: { create: 1, sign: 1, seal: 1 },
    // One was submitted an hour after it had come.
    minutes: { create: 60, sign: null, seal: null },
  });
  const { db } = database;
  await db.query("UPDATE person SET state = 'inactive' WHERE id = ?", [here.staff.leader]);
  await db.query('UPDATE office_right SET untilAt = ? WHERE personId = ?', [
    new Date('2026-11-26T15:59:00+07:00'),
    here.staff.clerk,
  ]);
  await db.query("UPDATE step_clock SET usedMs = 90000 WHERE step = 'create'");
  expect(await staffing()).toEqual({
    people: { create: 1, sign: 0, seal: 0 },
    minutes: { create: 1.5, sign: null, seal: null },
  });
});

test('only who supervises or administers the office may ask', async () => {
  expect(await refused(officer, { dayOff: '2026-11-27' })).toMatchObject({ code: 'right-missing' });
});
