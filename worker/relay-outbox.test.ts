import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { createHash, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import pino from 'pino';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActivityDeps } from '../activities/deps';
import { createSmtpMailer } from '../activities/notices/mailer';
import { createApp } from '../api/app';
import { createDataSource } from '../db/data-source';
import { CopyLink } from '../db/copies/entity';
import { Dossier, Visit } from '../db/dossiers/entity';
import { RegisterVoid } from '../db/registers/entity';
import { AuditEvent } from '../db/audit/entity';
import { Notice } from '../db/notices/entity';
import { assignNumber } from '../db/registers/assign-number';
import { ensureBook } from '../db/registers/make-book';
import { recordDelivery } from '../activities/notices/record-delivery';
import {
  callOff,
  claimDue,
  recordAbandoned,
  recordSending,
  recordSent,
  type ClaimedNotice,
} from '../db/notices/outbox';
import { readClaimed } from '../db/notices/read-claimed';
import type { Template } from '../domain/notices';
import { loadRules } from '../policies/load-rules';
import { openStore } from '../storage/open-store';
import { ApiClient, said, testDeps } from '../test/fixtures/api-client';
import { acceptDossier, moveDossier, tellRequester } from '../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../test/fixtures/house';
import { serveMail, type ScriptedMail } from '../test/fixtures/scripted-mail';
import { startDatabase, type TestDatabase } from '../test/stack/database';
import { relayOutbox } from './relay-outbox';

/* The relay as the worker runs it, on a real database and a mail server that answers as a test says. */

const copyBytes = Buffer.from('%PDF-1.7 bản sao mẫu');
const copyHash = createHash('sha256').update(copyBytes).digest('hex');
const folder = `${tmpdir()}/saoy-relay-${randomUUID()}`;
const store = openStore(`file://${folder}`);

let database: TestDatabase;
let office: TestOffice;
let mail: ScriptedMail;
let told: string[];
let relay: ReturnType<typeof relayOutbox> | undefined;
let clockAheadMs: number;

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'thu-01', 'UBND Phường Mẫu');
  await ensureBook(database.db.manager, office.id, 2026, 1);
  await store.put(copyBytes);
}, 60_000);
beforeEach(async () => {
  await database.db.query('DELETE FROM notice');
  mail = await serveMail();
  told = [];
  clockAheadMs = 0;
});
afterEach(async () => {
  await relay?.stop();
  relay = undefined;
  await mail.close();
});
afterAll(() => database.stop());

const now = () => new Date(Date.now() + clockAheadMs);

/** Temporal is asked for two things alone: to start a workflow, and to tell one. */
const client = {
  workflow: {
    start: (_type: string, { workflowId }: { workflowId: string }) => {
      told.push(`start ${workflowId}`);
      return Promise.resolve();
    },
    getHandle: (workflowId: string) => ({
      signal: () => {
        told.push(`delivered ${workflowId}`);
        const isGone = told.length % 2 === 0;
        return isGone
          ? Promise.reject(new WorkflowNotFoundError('gone', workflowId, undefined))
          : Promise.resolve();
      },
    }),
  },
} as unknown as Client;

function deps(db = database.db): ActivityDeps {
  return {
    ...{ db, store, rules: loadRules(), now, publicUrl: 'https://saoy.mau.invalid' },
    mailer: createSmtpMailer(mail.url, 'saoy@mau.invalid'),
    ...{ sms: null, webhooks: [], reach: { sms: false, webhooks: [] } },
  } as Partial<ActivityDeps> as ActivityDeps;
}

const run = (db = database.db) =>
  (relay = relayOutbox(deps(db), client, pino({ level: 'silent' })));

/** Dossiers whose copy waits to be mailed. */
async function delivering(email = 'khach@mau.invalid'): Promise<Dossier> {
  const { db } = database;
  const at = '2026-11-26T09:00:00+07:00';
  const dossier = await acceptDossier(db, office, at, { requester: { requesterEmail: email } });
  await assignNumber(db.manager, {
    publishedSizeOf: () => 0,
    ...{ dossierId: dossier.id, bookId: null, actorId: office.staff.clerk, actKey: 'seal:1' },
    ...{ at: new Date(at), format: (number) => `${number}/ĐT` },
  });
  for (const action of ['submit', 'sign', 'seal'] as const) {
    await moveDossier(db, dossier, at, { action });
  }
  await moveDossier(db, dossier, at, {
    ...{ action: 'complete', changes: { copyHash }, also: tellRequester('copy', at) },
  });
  return db.manager.findOneByOrFail(Dossier, { id: dossier.id });
}

