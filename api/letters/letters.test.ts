import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { draftLetter } from '../../db/letters/draft-letter';
import { AuditEvent } from '../../db/audit/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { type TestOffice, makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { Letter, WrittenLetter } from './contract';
import type { App } from '../http/env';

let database: TestDatabase;
let office: TestOffice;
let app: App;
let supervisor: ApiClient;
let dossierId: string;
let code: string;

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  office = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  app = createApp(testDeps(db, tmpdir(), { now: Date.parse('2026-11-27T08:00:00+07:00') }));
  supervisor = await new ApiClient(app).signIn('supervisor.mau-01');
  ({ id: dossierId, code } = await acceptDossier(db, office, '2026-11-26T09:00:00+07:00'));
  await draftLetter(db.manager, {
    dossierId,
    kind: 'apology',
    due: new Date('2026-11-27T17:30:00+07:00'),
    officeId: office.id,
    previousDue: new Date('2026-11-26T17:30:00+07:00'),
    reason: 'Quá hạn trả kết quả.',
    draftedAt: new Date('2026-11-26T17:30:00+07:00'),
  });
}, 60_000);
afterAll(() => database.stop());

async function list(state: Letter['state']): Promise<Letter[]> {
  const answer = await supervisor.get(`/api/letters?officeId=${office.id}&state=${state}`);
  return ((await answer.json()) as { items: Letter[] }).items;
}

async function open(): Promise<WrittenLetter> {
  const [letter] = [...(await list('drafted')), ...(await list('issued'))];
  return (await (await supervisor.get(`/api/letters/${letter!.id}`)).json()) as WrittenLetter;
}

test('an apology is drafted as its form wants it: name, code, old time, reason, new time, apology', async () => {
  expect(await list('drafted')).toMatchObject([
    { kind: 'apology', state: 'drafted', dossierCode: code, issuedAt: null },
  ]);
  const letter = await open();
  expect(letter.title).toMatch(/xin lỗi/i);
  expect(letter.citation).not.toBe('');
  for (const part of [
    letter.requesterName,
    code,
    '17 giờ 30 phút, ngày 26/11/2026',
    'Quá hạn trả kết quả.',
    '17 giờ 30 phút, ngày 27/11/2026',
    'xin lỗi',
  ]) {
    expect(letter.body).toContain(part);
  }
});

test('only who creates or supervises in the office reads, changes and issues it', async () => {
  const { id, body } = await open();
  const path = `/api/letters/${id}`;
  for (const [username, answer] of [
    ['clerk.mau-01', '403 right-missing'],
    ['supervisor.mau-02', '404 letter-unknown'],
  ]) {
    const person = await new ApiClient(app).signIn(String(username));
    expect(await said(await person.get(path))).toBe(answer);
    expect(await said(await person.send('PUT', path, { body }))).toBe(answer);
    expect(await said(await person.send('POST', `${path}/issue`, {}))).toBe(answer);
  }
  expect(await said(await supervisor.get(`/api/letters/${randomUUID()}`))).toBe(
    '404 letter-unknown',
  );
});

test('its text is changed until it is issued, and then stays for ever; both acts are in the log', async () => {
  const { id, body } = await open();
  const path = `/api/letters/${id}`;
  const changed = `${body}\nCán bộ sẽ gọi điện khi có kết quả.`;
  expect(await said(await supervisor.send('PUT', path, { body: 'ngắn' }))).toBe(
    '422 input-invalid',
  );
  expect(await said(await supervisor.send('PUT', path, { body: changed }))).toBe('200');
  const issued = (await (
    await supervisor.send('POST', `${path}/issue`, {})
  ).json()) as WrittenLetter;
  expect(issued).toMatchObject({ state: 'issued', body: changed });
  expect(issued.issuedBy).not.toBeNull();
  expect(await said(await supervisor.send('PUT', path, { body }))).toBe('409 letter-issued');
  const again = (await (
    await supervisor.send('POST', `${path}/issue`, {})
  ).json()) as WrittenLetter;
  expect(again).toEqual(issued);
  expect(await list('drafted')).toEqual([]);
  expect(await list('issued')).toMatchObject([{ id, state: 'issued' }]);
  const acts = await database.db.manager.findBy(AuditEvent, { dossierId });
  const ofLetter = acts.map(({ action }) => action).filter((action) => action.endsWith('letter'));
  expect(ofLetter.sort()).toEqual(['edit-letter', 'issue-letter']);
});

test('what may be chosen for an extension comes from the policy of the dossier', async () => {
  const path = `/api/dossiers/${dossierId}/extension-options`;
  const answer = (await (await supervisor.get(path)).json()) as { daysMax: number; grounds: [] };
  expect(answer.daysMax).toBe(2);
  expect(answer.grounds).toHaveLength(4);
  const clerk = await new ApiClient(app).signIn('clerk.mau-01');
  expect(await said(await clerk.get(path))).toBe('403 right-missing');
});

test('a slip waits for nobody once its dossier has ended', async () => {
  const { db } = database;
  const late = await acceptDossier(db, office, '2026-11-26T16:00:00+07:00');
  const codes = async () => (await list('drafted')).map(({ dossierCode }) => dossierCode);
  expect(await codes()).toContain(late.code);
  await moveDossier(db, late, '2026-11-26T16:10:00+07:00', { action: 'refuse' });
  expect(await codes()).not.toContain(late.code);
});
