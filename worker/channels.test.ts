import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import type { Client } from '@temporalio/client';
import pino from 'pino';
import type { ActivityDeps } from '../activities/deps';
import { createSmtpMailer } from '../activities/notices/mailer';
import { createHttpGateway } from '../activities/notices/sms-gateway';
import { AuditEvent } from '../db/audit/entity';
import type { Dossier } from '../db/dossiers/entity';
import { Notice } from '../db/notices/entity';
import { claimDue, enqueue, recordSending } from '../db/notices/outbox';
import { readClaimed } from '../db/notices/read-claimed';
import { resendNotice } from '../db/notices/resend';
import { assignNumber } from '../db/registers/assign-number';
import { ensureBook } from '../db/registers/make-book';
import { RegisterVoid } from '../db/registers/entity';
import type { Lane, NewNotice } from '../domain/notices';
import { loadRules } from '../policies/load-rules';
import { openStore } from '../storage/open-store';
import { acceptDossier } from '../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../test/fixtures/house';
import { serveHttp, type ScriptedHttp } from '../test/fixtures/scripted-http';
import { serveMail, type ScriptedMail } from '../test/fixtures/scripted-mail';
import { startDatabase, type TestDatabase } from '../test/stack/database';
import { relayOutbox } from './relay-outbox';

/*
 * What every channel promises, by the relay as the worker runs it, on a real database and on servers that answer
 * as a test says. Temporal alone is a stand-in: it is asked for two things.
 */

let database: TestDatabase;
let office: TestOffice;
let mail: ScriptedMail;
let gateway: ScriptedHttp;
let hook: ScriptedHttp;
let told: string[];
let temporalIsAway: boolean;
let relay: ReturnType<typeof relayOutbox> | undefined;
let clockAheadMs: number;

const secret = 'mật khẩu chữ ký mẫu';
const store = openStore(`file://${tmpdir()}/saoy-channels-${randomUUID()}`);
const now = () => new Date(Date.now() + clockAheadMs);

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'kenh-01', 'UBND Phường Mẫu');
  await ensureBook(database.db.manager, office.id, 2026, 1);
}, 60_000);
beforeEach(async () => {
  await database.db.query('DELETE FROM notice');
  [mail, gateway, hook] = await Promise.all([serveMail(), serveHttp(), serveHttp()]);
  told = [];
  temporalIsAway = false;
  clockAheadMs = 0;
});
afterEach(async () => {
  await relay?.stop();
  relay = undefined;
  await Promise.all([mail.close(), gateway.close(), hook.close()]);
});
afterAll(() => database.stop());

const client = {
  workflow: {
    start: (_type: string, { workflowId }: { workflowId: string }) => {
      if (temporalIsAway) return Promise.reject(new Error('away'));
      told.push(workflowId);
      return Promise.resolve();
    },
  },
} as unknown as Client;

function run(changes: Partial<ActivityDeps> = {}): void {
  const deps = {
    ...{ db: database.db, store, rules: loadRules(), now, publicUrl: 'https://saoy.mau.invalid' },
    mailer: createSmtpMailer(mail.url, 'saoy@mau.invalid'),
    sms: createHttpGateway({ url: gateway.url, token: 'the-mau' }, 400),
    webhooks: [{ name: 'kho-mau', url: hook.url, secret, isPrivate: true }],
    ...changes,
  } as Partial<ActivityDeps> as ActivityDeps;
  relay = relayOutbox(deps, client, pino({ level: 'silent' }));
}

/** A dossier whose copy was revoked, with nothing in the outbox. */
async function revoked(phone: string | null = '0900000001'): Promise<Dossier> {
  const { db } = database;
  const at = '2026-11-26T09:00:00+07:00';
  const dossier = await acceptDossier(db, office, at, { requester: { requesterPhone: phone } });
  const { bookId, number } = await assignNumber(db.manager, {
    publishedSizeOf: () => 0,
    ...{ dossierId: dossier.id, bookId: null, actorId: office.staff.clerk, actKey: 'seal:1' },
    ...{ at: new Date(at), format: (count) => `${count}/ĐT` },
  });
  await db.manager.insert(RegisterVoid, {
    ...{ bookId, number, at: new Date(at), reason: 'Chứng thực nhầm', decision: '12/QĐ-UBND' },
  });
  await db.manager.delete(Notice, { subjectId: dossier.id });
  return dossier;
}

const notices: Record<Lane, NewNotice> = {
  mail: revocation('mail', { recipientKind: 'requester', recipient: null }),
  sms: revocation('sms', { recipientKind: 'requester', recipient: null }),
  webhook: revocation('webhook', { recipientKind: 'webhook', recipient: 'kho-mau' }),
  workflow: { channel: 'workflow', template: 'start', recipientKind: 'none', recipient: null },
};