const itemOf = ({ id: subjectId }: Dossier, template: Template = 'copy') =>
  database.db.manager.findOneByOrFail(Notice, { subjectId, template });

/** Takes a dossier's mail as a relay does. */
async function claimMail(dossier: Dossier): Promise<ClaimedNotice | undefined> {
  const { id } = await itemOf(dossier);
  const claim = await claimDue(database.db, [id], 1, now());
  if (claim === null) return undefined;
  return (await readClaimed(database.db, [id], claim))[0]?.notice;
}
const waitingOf = async ({ id }: Dossier) =>
  (await database.db.manager.findOneByOrFail(Dossier, { id })).waitingFor;

async function until(what: string, isSo: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`never: ${what}`);
    await sleep(50);
  }
}

const isStatus = (dossier: Dossier, status: Notice['status']) => () =>
  itemOf(dossier).then((item) => item.status === status);

test('a pool of one connection carries mails side by side, each once, and tells their workflows', async () => {
  const dossiers = [];
  for (let made = 0; made < 12; made += 1) dossiers.push(await delivering());
  const narrow = await createDataSource(database.url, 1).initialize();
  run(narrow);
  for (const dossier of dossiers) await until('sent', isStatus(dossier, 'sent'));
  expect(mail.messages).toHaveLength(12);
  await until('told', () =>
    Promise.resolve(told.filter((line) => line.startsWith('delivered')).length === 12),
  );
  expect(new Set(told).size).toBe(24);
  for (const { id } of dossiers) {
    const { stage, deliveredAt } = await database.db.manager.findOneByOrFail(Dossier, { id });
    expect({ stage, isDated: deliveredAt !== null }).toEqual({ stage: 'delivered', isDated: true });
    expect(
      await database.db.manager.countBy(AuditEvent, { dossierId: id, action: 'deliver' }),
    ).toBe(1);
  }
  await relay?.stop();
  await narrow.destroy();
});

test('mails that hang hold up neither workflows nor a transaction', async () => {
  mail.script.greeting = null;
  const dossiers = [];
  for (let made = 0; made < 12; made += 1) dossiers.push(await delivering());
  const isStarted = (id: string) => () =>
    database.db.manager.existsBy(Notice, {
      ...{ subjectId: id, template: 'start', status: 'sent' },
    });
  run();
  const late = await acceptDossier(database.db, office, '2026-11-26T09:00:00+07:00');
  await until('started', isStarted(late.id), 3_000);
  await database.db.query('SELECT id FROM notice FOR UPDATE WAIT 1');
  const startedAt = Date.now();
  await relay?.stop();
  expect(Date.now() - startedAt).toBeLessThan(8_000);
  // We hung up before the server had anything: it goes at once when the worker is back.
  const item = await itemOf(dossiers[0] as Dossier);
  expect(item).toMatchObject({ status: 'pending', attempts: 0, claim: null });
  expect(item.nextAt.getTime()).toBeLessThanOrEqual(Date.now());
});

test('a mail that failed is not tried before its time', async () => {
  mail.script.answers = { 'RCPT TO': '550 5.1.1 no such mailbox' };
  const dossier = await delivering();
  run();
  await until('refused', async () => (await itemOf(dossier)).attempts === 1);
  expect(await waitingOf(dossier)).toBe('mail-address-refused');
  mail.script.answers = {};
  await sleep(1_500);
  expect(await itemOf(dossier)).toMatchObject({ status: 'pending', attempts: 1 });
  clockAheadMs = 6 * 60_000;
  await until('sent', isStatus(dossier, 'sent'));
});

test('what was being handed over when its process died is perhaps sent, and not sent again by itself', async () => {
  const dossier = await delivering();
  const item = await claimMail(dossier);
  if (item === undefined) throw new Error('nothing claimed');
  expect(await recordSending(database.db, item, now())).toBe(true);
  run();
  await sleep(3_000);
  expect((await itemOf(dossier)).status).toBe('sending');
  clockAheadMs = 16_000;
  await until('uncertain', isStatus(dossier, 'uncertain'));
  expect(await waitingOf(dossier)).toBe('mail-uncertain');
  await sleep(1_000);
  expect(mail.messages).toHaveLength(0);
  // Its process lived after all, and has the server's answer.
  await recordSent(database.db.manager, item, now());
  expect((await itemOf(dossier)).status).toBe('sent');
});

