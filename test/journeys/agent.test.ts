import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { generateKeyPairSync, sign } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { AgentState } from '../../agent/agent-state';
import { ServerConnection } from '../../agent/server-connection';
import type { Agent, Pairing } from '../../api/agents/contract';
import type { Dossier } from '../../api/dossiers/contract';
import type { SigningKeys, SigningKeyView } from '../../api/signing-keys/contract';
import { createDataSource } from '../../db/data-source';
import { SignatureRequest } from '../../db/signing/entity';
import type { Refused } from '../../scripts/sample/http-client';
import { Counter } from './counter';
import { OfficerComputer, type RunningProgram } from './officer-computer';
import { RunningStack } from './running-stack';

/** The leader signs with their own token in their own computer, through the whole running house. */
// Processes of a whole stack, and the officer's beside them, on a machine that may be busy.
jest.setTimeout(120_000);

let stack: RunningStack;
let counter: Counter;
const computer = new OfficerComputer();
let program: RunningProgram;
let database: DataSource;

beforeAll(async () => {
  stack = await RunningStack.start();
  counter = await Counter.open(stack);
  database = await createDataSource(stack.ready.database).initialize();
  const { person, offices } = counter.leader.session;
  computer.plugIn(stack, {
    label: 'Token lãnh đạo',
    profile: 'signer',
    subject: { commonName: person.fullName, organization: String(offices[0]?.name) },
  });
}, 150_000);
afterAll(async () => {
  await database?.destroy();
  await computer.end();
  await stack.end();
}, 40_000);

const openPairing = () => counter.leader.post<Pairing>('/agents/pairing', {});
const listKeys = () =>
  counter.leader.get<SigningKeys>(`/signing-keys?officeId=${counter.officeId}`);
const choose = (choice: object) =>
  counter.leader.put<SigningKeyView>(`/signing-keys/sign?officeId=${counter.officeId}`, choice);
let prompts = 0;
/** Waits for the next prompt of the program. */
const prompted = () => program.says('Mã PIN (Enter', (prompts += 1));
/** Out of the way of the tests that follow: nothing of it waits for the computer. */
const giveBack = (dossier: Dossier) =>
  retried(() =>
    counter.leader.post(`/dossiers/${dossier.id}/return`, { reason: 'Hết bài thử này.' }),
  );
/** The workflow may still be closing the last try. */
const askAgain = (dossier: Dossier) => retried(() => askToSign(dossier));

async function retried<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (tries > 100 || (error as Refused).problem?.code !== 'dossier-busy') throw error;
      await sleep(200);
    }
  }
}

const askToSign = (dossier: Dossier) =>
  counter.leader.post<Dossier>(`/dossiers/${dossier.id}/sign`, {});
const mine = (dossier: Dossier) => counter.leader.get<Dossier>(`/dossiers/${dossier.id}`);

/** What an open page of the leader's is sent. */
async function listenAsLeader(): Promise<{ text: () => string; stop: () => void }> {
  const { url } = stack.ready;
  const { username, password } = stack.account('leader');
  const signedIn = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  const cookie = signedIn.headers.getSetCookie().map((line) => line.split(';')[0]);
  const stopping = new AbortController();
  const stream = await fetch(`${url}/api/events?officeId=${counter.officeId}`, {
    headers: { cookie: cookie.join('; ') },
    signal: stopping.signal,
  });
  let text = '';
  const read = async () => {
    for await (const part of stream.body as unknown as AsyncIterable<Uint8Array>)
      text += Buffer.from(part).toString('utf8');
  };
  read().catch(() => undefined); // stopped
  return { text: () => text, stop: () => stopping.abort() };
}

async function waitForFailure(dossier: Dossier, withinMs = 20_000): Promise<Dossier> {
  const giveUpAt = Date.now() + withinMs;
  while (Date.now() < giveUpAt) {
    const now = await mine(dossier);
    if (now.signing?.status === 'failed') return now;
    await sleep(100);
  }
  throw new Error('it did not fail');
}

