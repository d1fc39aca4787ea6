import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Person } from '../../db/people/entity';
import { isPersonal } from '../../db/personal/personal-column';
import { TryCounterRow } from '../../db/tries/entity';
import { startMailSink } from '../../scripts/stack/mail-sink';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { makePerson } from '../../test/fixtures/house';
import { rulesWith } from '../../test/fixtures/rules';
import { solveProof } from '../../test/fixtures/solve-proof';
import { codeSentTo } from '../../test/fixtures/text-messages';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { ApiDeps } from '../http/deps';
import type { App } from '../http/env';
import type { SignInMethods } from '../provider/contract';

let database: TestDatabase;
let sink: Awaited<ReturnType<typeof startMailSink>>;
let deps: ApiDeps;
let app: App;
const clock = { now: 0 };
const second = 1_000;
const open = Date.parse('2026-07-19T16:59:59Z');
const password = 'một mật khẩu mới đủ dài';

beforeAll(async () => {
  database = await startDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'saoy-registration-'));
  sink = await startMailSink({ folder, smtpPort: 0, inboxPort: 0 });
  deps = testDeps(database.db, folder, clock, {
    SMS_GATEWAY_URL: `${sink.inboxUrl}/texts`,
    SUBSCRIBER_LOOKUP_URL: `${sink.inboxUrl}/subscribers`,
  });
  app = createApp(deps);
}, 60_000);
afterAll(async () => {
  await sink.close();
  await database.stop();
});
beforeEach(async () => {
  await database.db.manager.clear(TryCounterRow);
  clock.now = open;
});

const browser = (of: App = app) => new ApiClient(of, '203.0.113.9');
const newIdentifier = () => `0${randomInt(10_000_000_000, 99_999_999_999)}`;
const newPhone = () => `09${randomInt(1_000_000, 9_999_999)}1`;

interface Typed {
  identifier: string;
  phone: string;
}

async function begin(client: ApiClient, typed: Typed): Promise<string> {
  const proof = await solveProof(client);
  return said(await client.send('POST', '/api/registration/code', { ...typed, proof }));
}

async function finish(client: ApiClient, typed: Typed, code: string): Promise<string> {
  const body = { ...typed, fullName: 'Nguyễn Văn Mẫu', password, code };
  return said(await client.send('POST', '/api/registration', body));
}

test('a citizen registers by number, code and password, and signs in by them', async () => {
  const typed = { identifier: newIdentifier(), phone: newPhone() };
  const client = browser();
  expect(await begin(client, typed)).toBe('200');
  const code = await codeSentTo(deps, typed.phone);
  expect(await finish(client, typed, code)).toBe('204');
  const account = await database.db.manager.findOneByOrFail(Person, {
    username: isPersonal('username', typed.identifier),
  });
  expect(account).toMatchObject({ kind: 'citizen', state: 'active', mustChangePassword: false });
  const body = { username: typed.identifier, password };
  expect((await browser().send('POST', '/api/session', body)).status).toBe(202);
  expect(await finish(client, typed, code)).toBe('401 code-wrong');
});

test('a number that has an account is answered like any other, and its account stays as it was', async () => {
  const identifier = newIdentifier();
  await makePerson(database.db, { username: identifier, identifier, kind: 'citizen' });
  const [known, fresh] = [
    { identifier, phone: newPhone() },
    { identifier: newIdentifier(), phone: newPhone() },
  ];
  const answers: string[] = [];
  for (const typed of [known, fresh]) {
    const client = browser();
    const first = await begin(client, typed);
    const start = performance.now();
    const last = await finish(client, typed, await codeSentTo(deps, typed.phone));
    expect(performance.now() - start).toBeGreaterThan(390);
    answers.push(`${first} ${last}`);
  }
  expect(answers).toEqual(['200 204', '200 204']);
  const before = await database.db.manager.findOneByOrFail(Person, {
    username: isPersonal('username', identifier),
  });
  expect([before.phone, before.fullName]).toEqual([null, 'Nguyễn Thị Ví Dụ']);
  const body = { username: identifier, password };
  expect(await said(await browser().send('POST', '/api/session', body))).toBe('401 sign-in-failed');
});