test('what was claimed and not handed over is taken again when the claim is over, and its first holder has lost it', async () => {
  const dossier = await delivering();
  const first = await claimMail(dossier);
  if (first === undefined) throw new Error('nothing claimed');
  expect(await claimMail(dossier)).toBeUndefined();
  clockAheadMs = 16_000;
  const second = await claimMail(dossier);
  expect(second).toMatchObject({ id: first.id });
  expect(await recordSending(database.db, first, now())).toBe(false);
  expect(await recordSending(database.db, second ?? first, now())).toBe(true);
  await recordSent(database.db.manager, first, now());
  expect((await itemOf(dossier)).status).toBe('sending');
  expect(await recordAbandoned(database.db, now(), [first.id])).toBe(0);
});

test('a copy that is too large goes as a link, which serves it for thirty days without an account', async () => {
  mail.script.offers = ['SIZE 4000'];
  const { manager } = database.db;
  const dossier = await delivering();
  const bigHash = await store.put(Buffer.alloc(5_000, 'x'));
  await manager.update(Dossier, { id: dossier.id }, { copyHash: bigHash });
  run();
  await until('sent', isStatus(dossier, 'sent'));
  const [message = ''] = mail.messages;
  const text = message.replaceAll('=\n', '').replaceAll('=3D', '=');
  const encoded = /\n\n([A-Za-z0-9+/=\n]+)\n*$/.exec(message)?.[1];
  const body = encoded ? Buffer.from(encoded, 'base64').toString() : text;
  const token = /copy-links\/([\w-]{43})/.exec(body)?.[1];
  if (token === undefined) throw new Error(`no link in ${body}`);
  const [link] = await manager.findBy(CopyLink, { dossierId: dossier.id });
  expect(link?.tokenHash).toBe(createHash('sha256').update(token).digest('hex'));

  const clock = { now: Date.now() };
  const app = createApp({ ...testDeps(database.db, folder, clock), store });
  const follow = (which: string) => app.request(`/api/public/copy-links/${which}`);
  const answer = await follow(token);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toContain('no-store');
  expect((await answer.arrayBuffer()).byteLength).toBe(5_000);
  await follow(token);
  const followed = { dossierId: dossier.id, action: 'follow-link' };
  expect(await manager.countBy(AuditEvent, followed)).toBe(2);

  expect(await said(await follow(`${token}x`))).toBe('404 copy-link-unknown');
  expect(await said(await follow('x'.repeat(100)))).toBe('404 copy-link-unknown');
  clock.now += 30 * 24 * 3_600_000;
  expect(await said(await follow(token))).toBe('404 copy-link-unknown');
  clock.now -= 3_600_000;
  expect((await follow(token)).status).toBe(200);
  const [entry] = await database.db.query<{ bookId: string; number: number }[]>(
    'SELECT bookId, number FROM register_entry WHERE dossierId = ?',
    [dossier.id],
  );
  await manager.insert(RegisterVoid, {
    ...{ bookId: String(entry?.bookId), number: Number(entry?.number), at: new Date(clock.now) },
    ...{ reason: 'Chứng thực nhầm', decision: null },
  });
  expect(await said(await follow(token))).toBe('404 copy-link-unknown');
});

test('the address is corrected at any time before the mail is sent, by who took it down or sends the copy', async () => {
  mail.script.answers = { 'RCPT TO': '451 try later' };
  const dossier = await delivering('lan@gmial.invalid');
  run();
  await until('put off', async () => (await waitingOf(dossier)) === 'mail-recipient-busy');
  mail.script.answers = {};
  const app = createApp(testDeps(database.db, folder, { now: Date.now() }));
  const path = `/api/dossiers/${dossier.id}/resend-mail`;
  const leader = await new ApiClient(app).signIn(`leader.${office.code}`);
  expect(await said(await leader.send('POST', path, {}))).toBe('403 right-missing');
  const clerk = await new ApiClient(app).signIn(`clerk.${office.code}`);
  const wrong = await clerk.send('POST', path, { email: 'nguyễn@mau.invalid' });
  expect(await wrong.clone().text()).toContain('không dấu');
  expect(await said(wrong)).toBe('422 input-invalid');
  expect(await said(await clerk.send('POST', path, { email: ' lan@bưuđiện.vn ' }))).toBe('204');
  await until('sent', isStatus(dossier, 'sent'));
  const visit = await database.db.manager.findOneByOrFail(Visit, { id: dossier.visitId });
  expect(visit.requesterEmail).toBe('lan@xn--buin-1ua66gr30m.vn');
  expect(mail.messages).toHaveLength(1);
  expect(mail.messages[0]).toContain('lan@xn--buin-1ua66gr30m.vn');
  expect(await said(await clerk.send('POST', path, {}))).toBe('409 mail-sent');
});