function revocation(channel: Lane, to: Pick<NewNotice, 'recipientKind' | 'recipient'>): NewNotice {
  return { channel, template: 'revocation', ...to };
}

async function leave({ id: subjectId }: Dossier, notice: NewNotice): Promise<void> {
  const occasion = { officeId: office.id, subjectKind: 'dossier', subjectId, at: now() } as const;
  await enqueue(database.db.manager, occasion, [notice]);
}

const noticeOf = ({ id: subjectId }: Dossier, channel: Lane) =>
  database.db.manager.findOneByOrFail(Notice, { subjectId, channel });

async function claim(dossier: Dossier, channel: Lane) {
  const { id } = await noticeOf(dossier, channel);
  const name = await claimDue(database.db, [id], 1, now());
  const [facts] = name === null ? [] : await readClaimed(database.db, [id], name);
  if (!facts) throw new Error('not claimed');
  return facts.notice;
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 30_000;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`never: ${what}`);
    await sleep(50);
  }
}

const stands = (dossier: Dossier, channel: Lane, status: Notice['status']) =>
  until(status, async () => (await noticeOf(dossier, channel)).status === status);

const takenBy: Record<Lane, () => number> = {
  mail: () => mail.messages.length,
  sms: () => gateway.requests.length,
  webhook: () => hook.requests.length,
  workflow: () => told.length,
};
/** How each other side says that it cannot now, and that it can again. */
const away: Record<Lane, (isAway: boolean) => void> = {
  mail: (isAway) => (mail.script.answers = isAway ? { 'MAIL FROM': '421 closing' } : {}),
  sms: (isAway) => (gateway.script.status = isAway ? 503 : 200),
  webhook: (isAway) => (hook.script.status = isAway ? 503 : 200),
  workflow: (isAway) => (temporalIsAway = isAway),
};

describe.each(['mail', 'sms', 'webhook', 'workflow'] as const)('%s', (channel) => {
  test('carries what was left under one key once', async () => {
    const dossier = await revoked();
    for (let left = 0; left < 3; left += 1) await leave(dossier, notices[channel]);
    run();
    await stands(dossier, channel, 'sent');
    await sleep(600);
    expect(takenBy[channel]()).toBe(1);
  });

  test('keeps what is not taken, and goes on by itself', async () => {
    const dossier = await revoked();
    away[channel](true);
    await leave(dossier, notices[channel]);
    run();
    await until('tried', async () => (await noticeOf(dossier, channel)).attempts > 0);
    expect((await noticeOf(dossier, channel)).status).toBe('pending');
    away[channel](false);
    const before = takenBy[channel]();
    clockAheadMs = 3 * 60_000;
    await stands(dossier, channel, 'sent');
    expect(takenBy[channel]()).toBe(before + 1);
  });

  test('is taken over from a process that died before the other side had it', async () => {
    const dossier = await revoked();
    await leave(dossier, notices[channel]);
    await claim(dossier, channel);
    run();
    await sleep(600);
    expect(takenBy[channel]()).toBe(0);
    clockAheadMs = 16_000;
    await stands(dossier, channel, 'sent');
    expect(takenBy[channel]()).toBe(1);
  });
});

describe.each(['mail', 'sms'] as const)('%s', (channel) => {
  test('perhaps sent is shown to a person, who has it sent again', async () => {
    const dossier = await revoked();
    await leave(dossier, notices[channel]);
    const dying = await claim(dossier, channel);
    expect(await recordSending(database.db, dying, now())).toBe(true);
    clockAheadMs = 16_000;
    run();
    await stands(dossier, channel, 'uncertain');
    await sleep(600);
    expect(takenBy[channel]()).toBe(0);
    const act = { actorId: office.staff.clerk, at: now() };
    const { manager } = database.db;
    await resendNotice(manager, await noticeOf(dossier, channel), act);
    await stands(dossier, channel, 'sent');
    const again = resendNotice(manager, await noticeOf(dossier, channel), act);
    await expect(again).rejects.toMatchObject({
      code: channel === 'mail' ? 'mail-sent' : 'notice-sent',
    });
    const trace = { dossierId: dossier.id, action: 'resend-mail' };
    expect(await manager.countBy(AuditEvent, trace)).toBe(1);
  });
});

