import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wordsOf } from '../../activities/notices/words-of';
import { createRecordAlarm } from '../../activities/dossiers/record-alarm';
import type { ActivityDeps } from '../../activities/deps';
import { StepClock } from '../../db/dossiers/entity';
import { Notice } from '../../db/notices/entity';
import { enqueue } from '../../db/notices/outbox';
import { listWithFacts } from '../../db/notices/read-claimed';
import { Person } from '../../db/people/entity';
import { loadRules } from '../../policies/load-rules';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier, tellRequester } from '../../test/fixtures/dossiers';
import { giveRight, makeOffice, makePerson, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { App } from '../http/env';
import type { Notice as Shown, ShownNotices, UnsentNotice } from './contract';

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

/** Leaves the supervisor's reminder to those who create. */
async function nudge(occasion: string): Promise<string> {
  const { db } = database;
  const dossier = await acceptDossier(db, office, acceptedAt);
  const about = { officeId: office.id, subjectKind: 'dossier', subjectId: dossier.id } as const;
  await enqueue(db.manager, { ...about, at: new Date(clock.now - 1000) }, [
    {
      ...{ channel: 'portal', template: 'nudge', recipientKind: 'right', recipient: 'create' },
      ...{ occasion, data: { step: 'create', due: clock.now } },
    },
  ]);
  return dossier.id;
}

async function shownTo(client: ApiClient): Promise<ShownNotices> {
  const answer = await client.get(`/api/notices?officeId=${office.id}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as ShownNotices;
}

test('what one has read is read for oneself alone; all is read at once', async () => {
  const { db } = database;
  const other = await makePerson(db, { username: `other.${office.code}`, kind: 'staff' });
  await giveRight(db, { personId: other, officeId: office.id, right: 'create' });
  await Promise.all(['one', 'two', 'three'].map(nudge));
  const [officer, colleague] = [await as('officer'), await as('other')];
  const before = await shownTo(officer);
  expect(before.unread).toBe(before.items.filter(({ read }) => !read).length);
  const [newest] = before.items;
  const read = (ids: string[] | null) =>
    officer.send('POST', '/api/notices/readings', { officeId: office.id, ids });
  expect((await read([String(newest?.id)])).status).toBe(204);
  expect((await read([String(newest?.id)])).status).toBe(204);
  const after = await shownTo(officer);
  expect(after.unread).toBe(before.unread - 1);
  expect(after.items.find(({ id }) => id === newest?.id)?.read).toBe(true);
  expect((await shownTo(colleague)).unread).toBe(before.unread);
  await read(null);
  expect((await shownTo(officer)).unread).toBe(0);
  // A notice of elsewhere is none that one is shown.
  await read([randomUUID()]);
});

test('kinds that one does not want are not shown, and come by mail where one wants them so', async () => {
  const { db } = database;
  const officer = await as('officer');
  await db.manager.update(Person, { id: office.staff.officer }, { email: 'can.bo@example.vn' });
  const choose = (choice: object) =>
    officer.send('PUT', '/api/my-notice-choices', { items: [{ kind: 'nudge', ...choice }] });
  expect((await choose({ onPage: false, byMail: true })).status).toBe(200);
  const dossierId = await nudge('by mail');
  expect((await shownTo(officer)).items.map(({ template }) => template)).not.toContain('nudge');
  expect((await shownTo(await as('other'))).items.map(({ template }) => template)).toContain(
    'nudge',
  );
  const mails = await db.manager.findBy(Notice, { subjectId: dossierId, channel: 'mail' });
  expect(mails).toMatchObject([
    {
      template: 'nudge',
      recipientKind: 'person',
      recipient: office.staff.officer,
      status: 'pending',
    },
  ]);
  const [facts] = await listWithFacts(db, 'WHERE n.id = ?', [mails[0]?.id]);
  expect(facts?.email).toBe('can.bo@example.vn');
  const deps = { db, rules: loadRules(), publicUrl: 'https://saoy.example' };
  const words = await wordsOf(deps as unknown as ActivityDeps, facts as NonNullable<typeof facts>);
  expect(words.text).toContain('Tạo bản sao');
  await choose({ onPage: true, byMail: false });
  expect((await shownTo(officer)).items.map(({ template }) => template)).toContain('nudge');
});