test('nobody opens an account in another’s name: the number must be their own', async () => {
  const typed = { identifier: newIdentifier(), phone: '0900001000' };
  const client = browser();
  expect(await begin(client, typed)).toBe('200');
  const code = await codeSentTo(deps, typed.phone);
  // Nothing is told of whose a number is before it is in hand.
  expect(await finish(client, typed, code === '111111' ? '222222' : '111111')).toBe(
    '401 code-wrong',
  );
  expect(await finish(client, typed, code)).toBe('403 number-not-own');
  const made = await database.db.manager.existsBy(Person, {
    username: isPersonal('username', typed.identifier),
  });
  expect(made).toBe(false);
});

test('a code holds for the number and the paper that it was asked for', async () => {
  const typed = { identifier: newIdentifier(), phone: newPhone() };
  const client = browser();
  await begin(client, typed);
  const code = await codeSentTo(deps, typed.phone);
  expect(await finish(client, { ...typed, identifier: newIdentifier() }, code)).toBe(
    '401 code-wrong',
  );
  expect(await finish(client, { ...typed, phone: newPhone() }, code)).toBe('401 code-wrong');
  expect(await finish(client, typed, code)).toBe('204');
});

test('two who register one paper at the same moment make one account', async () => {
  const identifier = newIdentifier();
  const both = [
    { identifier, phone: newPhone() },
    { identifier, phone: newPhone() },
  ];
  const clients = both.map(() => browser());
  const codes: string[] = [];
  for (const [turn, typed] of both.entries()) {
    await begin(clients[turn]!, typed);
    codes.push(await codeSentTo(deps, typed.phone));
  }
  const answers = await Promise.all(
    both.map((typed, turn) => finish(clients[turn]!, typed, codes[turn]!)),
  );
  expect(answers).toEqual(['204', '204']);
  expect(
    await database.db.manager.countBy(Person, { identifier: isPersonal('identifier', identifier) }),
  ).toBe(1);
});

test('from the day after the policy’s on it is closed, before anything is sent', async () => {
  const isOpenAt = async (of: App) => {
    const answer = await browser(of).get('/api/sign-in-methods');
    return ((await answer.json()) as SignInMethods).isRegistrationOpen;
  };
  expect(await isOpenAt(app)).toBe(true);
  clock.now = open + second;
  const typed = { identifier: newIdentifier(), phone: newPhone() };
  const client = browser();
  expect(await begin(client, typed)).toBe('403 registration-closed');
  expect(await finish(client, typed, '000000')).toBe('403 registration-closed');
  expect(await isOpenAt(app)).toBe(false);
  const rules = rulesWith(['until: 2026-07-19', 'until: null']);
  expect(await isOpenAt(createApp({ ...deps, rules }))).toBe(true);
});

test('where nobody says whose a number is, nobody registers', async () => {
  const environment = { SMS_GATEWAY_URL: `${sink.inboxUrl}/texts` };
  const closed = createApp(testDeps(database.db, tmpdir(), clock, environment));
  const typed = { identifier: newIdentifier(), phone: newPhone() };
  expect(await begin(browser(closed), typed)).toBe('403 registration-closed');
  const away = createApp(
    testDeps(database.db, tmpdir(), clock, {
      ...environment,
      SUBSCRIBER_LOOKUP_URL: 'http://127.0.0.1:1/subscribers',
    }),
  );
  const client = browser(away);
  expect(await begin(client, typed)).toBe('200');
  const code = await codeSentTo(deps, typed.phone);
  expect(await finish(client, typed, code)).toBe('503 subscriber-unavailable');
  // The code was not used up by that.
  expect(await said(await client.send('POST', '/api/registration', {}))).toBe('422 input-invalid');
});
