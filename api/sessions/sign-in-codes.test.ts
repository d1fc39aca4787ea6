import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomInt, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { OneTimeCode } from '../../db/codes/entity';
import { Notice } from '../../db/notices/entity';
import { TryCounterRow } from '../../db/tries/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { makePerson, password } from '../../test/fixtures/house';
import { rulesWith } from '../../test/fixtures/rules';
import { codeSentTo } from '../../test/fixtures/text-messages';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { ApiDeps } from '../http/deps';
import type { App } from '../http/env';

let database: TestDatabase;
let deps: ApiDeps;
let app: App;
const clock = { now: Date.parse('2026-11-23T02:00:00Z') };
const second = 1_000;

beforeAll(async () => {
  database = await startDatabase();
  deps = testDeps(database.db, tmpdir(), clock, { SMS_GATEWAY_URL: 'http://127.0.0.1:1/texts' });
  app = createApp(deps);
}, 60_000);
afterAll(() => database.stop());
beforeEach(async () => {
  await database.db.manager.clear(TryCounterRow);
  clock.now += 3_600 * second;
});

const browser = (address = '203.0.113.9') => new ApiClient(app, address);

async function makeCitizen(): Promise<{ username: string; phone: string }> {
  const username = `0${randomInt(10_000_000_000, 99_999_999_999)}`;
  const phone = `09${randomInt(10_000_000, 99_999_999)}`;
  await makePerson(database.db, { username, identifier: username, phone, kind: 'citizen' });
  return { username, phone };
}

/** Name and password, which are right. */
async function begin(username: string, client = browser()): Promise<ApiClient> {
  const answer = await client.send('POST', '/api/session', { username, password });
  expect(answer.status).toBe(202);
  return client;
}

const give = async (client: ApiClient, code: string) =>
  said(await client.send('POST', '/api/session/second-factor', { code }));
const resend = async (client: ApiClient) => said(await client.send('POST', '/api/session/code'));
const other = (code: string) => (code === '000000' ? '000001' : '000000');

test('a citizen with a number is sent six digits after the password, and let in by them', async () => {
  const { username, phone } = await makeCitizen();
  const client = browser();
  const answer = await client.send('POST', '/api/session', { username, password });
  expect(await answer.json()).toEqual({
    next: 'one-time-code',
    ...{ validSeconds: 120, resendSeconds: 30 },
    sentTo: `09••••••${phone.slice(-2)}`,
  });
  expect(await said(await client.get('/api/session'))).toBe('401 sign-in-needed');
  const code = await codeSentTo(deps, phone);
  expect(code).toMatch(/^\d{6}$/);
  expect(await give(client, code)).toBe('200');
  const history = await (await client.get('/api/my/sign-ins')).json();
  expect(JSON.stringify(history)).toContain('"code"');
});

test('no code is written down: neither in its row nor in the outbox', async () => {
  const { username, phone } = await makeCitizen();
  await begin(username);
  const code = await codeSentTo(deps, phone);
  const { manager } = database.db;
  const kept = JSON.stringify([await manager.find(OneTimeCode), await manager.find(Notice)]);
  expect(kept).not.toContain(code);
});

test('of two codes the newest alone counts, and nothing is sent of one that is over', async () => {
  const { username, phone } = await makeCitizen();
  const client = await begin(username);
  const first = await codeSentTo(deps, phone);
  clock.now += 30 * second;
  expect(await resend(client)).toBe('200');
  const newest = await codeSentTo(deps, phone);
  if (first !== newest) expect(await give(client, first)).toBe('401 code-wrong');
  expect(await give(client, newest)).toBe('200');
  expect(await codeSentTo(deps, phone)).toBe('');
});

test('a newer sign-in in another browser ends the code of the first', async () => {
  const { username, phone } = await makeCitizen();
  const early = await begin(username);
  const first = await codeSentTo(deps, phone);
  clock.now += 31 * second;
  const late = await begin(username);
  expect(await give(early, first)).toBe('401 code-wrong');
  const newest = await codeSentTo(deps, phone);
  // Whose browser did not ask for it has no use for it.
  expect(await give(early, newest)).toBe('401 code-wrong');
  expect(await give(late, newest)).toBe('200');
});

test('a code is good for two minutes', async () => {
  const { username, phone } = await makeCitizen();
  const client = await begin(username);
  const code = await codeSentTo(deps, phone);
  clock.now += 120 * second;
  expect(await give(client, code)).toBe('401 code-wrong');
});

test('a code lets in once, also of two who bring it at the same moment', async () => {
  const { username, phone } = await makeCitizen();
  const client = await begin(username);
  const code = await codeSentTo(deps, phone);
  const answers = await Promise.all([give(client, code), give(client, code)]);
  expect(answers.filter((answer) => answer === '200')).toHaveLength(1);
  expect(await give(client, code)).toMatch(/^401 /);
});