describe('a text message', () => {
  test('holds the policy’s short words, and its gateway can tell a repeat', async () => {
    const dossier = await revoked();
    await leave(dossier, notices.sms);
    run();
    await stands(dossier, 'sms', 'sent');
    const [{ headers, body } = { headers: {}, body: '{}' }] = gateway.requests;
    const { id } = await noticeOf(dossier, 'sms');
    expect(headers).toMatchObject({ authorization: 'Bearer the-mau', 'idempotency-key': id });
    const sent = JSON.parse(body) as { id: string; to: string; text: string };
    expect(sent).toMatchObject({ id, to: '0900000001' });
    expect(sent.text).toContain('đã bị thu hồi');
    expect(sent.text).not.toMatch(/[{}]/);
  });

  test.each([
    [{ status: 422 }, 'pending', 1],
    [{ status: 401 }, 'pending', 0],
    [{ status: 302, location: 'http://127.0.0.1:9/' }, 'pending', 0],
    [{ status: null }, 'uncertain', 0],
    [{ answerAfterMs: 3_000 }, 'uncertain', 0],
  ] as const)('%j leaves it %s, %i refusals', async (script, status, refusals) => {
    gateway.script = script;
    const dossier = await revoked();
    await leave(dossier, notices.sms);
    run();
    await until('tried', async () => (await noticeOf(dossier, 'sms')).attempts > 0);
    expect(await noticeOf(dossier, 'sms')).toMatchObject({ status, refusals });
  });

  test('to a gateway that is not there is kept, and is not perhaps sent', async () => {
    await gateway.close();
    const dossier = await revoked();
    await leave(dossier, notices.sms);
    run();
    await until('tried', async () => (await noticeOf(dossier, 'sms')).attempts > 0);
    expect(await noticeOf(dossier, 'sms')).toMatchObject({ status: 'pending', refusals: 0 });
    gateway = await serveHttp();
  });

  test('to who gave no number has nothing to be sent', async () => {
    const dossier = await revoked(null);
    await leave(dossier, notices.sms);
    run();
    await stands(dossier, 'sms', 'sent');
    expect(gateway.requests).toEqual([]);
  });
});

describe('a webhook', () => {
  test('is signed, and holds ids and nobody’s data', async () => {
    const dossier = await revoked();
    await leave(dossier, notices.webhook);
    run();
    await stands(dossier, 'webhook', 'sent');
    const [{ headers, body } = { headers: {}, body: '{}' }] = hook.requests;
    const said = String(headers['x-saoy-signature']);
    const [, seconds, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(said) ?? [];
    expect(Math.abs(Number(seconds) - Date.now() / 1_000)).toBeLessThan(60);
    expect(mac).toBe(createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'));
    expect(JSON.parse(body)).toEqual({
      ...{ id: (await noticeOf(dossier, 'webhook')).id, event: 'revocation', office: 'kenh-01' },
      at: expect.any(String) as unknown,
      subject: { kind: 'dossier', id: dossier.id, code: dossier.code },
    });
  });

  test.each([
    [{ status: 500 }, 0],
    [{ status: 404 }, 1],
    [{ status: null }, 0],
  ])('%j is tried again, %i refusals', async (script, refusals) => {
    hook.script = script;
    const dossier = await revoked();
    await leave(dossier, notices.webhook);
    run();
    await until('tried', async () => (await noticeOf(dossier, 'webhook')).attempts > 0);
    expect(await noticeOf(dossier, 'webhook')).toMatchObject({ status: 'pending', refusals });
    hook.script = {};
    clockAheadMs = 31 * 60_000;
    await stands(dossier, 'webhook', 'sent');
  });

  test('follows no redirect', async () => {
    const elsewhere = await serveHttp();
    hook.script = { status: 307, location: elsewhere.url };
    const dossier = await revoked();
    await leave(dossier, notices.webhook);
    run();
    await until('tried', async () => (await noticeOf(dossier, 'webhook')).attempts > 0);
    expect(await noticeOf(dossier, 'webhook')).toMatchObject({ status: 'pending', refusals: 1 });
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  test('is given to no private address that is not said to be one, by number or by name', async () => {
    const port = new URL(hook.url).port;
    for (const host of ['127.0.0.1', 'localhost']) {
      const url = `http://${host}:${port}/in`;
      await relay?.stop();
      run({ webhooks: [{ name: 'kho-mau', url, secret, isPrivate: false }] });
      const dossier = await revoked();
      await leave(dossier, notices.webhook);
      await until('tried', async () => (await noticeOf(dossier, 'webhook')).attempts > 0);
      const { lastError } = await noticeOf(dossier, 'webhook');
      expect(lastError).toContain('private address');
    }
    expect(hook.requests).toEqual([]);
  });

  test('that hangs delays no mail, no text message and no workflow', async () => {
    hook.script = { answerAfterMs: 60_000 };
    const dossiers: Dossier[] = [];
    for (let made = 0; made < 6; made += 1) dossiers.push(await revoked());
    for (const dossier of dossiers) await leave(dossier, notices.webhook);
    run();
    await until('hangs', () => hook.requests.length > 0);
    const [dossier] = dossiers as [Dossier];
    for (const channel of ['mail', 'sms', 'workflow'] as const) {
      await leave(dossier, notices[channel]);
    }
    for (const channel of ['mail', 'sms', 'workflow'] as const) {
      await stands(dossier, channel, 'sent');
    }
    expect((await noticeOf(dossier, 'webhook')).status).toBe('pending');
  });
});
