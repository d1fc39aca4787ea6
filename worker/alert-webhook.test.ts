import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import pino from 'pino';
import type { ActivityDeps } from '../activities/deps';
import { createCheckAlerts } from '../activities/alerts/check-alerts';
import type { Webhook } from '../activities/notices/webhook-channel';
import { createApp } from '../api/app';
import type { UnsentNotice } from '../api/notices/contract';
import { recordRule } from '../db/alerts/alert-rules';
import { Notice } from '../db/notices/entity';
import { usualRule } from '../domain/alert-rules';
import { ApiClient, testDeps } from '../test/fixtures/api-client';
import { acceptDossier } from '../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../test/stack/database';
import { relayOutbox } from './relay-outbox';

/*
 * An alert's way to another system, from the rule that says so to a receiver that is not ours: it holds the secret, and
 * believes nothing that it did not reckon itself (docs/operations.md, “Webhooks”).
 */

const secret = 'mật khẩu chữ ký mẫu';
let database: TestDatabase;
let office: TestOffice;
let folder: string;
let clockAheadMs: number;
let receiver: Receiver;
let relay: ReturnType<typeof relayOutbox> | undefined;
const now = () => new Date(Date.now() + clockAheadMs);

interface Told {
  id: string;
  event: string;
  office: string;
  alert: { kind: string; count: number; threshold?: number };
  subject: { kind: string; id: string };
}