test('is paired by the code from the page, and offers what its token holds', async () => {
  const { code } = await openPairing();
  const pairing = await computer.pair(stack.ready.url, code);
  expect(await pairing.ended).toBe(0);
  expect(pairing.output()).toContain('Đã báo 1 chứng thư');
  const { items } = await counter.leader.get<{ items: Agent[] }>('/agents');
  expect(items).toHaveLength(1);
  const [key] = (await listKeys()).items;
  expect(key).toMatchObject({ step: 'sign', method: 'token' });
  expect(key?.candidates).toEqual([
    expect.objectContaining({
      method: 'agent',
      label: 'Token lãnh đạo',
      subject: counter.leader.session.person.fullName,
      unfit: null,
    }),
  ]);
});

test('a used code pairs nobody else', async () => {
  const { code } = await openPairing();
  await openPairing();
  const thief = await computer.pair(stack.ready.url, code);
  expect(await thief.ended).toBe(1);
  expect(thief.output()).toContain('Mã ghép không đúng');
});

test('signs a dossier, which goes on to the citizen as a valid copy', async () => {
  const [key] = (await listKeys()).items;
  const fingerprint = String(key?.candidates[0]?.id);
  expect(await choose({ method: 'agent', fingerprint })).toMatchObject({
    method: 'agent',
    fingerprint,
  });
  program = computer.run('run');
  await program.says('Đang chờ');
  const dossier = await counter.submitted();
  const asked = await askToSign(dossier);
  expect(asked).toMatchObject({
    stage: 'awaiting-signature',
    signing: { method: 'agent', status: 'waiting' },
  });
  await prompted();
  const digest = String(asked.signing?.digest);
  expect(program.output()).toContain(`${dossier.code} · V.T.K.M. · 2 trang`);
  expect(program.output()).toContain(`${digest.slice(0, 8)} ${digest.slice(8, 16)}`);
  program.type(computer.pin);
  await program.says('đã ký');
  const signed = await counter.waitFor(dossier, 'awaiting-seal');
  await counter.seal(signed);
  await counter.waitFor(dossier, 'delivered');

  const file = await counter.fetchCopy(dossier);
  expect(counter.verify(file)).toMatchObject({ verdict: 'valid', intact: 'yes' });
  expect(program.output()).not.toContain(computer.pin);
});

test('a wrong PIN leaves the dossier where it was and says how many tries are left', async () => {
  const dossier = await counter.submitted();
  await askToSign(dossier);
  await prompted();
  program.type('00000000');
  const wrong = await waitForFailure(dossier);
  expect(wrong.stage).toBe('awaiting-signature');
  expect(wrong.signing).toMatchObject({ code: 'pin-wrong' });
  expect(wrong.signing?.text).toContain('còn 4 lần thử');
  // Nothing is lost: the same dossier is signed at the next try.
  await askAgain(dossier);
  await prompted();
  program.type(computer.pin);
  await counter.waitFor(dossier, 'awaiting-seal');
});

test('Enter alone declines, and the dossier still waits', async () => {
  const dossier = await counter.submitted();
  await askToSign(dossier);
  await prompted();
  program.type('');
  const declined = await waitForFailure(dossier);
  expect(declined).toMatchObject({
    stage: 'awaiting-signature',
    signing: { code: 'agent-declined' },
  });
  await giveBack(dossier);
});

test('a token that is pulled out is told by its name, the page hears of it, and put back it signs', async () => {
  const heard = await listenAsLeader();
  const dossier = await counter.submitted();
  const putBack = computer.pullOut();
  try {
    await askToSign(dossier);
    const absent = await waitForFailure(dossier);
    expect(absent.signing?.text).toBe(
      'Không thấy token “Token lãnh đạo”. Cắm lại token rồi bấm ký lần nữa.',
    );
  } finally {
    putBack();
  }
  await program.says('Không thấy token');
  const events = () => heard.text().split(`{"id":"${dossier.id}","stage":"awaiting-signature",`);
  // Submitted, asked, answered: each is an event to the open page.
  const giveUpAt = Date.now() + 10_000;
  while (events().length < 3 && Date.now() < giveUpAt) await sleep(100);
  expect(events().length).toBeGreaterThanOrEqual(3);
  heard.stop();
  await askAgain(dossier);
  await prompted();
  program.type(computer.pin);
  await counter.waitFor(dossier, 'awaiting-seal');
});

