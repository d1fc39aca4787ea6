import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordAgent } from '../../db/agents/agents';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { sharedTrust } from '../../test/stack/shared';
import { signMessage } from '../../tokens/agent/protocol';
import { createApp } from '../app';
import type { App } from '../http/env';
import type { Pairing } from './contract';

/** Who may pair, see, remove and choose; and what strangers to the agent's routes are told. */
let database: TestDatabase;
let app: App;
let here: TestOffice;
let there: TestOffice;
const clock = { now: Date.parse('2026-11-23T02:00:00Z') };
const folder = mkdtempSync(join(tmpdir(), 'saoy-agents-'));
const as = {} as Record<'officer' | 'leader' | 'clerk' | 'supervisor' | 'stranger', ApiClient>;

beforeAll(async () => {
  database = await startDatabase();
  here = await makeOffice(database.db, '000.00.03.H99', 'Phường Mẫu');
  there = await makeOffice(database.db, '000.00.04.H99', 'Phường Khác');
  const { trustAnchors } = await sharedTrust();
  app = createApp(
    testDeps(database.db, folder, clock, {
      AGENT_KEY_FILE: join(folder, 'agent', 'key.pem'),
      TRUST_ANCHORS_FILE: trustAnchors,
    }),
  );
  for (const role of ['officer', 'leader', 'clerk', 'supervisor'] as const) {
    as[role] = await new ApiClient(app).signIn(`${role}.${here.code}`);
  }
  as.stranger = await new ApiClient(app).signIn(`leader.${there.code}`);
});
afterAll(async () => {
  await database.stop();
  rmSync(folder, { recursive: true });
});

describe('rights', () => {
  const anyId = randomUUID();
  const choice = { method: 'token' };
  test.each<[string, (who: ApiClient) => Promise<Response>, string[], string]>([
    [
      'pair a computer',
      (who) => who.send('POST', '/api/agents/pairing', {}),
      ['leader', 'clerk'],
      '201',
    ],
    ['see their computers', (who) => who.get('/api/agents'), ['leader', 'clerk'], '200'],
    [
      'remove one that is not theirs',
      (who) => who.send('DELETE', `/api/agents/${anyId}`),
      ['leader', 'clerk'],
      '404 agent-not-yours',
    ],
    [
      'see how they sign',
      (who) => who.get(`/api/signing-keys?officeId=${here.id}`),
      ['leader', 'clerk'],
      '200',
    ],
    [
      'choose how to sign',
      (who) => who.send('PUT', `/api/signing-keys/sign?officeId=${here.id}`, choice),
      ['leader'],
      '200',
    ],
    [
      'choose how to seal',
      (who) => who.send('PUT', `/api/signing-keys/seal?officeId=${here.id}`, choice),
      ['clerk'],
      '200',
    ],
    [
      'look for remote keys where none are set up',
      (who) => who.get(`/api/signing-keys/sign/remote?officeId=${here.id}&userId=x`),
      ['leader'],
      '422 remote-not-configured',
    ],
  ])('to %s', async (_what, ask, allowed, answer) => {
    const outcome = async (who: ApiClient) => {
      const response = await ask(who);
      return response.ok ? String(response.status) : said(response);
    };
    for (const role of ['officer', 'leader', 'clerk', 'supervisor'] as const) {
      const expected = allowed.includes(role) ? answer : '403 right-missing';
      expect([role, await outcome(as[role])]).toEqual([role, expected]);
    }
    expect(await outcome(new ApiClient(app))).toBe('401 sign-in-needed');
  });

  test('another office is as one that does not exist', async () => {
    const path = `officeId=${here.id}`;
    expect(await said(await as.stranger.get(`/api/signing-keys?${path}`))).toBe(
      '404 office-unknown',
    );
    const answer = await as.stranger.send('PUT', `/api/signing-keys/sign?${path}`, {
      method: 'token',
    });
    expect(await said(answer)).toBe('404 office-unknown');
  });

  test('a change without the session’s token is refused', async () => {
    const { cookie } = as.leader.headers();
    const answer = await app.request('/api/agents/pairing', {
      method: 'POST',
      headers: { cookie: String(cookie) },
    });
    expect(await said(answer)).toBe('403 csrf-token-invalid');
  });
});