test('a mail that is being handed over cannot be sent elsewhere; one that is perhaps sent can', async () => {
  const dossier = await delivering();
  const item = await claimMail(dossier);
  if (item === undefined) throw new Error('nothing claimed');
  await recordSending(database.db, item, now());
  const app = createApp(testDeps(database.db, folder, { now: Date.now() }));
  const path = `/api/dossiers/${dossier.id}/resend-mail`;
  const clerk = await new ApiClient(app).signIn(`clerk.${office.code}`);
  expect(await said(await clerk.send('POST', path, {}))).toBe('409 mail-sent');
  clockAheadMs = 16_000;
  await recordAbandoned(database.db, now(), []);
  expect(await said(await clerk.send('POST', path, {}))).toBe('204');
  expect(await itemOf(dossier)).toMatchObject({ status: 'pending', claim: null, attempts: 0 });
  // What the first try learns is no news of the second.
  await recordSent(database.db.manager, item, now());
  expect((await itemOf(dossier)).status).toBe('pending');
});

test('a refusal that no mailbox took is seen on its dossier and sent again to a corrected address', async () => {
  mail.script.answers = { 'RCPT TO': '550 5.1.1 no such mailbox' };
  const at = '2026-11-26T09:00:00+07:00';
  const facts = { requester: { requesterEmail: 'sai@mau.invalid' } };
  const dossier = await acceptDossier(database.db, office, at, facts);
  await moveDossier(database.db, dossier, at, {
    ...{ action: 'refuse', also: tellRequester('refusal', at) },
  });
  run();
  await until('refused', async () => (await itemOf(dossier, 'refusal')).refusals === 1);
  const app = createApp(testDeps(database.db, folder, { now: Date.now() }));
  const officer = await new ApiClient(app).signIn(`officer.${office.code}`);
  const page = await officer.get(`/api/dossiers/${dossier.id}`);
  expect(await page.json()).toMatchObject({
    delivery: {
      status: 'pending',
      attempts: 1,
      answer: expect.stringContaining('5.1.1') as unknown,
    },
  });
  mail.script.answers = {};
  const path = `/api/dossiers/${dossier.id}/resend-mail`;
  expect(await said(await officer.send('POST', path, { email: 'dung@mau.invalid' }))).toBe('204');
  await until('sent', async () => (await itemOf(dossier, 'refusal')).status === 'sent');
  expect(mail.messages[0]).toContain('dung@mau.invalid');
});

test('a refused account keeps the mail and blames our server, and it goes when that is mended', async () => {
  mail.script.answers = { 'MAIL FROM': '535 5.7.8 wrong password' };
  const dossier = await delivering();
  run();
  await until('refused', async () => (await waitingOf(dossier)) === 'mail-unavailable');
  mail.script.answers = {};
  await until('sent', isStatus(dossier, 'sent'));
});

test('a copy that was handed over while its mail was perhaps sent is delivered once, by hand', async () => {
  const dossier = await delivering();
  const item = await claimMail(dossier);
  if (item === undefined) throw new Error('nothing claimed');
  await recordSending(database.db, item, now());
  clockAheadMs = 16_000;
  await recordAbandoned(database.db, now(), []);
  await moveDossier(database.db, dossier, now().toISOString(), {
    action: 'hand-over',
    also: (inside) => callOff(inside, dossier.id, 'copy'),
  });
  // Its process lived after all, and has the server's answer.
  expect(await recordDelivery(deps(), item, now())).toBe(false);
  const { manager } = database.db;
  expect(
    await manager.findOneBy(Notice, { template: 'delivered', subjectId: dossier.id }),
  ).toBeNull();
  expect(await manager.countBy(AuditEvent, { dossierId: dossier.id, action: 'deliver' })).toBe(0);
});