test('what was taken back in the page, or is over, is not signed any more', async () => {
  const cancelled = await counter.submitted();
  await askToSign(cancelled);
  await prompted();
  await counter.leader.post(`/dossiers/${cancelled.id}/stop-signing`, {});
  program.type(computer.pin);
  expect((await waitForFailure(cancelled)).signing?.code).toBe('signing-cancelled');
  await program.says('Yêu cầu ký này đã xong hoặc đã hết hạn');
  await giveBack(cancelled);

  const over = await counter.submitted();
  await askToSign(over);
  await prompted();
  const now = new Date();
  await database.manager.update(SignatureRequest, { dossierId: over.id }, { expiresAt: now });
  program.type(computer.pin);
  expect((await waitForFailure(over, 40_000)).signing?.code).toBe('signing-expired');
  await giveBack(over);
});

test('killed worker and API lose nothing of what waits for the officer', async () => {
  const dossier = await counter.submitted();
  await askToSign(dossier);
  await prompted();
  stack.kill('worker');
  stack.kill('api');
  await sleep(500);
  program.type(computer.pin);
  await counter.waitFor(dossier, 'awaiting-seal', 90_000);
});

test('dossiers that wait together are signed with one PIN', async () => {
  const dossiers = await Promise.all([counter.submitted(), counter.submitted()]);
  await Promise.all(dossiers.map(askToSign));
  await prompted();
  expect(program.output()).toContain('Yêu cầu ký số 2 hồ sơ');
  program.type(computer.pin);
  for (const dossier of dossiers) await counter.waitFor(dossier, 'awaiting-seal');
});

test('old messages and a copy of the pairing are found out, and a removed computer is nobody’s', async () => {
  await program.end();
  cpSync(join(computer.home, 'agent'), join(computer.home, 'stolen'), { recursive: true });
  const thief = new ServerConnection(AgentState.open(join(computer.home, 'stolen')));
  // The copy sees what waits and can decline, no more: its signature is not the token's.
  const dossier = await counter.submitted();
  await askToSign(dossier);
  const [request] = await thief.poll();
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const data = Buffer.from(String(request?.items[0]?.toBeSigned), 'base64');
  const forged = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const itemId = String(request?.items[0]?.itemId);
  const signature = forged.toString('base64');
  const [verdict] = await thief.giveOutcome(String(request?.requestId), [{ itemId, signature }]);
  expect(verdict).toMatchObject({ accepted: false, code: 'agent-signature-invalid' });
  expect((await waitForFailure(dossier)).stage).toBe('awaiting-signature');
  for (let polls = 0; polls < 3; polls += 1) await thief.offer([]);
  // The real one is behind by now, and says so instead of going on.
  program = computer.run('run');
  expect(await program.ended).toBe(1);
  expect(program.output()).toContain('bản sao của máy ghép đang chạy nơi khác');

  const { items } = await counter.leader.get<{ items: Agent[] }>('/agents');
  for (const { id } of items) await counter.leader.delete(`/agents/${id}`);
  await expect(thief.poll()).rejects.toMatchObject({ code: 'agent-unknown' });
  const removed = computer.run('run');
  expect(await removed.ended).toBe(1);
  expect(removed.output()).toContain('chưa được ghép hoặc đã bị gỡ');
});

test('with the office’s token chosen again the PIN is typed in the page as before', async () => {
  await choose({ method: 'token' });
  const dossier = await counter.submitted();
  expect((await counter.sign(dossier)).stage).toBe('awaiting-seal');
});

test('another’s certificate is not taken: the clerk’s is not the leader’s, nor the agency’s', async () => {
  const theirs = new OfficerComputer();
  try {
    const name = counter.clerk.session.person.fullName;
    theirs.plugIn(stack, { label: 'Token khác', profile: 'signer', subject: { commonName: name } });
    const { code } = await openPairing();
    expect(await (await theirs.pair(stack.ready.url, code)).ended).toBe(0);
    const [key] = (await listKeys()).items;
    const other = key?.candidates.find(({ label }) => label === 'Token khác');
    expect(other?.unfit).toBe('chứng thư mang tên người khác');
    await expect(choose({ method: 'agent', fingerprint: other?.id })).rejects.toMatchObject({
      problem: { code: 'signing-key-unfit' },
    });
  } finally {
    await theirs.end();
  }
});