test('five wrong tries end a code, over all processes of the API together and all at once', async () => {
  const { username, phone } = await makeCitizen();
  const client = await begin(username);
  const code = await codeSentTo(deps, phone);
  const apps = [app, createApp(deps), createApp(deps)];
  const tries = Array.from({ length: 12 }, async (_, turn) =>
    apps[turn % 3]!.request(
      '/api/session/second-factor',
      {
        method: 'POST',
        headers: { ...client.headers(), 'content-type': 'application/json' },
        body: JSON.stringify({ code: other(code) }),
      },
      { incoming: { socket: { remoteAddress: `198.51.100.${turn}` } } },
    ),
  );
  const answers = await Promise.all((await Promise.all(tries)).map(said));
  expect(new Set(answers)).toEqual(new Set(['401 code-wrong']));
  expect(await give(client, code)).toBe('401 code-wrong');
  const { tries: counted } = await database.db.manager.findOneByOrFail(OneTimeCode, { tries: 5 });
  expect(counted).toBe(5);
});

test('a code of one sign-in is none of another person’s', async () => {
  const [mine, theirs] = [await makeCitizen(), await makeCitizen()];
  const client = await begin(mine.username);
  await begin(theirs.username);
  const code = await codeSentTo(deps, theirs.phone);
  if (code !== (await codeSentTo(deps, mine.phone))) {
    expect(await give(client, code)).toBe('401 code-wrong');
  }
});

test('codes are sent half a minute apart, and five in an hour', async () => {
  const { username } = await makeCitizen();
  const client = await begin(username);
  expect(await resend(client)).toBe('429 codes-too-many');
  for (let time = 0; time < 4; time += 1) {
    clock.now += 30 * second;
    expect(await resend(client)).toBe('200');
  }
  clock.now += 30 * second;
  // From wherever it is asked.
  const elsewhere = browser('198.51.100.77');
  const answer = await elsewhere.send('POST', '/api/session', { username, password });
  expect(await said(answer)).toBe('429 codes-too-many');
  clock.now += 3_600 * second;
  await begin(username);
});

test('a browser that gave no password, or took more than five minutes, is sent nothing', async () => {
  expect(await resend(browser())).toBe('401 sign-in-expired');
  const { username } = await makeCitizen();
  const client = await begin(username);
  clock.now += 300 * second;
  expect(await resend(client)).toBe('401 sign-in-expired');
});

test('staff, and citizens without a number, are let in as before', async () => {
  const staff = `staff-${randomUUID().slice(0, 8)}`;
  await makePerson(database.db, { username: staff, kind: 'staff', phone: '0900000001' });
  await browser().signIn(staff);
  const citizen = `citizen-${randomUUID().slice(0, 8)}`;
  await makePerson(database.db, { username: citizen, kind: 'citizen' });
  await browser().signIn(citizen);
});

/** Another policy about codes, and whose sign-in it is. */
const under = (...changes: [string, string][]) =>
  createApp({ ...deps, rules: rulesWith(...changes) });
async function first(of: App, username: string): Promise<string> {
  const answer = await new ApiClient(of).send('POST', '/api/session', { username, password });
  return answer.ok ? `${answer.status} ${await answer.text()}` : said(answer);
}

test('by mail where the policy says so, to who has no number', async () => {
  const username = `0${randomInt(10_000_000_000, 99_999_999_999)}`;
  const email = `cd${username}@thu-mau.invalid`;
  await makePerson(database.db, { username, email, kind: 'citizen' });
  const byMail = under(['reaches the person.\n    channels: [sms]', '\n    channels: [sms, mail]']);
  expect(await first(byMail, username)).toContain('"sentTo":"c•••@thu-mau.invalid"');
  const [notice] = await database.db.manager.findBy(Notice, { channel: 'mail' });
  expect([notice?.template, notice?.address, notice?.officeId]).toEqual([
    ...['one-time-code', email],
    null,
  ]);
  expect(await first(app, username)).toMatch(/^200 /);
});

test('a policy may require a code of every citizen, or of none', async () => {
  const { username } = await makeCitizen();
  expect(await first(under(['citizen_code: offered', 'citizen_code: off']), username)).toMatch(
    /^200 /,
  );
  const unreachable = `citizen-${randomUUID().slice(0, 8)}`;
  await makePerson(database.db, { username: unreachable, kind: 'citizen' });
  const strict = under(['citizen_code: offered', 'citizen_code: required']);
  expect(await first(strict, unreachable)).toBe('409 code-unreachable');
});
