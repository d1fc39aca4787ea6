import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRecordAlarm } from '../../activities/dossiers/record-alarm';
import type { ActivityDeps } from '../../activities/deps';
import { StepClock } from '../../db/dossiers/entity';
import { Notice } from '../../db/notices/entity';
import { enqueue } from '../../db/notices/outbox';
import { loadRules } from '../../policies/load-rules';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier, tellRequester } from '../../test/fixtures/dossiers';
import { makeOffice, makePerson, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { App } from '../http/env';
import type { Notice as Shown, UnsentNotice } from './contract';

let database: TestDatabase;
let app: App;
let office: TestOffice;
const clock = { now: Date.parse('2026-11-27T10:00:00+07:00') };
const acceptedAt = '2026-11-26T08:00:00+07:00';

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'bao-01', 'UBND Phường Mẫu');
  const folder = await mkdtemp(join(tmpdir(), 'saoy-notices-'));
  app = createApp(testDeps(database.db, folder, clock));
}, 60_000);
afterAll(() => database.stop());

const as = (role: string) => new ApiClient(app).signIn(`${role}.${office.code}`);

async function itemsOf<Item>(client: ApiClient, path: string): Promise<Item[]> {
  const answer = await client.get(path);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { items: Item[] }).items;
}

test('an alarm is told to those who hold the step and to the supervisor, in the policy’s words', async () => {
  const { db } = database;
  const dossier = await acceptDossier(db, office, acceptedAt);
  const running = await db.manager.findOneByOrFail(StepClock, { dossierId: dossier.id });
  const { step, round } = running;
  const due = running.due.getTime();
  await createRecordAlarm({ db, rules: loadRules() } as unknown as ActivityDeps)({
    ...{ dossierId: dossier.id, alarm: 'breach', step, round, due, at: due },
  });
  const path = `/api/notices?officeId=${office.id}`;
  for (const role of ['officer', 'supervisor']) {
    const [told, ...more] = await itemsOf<Shown>(await as(role), path);
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      ...{ template: 'alarm-breach', title: `Hồ sơ ${dossier.code} quá hạn của bước` },
      dossier: { id: dossier.id, code: dossier.code },
    });
    expect(told?.text).toContain('Tạo bản sao');
    expect(told?.text).not.toMatch(/[{}]/);
  }
  expect(await itemsOf(await as('leader'), path)).toEqual([]);
});

test('what did not get through is seen by its office and sent again, once', async () => {
  const { db } = database;
  const dossier = await acceptDossier(db, office, acceptedAt);
  await moveDossier(db, dossier, acceptedAt, {
    ...{ action: 'refuse', also: tellRequester('refusal', acceptedAt) },
  });
  const which = { subjectId: dossier.id, template: 'refusal' } as const;
  const failed = { status: 'failed', attempts: 5, lastError: '550 5.1.1 no such mailbox' } as const;
  await db.manager.update(Notice, which, failed);
  const officer = await as('officer');
  const path = `/api/notices/unsent?officeId=${office.id}`;
  const [unsent] = await itemsOf<UnsentNotice>(officer, path);
  expect(unsent).toMatchObject({
    ...{ channel: 'mail', template: 'refusal', status: 'failed', attempts: 5, nextAt: null },
    ...{ answer: failed.lastError, dossier: { id: dossier.id, code: dossier.code } },
  });
  const resend = `/api/notices/${unsent?.id}/resend`;
  expect(await said(await (await as('leader')).send('POST', resend, {}))).toBe('403 right-missing');
  expect(await said(await officer.send('POST', resend, {}))).toBe('204');
  expect(await db.manager.findOneByOrFail(Notice, which)).toMatchObject({
    ...{ status: 'pending', attempts: 0, nextAt: new Date(clock.now) },
  });
  await db.manager.update(Notice, which, { status: 'sent' });
  expect(await said(await officer.send('POST', resend, {}))).toBe('409 mail-sent');
  expect(await itemsOf(officer, path)).toEqual([]);
});

test('a notice for a person is theirs alone, and is shown from its time on', async () => {
  const { db } = database;
  const dossier = await acceptDossier(db, office, acceptedAt);
  const [name, other] = ['012345678903', '012345678904'];
  const recipient = await makePerson(db, { username: name, kind: 'citizen', identifier: name });
  await makePerson(db, { username: other, kind: 'citizen', identifier: other });
  const at = new Date(clock.now + 60_000);
  const occasion = { officeId: office.id, subjectKind: 'dossier', subjectId: dossier.id } as const;
  await enqueue(db.manager, { ...occasion, at }, [
    { channel: 'portal', template: 'new-slip', recipientKind: 'person', recipient },
  ]);
  const [mine, others] = await Promise.all(
    [name, other].map((username) => new ApiClient(app).signIn(username)),
  );
  expect(await itemsOf(mine as ApiClient, '/api/my-notices')).toEqual([]);
  clock.now += 60_000;
  expect(await itemsOf(mine as ApiClient, '/api/my-notices')).toHaveLength(1);
  expect(await itemsOf(others as ApiClient, '/api/my-notices')).toEqual([]);
});