describe('a signature that is waited for', () => {
  let path: string;
  beforeEach(async () => {
    const dossier = await acceptDossier(database.db, here, '2026-11-23T01:00:00Z');
    await moveDossier(database.db, dossier, '2026-11-23T01:30:00Z', { action: 'submit' });
    path = `/api/dossiers/${dossier.id}`;
  });

  test('is taken back by nobody who did not ask for it', async () => {
    const stop = (who: ApiClient) => who.send('POST', `${path}/stop-signing`, {});
    expect(await said(await stop(as.leader))).toBe('409 signing-not-waiting');
    expect(await said(await stop(as.officer))).toBe('403 right-missing');
    expect(await said(await stop(as.stranger))).toBe('404 dossier-unknown');
  });

  test('is not asked for without a PIN where the office’s token signs', async () => {
    const key = { 'idempotency-key': randomUUID() };
    expect(await said(await as.leader.send('POST', `${path}/sign`, {}, key))).toBe(
      '422 input-invalid',
    );
  });
});

describe('the officers’ program', () => {
  const post = (path: string, body: object) => new ApiClient(app).send('POST', path, body);

  test('is told nothing that helps with a wrong code, and has to wait after a few', async () => {
    const opened = await as.leader.send('POST', '/api/agents/pairing', {});
    const { code } = (await opened.json()) as Pairing;
    const request = {
      pairingId: code.slice(0, 4),
      publicKey: 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=',
      computerName: 'Máy lạ',
      nonce: 'n'.repeat(24),
      mac: 'AAAA',
    };
    const answers = [];
    for (let tries = 0; tries < 6; tries += 1) {
      answers.push(await said(await post('/api/agent/pair', request)));
    }
    expect(answers).toEqual([
      ...Array.from({ length: 5 }, () => '422 agent-code-wrong'),
      '429 agent-throttled',
    ]);
    clock.now += 16 * 60_000;
  });

  test('is let in by its signature, whatever strangers sent from its address or in its name', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const agentId = randomUUID();
    await recordAgent(database.db, {
      id: agentId,
      personId: here.staff.leader,
      publicKey: publicKey.export({ type: 'spki', format: 'der' }),
      computerName: 'Máy của lãnh đạo',
      pairedAt: new Date(clock.now),
    });
    const answers: string[] = [];
    for (let tries = 0; tries < 70; tries += 1) {
      const claimed = tries % 10 === 0 ? agentId : randomUUID();
      const body = JSON.stringify({ agentId: claimed, sequence: 1, nonce: 'n'.repeat(20) });
      answers.push(await said(await post('/api/agent/poll', { body, signature: 'AAAA' })));
    }
    expect(answers.at(-1)).toBe('429 agent-throttled');
    const head = { agentId, sequence: 1, nonce: 'n'.repeat(20) };
    const poll = signMessage('poll', { ...head, certificates: [] }, privateKey);
    expect(await said(await post('/api/agent/poll', poll))).toBe('200');
    clock.now += 16 * 60_000;
  });

  test('is known by its signature alone', async () => {
    const body = JSON.stringify({ agentId: randomUUID(), sequence: 1, nonce: 'n'.repeat(20) });
    const message = { body, signature: 'AAAA' };
    expect(await said(await post('/api/agent/poll', message))).toBe('401 agent-unknown');
    expect(await said(await post('/api/agent/outcome', message))).toBe('401 agent-unknown');
    expect(await said(await post('/api/agent/poll', { body }))).toBe('422 input-invalid');
    const long = { body: 'x'.repeat(600_000), signature: '' };
    expect(await said(await post('/api/agent/poll', long))).toBe('413 request-too-large');
  });
});