class Receiver {
  readonly believed: Told[] = [];
  readonly asked: string[] = [];
  /** What it does with the next requests, in turn; then it takes what it believes. */
  readonly moods: (number | 'hang up')[] = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        const isTrue = this.believes(String(request.headers['x-saoy-signature']), body);
        this.asked.push((JSON.parse(body) as Told).id);
        const mood = this.moods.shift();
        if (mood === 'hang up') return void request.socket.destroy();
        if (mood !== undefined) return void response.writeHead(mood).end();
        if (isTrue) this.believed.push(JSON.parse(body) as Told);
        return void response.writeHead(isTrue ? 204 : 401).end();
      });
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/canh-bao`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private believes(header: string, body: string): boolean {
    const fields = new Map(header.split(',').map((pair) => pair.split('=') as [string, string]));
    const seconds = Number(fields.get('t'));
    if (!(Math.abs(seconds - now().getTime() / 1_000) < 300)) return false;
    const own = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();
    const told = Buffer.from(fields.get('v1') ?? '', 'hex');
    return told.length === own.length && timingSafeEqual(told, own);
  }
}

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'cb-01', 'UBND Phường Mẫu');
  folder = await mkdtemp(join(tmpdir(), 'saoy-alerts-'));
  for (let made = 0; made < 3; made += 1) {
    await acceptDossier(database.db, office, '2026-11-26T09:00:00+07:00');
  }
  await database.db.query('DELETE FROM notice');
}, 60_000);
beforeEach(async () => {
  clockAheadMs = 0;
  receiver = new Receiver();
  await database.db.query('DELETE FROM notice');
  await database.db.query('DELETE FROM alert');
});
afterEach(async () => {
  await relay?.stop();
  relay = undefined;
  await receiver.close();
});
afterAll(() => database.stop());

/** More than two dossiers wait at a step: an alert, by webhook alone. */
async function alert(): Promise<void> {
  const { db } = database;
  const act = { officeId: office.id, actorId: office.staff.supervisor, at: now() };
  const rule = { ...usualRule('queue'), threshold: 2, onPage: false, byWebhook: true };
  await recordRule(db, rule, { ...act, actKey: `alert-rule:${Math.random()}` });
  for (const kind of ['near', 'breach', 'escalation', 'odds', 'certificate'] as const) {
    const off = { ...usualRule(kind), isOn: false };
    await recordRule(db, off, { ...act, actKey: `alert-rule:${Math.random()}` });
  }
  const reach = { sms: false, webhooks: ['giam-sat'] };
  const checking = createCheckAlerts({ db, rules: testRules, now, reach });
  expect(await checking.checkAlertsOf({ officeId: office.id })).toBe(1);
}
const testRules = testDeps(null as never, '/none', { now: 0 }).rules;

function run(webhook: Partial<Webhook> & Pick<Webhook, 'url'>): void {
  const deps = {
    ...{ db: database.db, rules: testRules, now },
    webhooks: [{ name: 'giam-sat', secret, isPrivate: true, ...webhook }],
  } as Partial<ActivityDeps> as ActivityDeps;
  relay = relayOutbox(deps, {} as Client, pino({ level: 'silent' }));
}

const find = () => database.db.manager.findOneByOrFail(Notice, { channel: 'webhook' });

async function until(what: string, isSo: (notice: Notice) => boolean): Promise<Notice> {
  const giveUpAt = Date.now() + 20_000;
  for (;;) {
    const notice = await find();
    if (isSo(notice)) return notice;
    if (Date.now() > giveUpAt) throw new Error(`never: ${what}; ${JSON.stringify(notice)}`);
    await sleep(50);
  }
}

/** As the page of those who oversee the office has it. */
async function unsent(): Promise<UnsentNotice[]> {
  const app = createApp(testDeps(database.db, folder, { now: now().getTime() }));
  const supervisor = await new ApiClient(app).signIn('supervisor.cb-01');
  const answer = await supervisor.get(`/api/notices/unsent?officeId=${office.id}`);
  return ((await answer.json()) as { items: UnsentNotice[] }).items;
}

test('an alert reaches a receiver that checks the signature by itself, after a 500 and a closed connection, once', async () => {
  const url = await receiver.open();
  receiver.moods.push(500, 'hang up');
  await alert();
  run({ url });
  for (const attempts of [1, 2]) {
    await until('tried', (notice) => notice.attempts === attempts);
    expect(receiver.believed).toEqual([]);
    expect(await unsent()).toMatchObject([
      { channel: 'webhook', template: 'alert', status: 'pending', attempts, dossier: null },
    ]);
    clockAheadMs += 5 * 60_000;
  }
  const { id } = await until('sent', ({ status }) => status === 'sent');
  expect(receiver.asked).toEqual([id, id, id]);
  expect(receiver.believed).toMatchObject([
    {
      ...{ id, event: 'alert', office: 'cb-01', subject: { kind: 'alert' } },
      alert: { kind: 'queue', count: 1, threshold: 2 },
    },
  ]);
  expect(await unsent()).toEqual([]);
});

test('a receiver that does not believe is given up after as many tries as the policy says, which the page says; a person sends it again', async () => {
  const url = await receiver.open();
  await alert();
  run({ url, secret: 'một mật khẩu khác' });
  const { triesMax } = testRules.defaultPolicy.delivery!;
  for (let attempts = 1; attempts <= triesMax; attempts += 1) {
    await until('tried', (notice) => notice.attempts === attempts);
    clockAheadMs += 3 * 3_600_000;
  }
  expect(await find()).toMatchObject({ status: 'failed', refusals: triesMax });
  await sleep(600);
  expect(receiver.asked).toHaveLength(triesMax);
  const [given] = await unsent();
  expect(given).toMatchObject({
    ...{ channel: 'webhook', template: 'alert', status: 'failed', attempts: triesMax },
    ...{ answer: 'HTTP 401', nextAt: null },
  });
  // Its secret is put right, and somebody has it sent again.
  await relay?.stop();
  run({ url });
  const app = createApp(testDeps(database.db, folder, { now: now().getTime() }));
  const supervisor = await new ApiClient(app).signIn('supervisor.cb-01');
  const again = await supervisor.send('POST', `/api/notices/${given!.id}/resend`, undefined, {
    'idempotency-key': 'send-alert-again',
  });
  expect(again.status).toBe(204);
  await until('sent', ({ status }) => status === 'sent');
  expect(receiver.believed).toHaveLength(1);
});

test('one that is away for four hours is given up too', async () => {
  const url = await receiver.open();
  await receiver.close();
  receiver = new Receiver();
  await alert();
  run({ url });
  await until('tried', (notice) => notice.attempts === 1);
  clockAheadMs += 3 * 3_600_000;
  await until('tried again', (notice) => notice.attempts === 2);
  expect((await find()).status).toBe('pending');
  clockAheadMs += 3_600_000;
  expect(await until('given up', ({ status }) => status === 'failed')).toMatchObject({
    attempts: 3,
  });
  await receiver.open();
});

test('an alert is given to no private address that is not said to be one', async () => {
  const url = await receiver.open();
  await alert();
  run({ url, isPrivate: false });
  const { lastError } = await until('tried', (notice) => notice.attempts === 1);
  expect(lastError).toContain('private address');
  expect(receiver.asked).toEqual([]);
  expect(await unsent()).toMatchObject([{ status: 'pending' }]);
});
