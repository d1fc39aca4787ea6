/** @jest-environment ./test/softhsm-environment.cjs */
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  verify,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { readCertificate } from '../documents/evidence/certificate';
import { buildSignedAttributes } from '../documents/evidence/signed-data';
import { SaoyError } from '../domain/problem';
import { createDevelopmentPki, type DevelopmentPki } from '../tokens/pki/create-development-pki';
import { createSoftToken } from '../tokens/pkcs11/create-soft-token';
import { openTokenModule } from '../tokens/pkcs11/token-module';
import {
  AgentDesk,
  type AgentStore,
  type JudgedOutcome,
  type PairedAgent,
  type Pairing,
  type SigningRequest,
} from '../tokens/agent/agent-desk';
import { AgentState } from './agent-state';
import {
  pairingRequest,
  signedMessage,
  signMessage,
  type OfferedCertificate,
  type SignedMessage,
} from '../tokens/agent/protocol';
import { pairWithServer, ServerConnection } from './server-connection';

const modulePath = '/usr/lib/softhsm/libsofthsm2.so';
const officerId = 'officer-1';
// Processes are started here, several in one test, on machines that may be busy.
jest.setTimeout(90_000);

let dir: string;
let pki: DevelopmentPki;
let token: { label: string; pin: string; certificate: Uint8Array };
let serverKey: KeyObject;
let store: MemoryStore;
let desk: AgentDesk;
let now: () => number;
let server: Server;
let url: string;
/** What came in and went out over the wire, for replays. */
let wire: { path: string; body: string; answer: string }[];
let home: string;
let agents: RunningAgent[];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'saoy-agent-'));
  pki = await createDevelopmentPki({
    dir: join(dir, 'pki'),
    baseUrl: 'http://127.0.0.1:9',
    now: Date.now(),
  });
  serverKey = generateKeyPairSync('ed25519').privateKey;
  const tokenModule = openTokenModule({ modulePath });
  const label = 'Token cán bộ';
  const subject = { commonName: 'Nguyễn Thị Ví Dụ', organization: 'UBND Phường Mẫu' };
  const made = await createSoftToken(tokenModule, pki, {
    label,
    subject,
    profile: 'signer',
    keyType: 'ec-p256',
  });
  token = { label, pin: made.pin, certificate: made.certificate };
  // From here on the officer's token is opened by the officer's process alone.
  await tokenModule.close();
});

beforeEach(async () => {
  store = new MemoryStore();
  now = Date.now;
  desk = new AgentDesk(store, serverKey, () => now());
  wire = [];
  agents = [];
  server = createServer((request, response) => {
    void readAll(request).then(async (body) => {
      const [status, answer] = await route(request.url!, body);
      wire.push({ path: request.url!, body, answer });
      response.writeHead(status, { 'content-type': 'application/json' }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  home = await mkdtemp(join(dir, 'home-'));
});

afterEach(async () => {
  for (const agent of agents) agent.kill('SIGKILL');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

afterAll(() => rm(dir, { recursive: true, force: true }));

describe('the officer’s program, in a process of its own', () => {
  test('is paired by the code of the page, shows what is asked, signs, and says so', async () => {
    const { code } = await desk.openPairing(officerId);
    const pairing = startAgent(['pair', url, '--module', modulePath]);
    await pairing.says('Mã ghép trên trang web');
    pairing.type(code.toLowerCase().replaceAll('-', ' '));
    expect(await pairing.ended).toBe(0);
    expect(pairing.output()).toContain('Đã ghép với');
    expect(statSync(join(home, 'agent.json')).mode & 0o777).toBe(0o600);

    const request = newRequest(3);
    store.requests.set(request.requestId, request);
    const agent = startAgent(['run']);
    await agent.says('Mã PIN');
    for (const [i, item] of request.items.entries()) {
      expect(agent.output()).toContain(`${item.dossier} · N.T.V.D. · ${i + 1} trang`);
      const digest = documentDigest(i).toString('hex');
      expect(agent.output()).toContain(`${digest.slice(0, 8)} ${digest.slice(8, 16)}`);
    }
    agent.type(token.pin);
    await agent.says('HS-000003: đã ký');
    const outcomes = store.answers.get(request.requestId)!;
    expect(outcomes).toHaveLength(3);
    const key = {
      key: new X509Certificate(token.certificate).publicKey,
      dsaEncoding: 'ieee-p1363' as const,
    };
    outcomes.forEach((outcome, i) => {
      const data = Buffer.from(request.items[i]!.toBeSigned, 'base64');
      expect('signature' in outcome && verify('sha256', data, key, outcome.signature)).toBe(true);
    });
    expect(agent.output() + JSON.stringify(wire)).not.toContain(token.pin);
  });

  test('keeps where the library is, from whichever folder it is run', async () => {
    const { code } = await desk.openPairing(officerId);
    const pairing = startAgent([
      'pair',
      url,
      '--module',
      relative('.', modulePath),
      '--code',
      code,
    ]);
    expect(await pairing.ended).toBe(0);
    expect(AgentState.open(home).modulePath).toBe(modulePath);
  });

  test('Ctrl-C at the PIN prompt ends it with its farewell, and signs nothing', async () => {
    await pair();
    const request = offer(1);
    const agent = startAgent(['run'], 'terminal');
    await agent.says('Mã PIN');
    agent.type('12\x03');
    expect(await agent.ended).toBe(0);
    expect(agent.output()).toContain('Đã dừng.');
    expect(existsSync(join(home, 'running.pid'))).toBe(false);
    expect(store.answers.has(request.requestId)).toBe(false);
  });

  test('does not echo the PIN on a terminal, and takes back what is erased', async () => {
    await pair();
    const request = offer(1);
    const agent = startAgent(['run'], 'terminal');
    await agent.says('Mã PIN');
    // A mistake taken back, and keys that type nothing: arrows, Home, F5, Escape.
    agent.type(`9\x7f\x1b[D\x1bOC\x1b[1~\x1b[15~${token.pin}\x1b`);
    await agent.says('đã ký');
    expect(store.answers.get(request.requestId)![0]).toHaveProperty('signature');
    expect(agent.output()).not.toContain(token.pin);
  });

  test('is packed with all it needs: it runs beside nothing of ours, and sees the token', async () => {
    const run = (...args: string[]) => execFileSync(process.execPath, args).toString();
    expect(run('scripts/build-agent.mjs')).toMatch(/sao-y-agent-[\d.]+-c[\da-f]{10}\.tgz/);
    const elsewhere = await mkdtemp(join(dir, 'elsewhere-'));
    cpSync('dist/agent', elsewhere, { recursive: true });
    const program = join(elsewhere, 'main.js');
    expect(run(program, '--help')).toContain('pair ĐỊA-CHỈ');
    // It finds the library by itself where makers put it.
    const seen = run(program, 'tokens', '--home', home);
    expect(seen).toContain(`Thư viện ${modulePath}`);
    expect(seen).toContain(`${token.label} (SoftHSM project`);
    expect(seen).toContain('chứng thư: Nguyễn Thị Ví Dụ, cấp bởi');
  });

  test('says in Vietnamese what it did not understand, or could not use', async () => {
    for (const args of [['--gì-đó'], ['làm', 'gì'], [], ['pair'], ['run', 'thừa']]) {
      const agent = startAgent(args);
      expect(await agent.ended).toBe(2);
      expect(agent.output()).toContain('--module TỆP');
    }
    const help = startAgent(['-h']);
    expect(await help.ended).toBe(0);
    const failing = async (expected: string, ...args: string[]) => {
      const agent = startAgent(args);
      expect(await agent.ended).toBe(1);
      expect(agent.output()).toContain(expected);
      expect(agent.output()).not.toContain('    at '); // no stack
    };
    await failing('chưa được ghép', 'run');
    await failing('Không dùng được thư viện token', 'pair', url, '--module', '/không/có.so');
    await failing('Không dùng được thư viện token', 'pair', url, '--module', 'package.json');
    const code = ['--code', '0000-0000-0000', '--module', modulePath];
    await failing('Mã ghép không đúng', 'pair', url, '--code', 'sai', '--module', modulePath);
    await failing('phải bắt đầu bằng https://', 'pair', 'http://saoy.example', ...code);
    const page = createServer((_request, response) => response.end('<html>log in here</html>'));
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    const other = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
    await failing('không phải máy chủ Sao Y', 'pair', other, ...code);
    await new Promise((resolve) => page.close(resolve));
    await failing('Chưa tới được máy chủ (ECONNREFUSED)', 'pair', other, ...code);
  });

  test('runs once on a pairing: a second one would look like a stolen copy', async () => {
    await pair();
    const first = startAgent(['run']);
    await first.says('Đang chờ');
    const second = startAgent(['run']);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`đang chạy ở cửa sổ khác trên máy này (tiến trình`);
    first.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(first.output()).toContain('Đã dừng.');
    const third = startAgent(['run']);
    await third.says('Đang chờ');
  });

  test('an Enter that was pressed before the prompt declines nothing', async () => {
    await pair();
    const agent = startAgent(['run'], 'terminal');
    await agent.says('Đang chờ');
    agent.type('');
    agent.type('');
    const request = offer(1);
    await agent.says('Mã PIN');
    agent.type(token.pin);
    await until(() => store.answers.has(request.requestId));
    expect(store.answers.get(request.requestId)![0]).toHaveProperty('signature');
  });

  test('without a terminal it declines nothing, and says that it needs one', async () => {
    await pair();
    const request = offer(1);
    const agent = startAgent(['run']);
    agent.closeInput();
    expect(await agent.ended).toBe(1);
    expect(agent.output()).toContain('Không còn cửa sổ lệnh để hỏi mã PIN');
    expect(store.answers.has(request.requestId)).toBe(false);
  });

  test('takes the prompt away when the request is cancelled, and is ready for the next', async () => {
    await pair();
    const cancelled = offer(1);
    const agent = startAgent(['run']);
    await agent.says('Mã PIN');
    store.requests.delete(cancelled.requestId);
    await agent.says('đã hủy trên trang web hoặc đã hết hạn');
    const request = offer(1);
    await agent.says('Mã PIN', 2);
    agent.type(token.pin);
    await until(() => store.answers.has(request.requestId));
    expect(store.answers.get(request.requestId)![0]).toHaveProperty('signature');
    expect(store.answers.has(cancelled.requestId)).toBe(false);
  });

  test('listens on no port', async () => {
    await pair();
    const agent = startAgent(['run']);
    await agent.says('Đang chờ');
    await until(() => wire.some(({ path }) => path.endsWith('/poll')) || store.polls > 0);
    expect(listeningSockets(agent.pid)).toEqual([]);
    expect(listeningSockets(process.pid)).not.toEqual([]); // this test's own server is seen
  });

  test('puts a wrong PIN to the token once for a whole batch, and the next request is free', async () => {
    await pair();
    const first = offer(4);
    const agent = startAgent(['run']);
    await agent.says('Mã PIN');
    agent.type('00000000');
    await until(() => store.answers.has(first.requestId));
    for (const outcome of store.answers.get(first.requestId)!)
      expect(outcome).toMatchObject({ code: 'pin-wrong', triesLeft: 4 });
    await agent.says('còn 4 lần thử');
    const second = offer(1);
    await agent.says('Mã PIN', 2);
    agent.type(token.pin);
    await until(() => store.answers.has(second.requestId));
    expect(store.answers.get(second.requestId)![0]).toHaveProperty('signature');
  });

  test('declines on Enter alone', async () => {
    await pair();
    const request = offer(2);
    const agent = startAgent(['run']);
    await agent.says('Mã PIN');
    agent.type('');
    await until(() => store.answers.has(request.requestId));
    expect(store.answers.get(request.requestId)).toEqual(
      request.items.map(({ itemId }) => ({ itemId, code: 'agent-declined' })),
    );
  });

  test('asks for no PIN and signs nothing when the server wants something else signed', async () => {
    await pair();
    const other = await foreignCertificate();
    for (const toBeSigned of [
      Buffer.from('log-in challenge'),
      randomDigest(),
      signedAttributes(0, other),
      Buffer.concat([signedAttributes(0), Buffer.from([0])]),
    ]) {
      const request = newRequest(1);
      request.items[0]!.toBeSigned = toBeSigned.toString('base64');
      store.requests.set(request.requestId, request);
      const connection = startAgent(['run']);
      await until(() => store.answers.has(request.requestId));
      expect(store.answers.get(request.requestId)).toEqual([
        { itemId: 'item-0', code: 'agent-content-refused' },
      ]);
      expect(connection.output()).not.toContain('Mã PIN');
      connection.kill('SIGTERM');
      await connection.ended;
    }
  });

  test('shows nothing that could rewrite its screen', async () => {
    await pair();
    const request = offer(1);
    request.items[0]!.dossier = 'HS-000001\u001b[2J\u001b[H';
    const agent = startAgent(['run']);
    expect(await agent.ended).toBe(1);
    expect(agent.output()).not.toContain('\u001b');
  });

  test('killed at the prompt, it asks again when started anew', async () => {
    await pair();
    const request = offer(1);
    const killed = startAgent(['run']);
    await killed.says('Mã PIN');
    killed.kill('SIGKILL');
    await killed.ended;
    const agent = startAgent(['run']);
    await agent.says('Mã PIN');
    agent.type(token.pin);
    await until(() => store.answers.has(request.requestId));
    expect(store.answers.get(request.requestId)![0]).toHaveProperty('signature');
  });

  test('waits out a server that is away', async () => {
    await pair();
    const { port } = new URL(url);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const agent = startAgent(['run']);
    await agent.says('tự thử lại');
    const request = offer(1);
    await new Promise<void>((resolve) => server.listen(Number(port), '127.0.0.1', resolve));
    await agent.says('Mã PIN');
    agent.type(token.pin);
    await until(() => store.answers.has(request.requestId));
  });

  test('ends when its pairing was removed, or is used by a copy of it', async () => {
    const state = await pair();
    cpSync(home, join(dir, 'copy'), { recursive: true });
    const copy = new ServerConnection(AgentState.open(join(dir, 'copy')));
    await copy.poll();
    await copy.poll();
    const agent = startAgent(['run']);
    expect(await agent.ended).toBe(1);
    expect(agent.output()).toContain('bản sao của máy ghép đang chạy nơi khác');
    store.agents.delete(state.agentId);
    const removed = startAgent(['run']);
    expect(await removed.ended).toBe(1);
    expect(removed.output()).toContain('chưa được ghép hoặc đã bị gỡ');
  });

  test('believes no server but the one it was paired with', async () => {
    await pair();
    const real = desk;
    desk = new AgentDesk(store, generateKeyPairSync('ed25519').privateKey);
    offer(1);
    const agent = startAgent(['run']);
    expect(await agent.ended).toBe(1);
    expect(agent.output()).not.toContain('Mã PIN');
    expect(desk).not.toBe(real);
  });
});

describe('pairing', () => {
  test('takes a code once', async () => {
    const { code } = await desk.openPairing(officerId);
    await pairWith(code);
    await expect(pairWith(code)).rejects.toMatchObject({ code: 'agent-code-wrong' });
  });

  test('voids a code after five wrong guesses, sent together or not', async () => {
    const { code } = await desk.openPairing(officerId);
    const wrong = code.replace(/.{4}$/, code.endsWith('0000') ? '1111' : '0000');
    const guesses = await Promise.allSettled(Array.from({ length: 8 }, () => pairWith(wrong)));
    const codes = guesses.map((guess) =>
      guess.status === 'rejected' ? (guess.reason as SaoyError).code : 'paired',
    );
    expect(codes.filter((c) => c === 'agent-code-wrong')).toHaveLength(5);
    expect(codes.filter((c) => c === 'agent-code-expired')).toHaveLength(3);
    await expect(pairWith(code)).rejects.toMatchObject({ code: 'agent-code-expired' });
    expect(store.agents.size).toBe(0);
  });

  test('ends after five minutes', async () => {
    const { code, expiresAt } = await desk.openPairing(officerId);
    now = () => expiresAt;
    await expect(pairWith(code)).rejects.toMatchObject({ code: 'agent-code-expired' });
  });

  test('does not take a key that somebody in between put in place of the agent’s', async () => {
    const { code } = await desk.openPairing(officerId);
    meddle = (path, body) => {
      if (!path.endsWith('/pair')) return body;
      const request = pairingRequest.parse(JSON.parse(body));
      const { publicKey } = generateKeyPairSync('ed25519');
      const own = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
      return JSON.stringify({ ...request, publicKey: own });
    };
    try {
      await expect(pairWith(code)).rejects.toMatchObject({ code: 'agent-code-wrong' });
    } finally {
      meddle = undefined;
    }
  });

  test('does not believe a server that does not know the code', async () => {
    const { code } = await desk.openPairing(officerId);
    const real = desk;
    const answer = {
      agentId: randomUUID(),
      publicKey: generateKeyPairSync('ed25519')
        .publicKey.export({ type: 'spki', format: 'der' })
        .toString('base64'),
      mac: randomDigest().toString('base64'),
    };
    desk = { pair: () => Promise.resolve(answer) } as unknown as AgentDesk;
    await expect(pairWith(code)).rejects.toMatchObject({ code: 'agent-message-invalid' });
    desk = real;
  });

  test('goes to https only, but for this very computer', async () => {
    for (const address of ['http://saoy.example', 'ftp://127.0.0.1', 'saoy.example', ''])
      await expect(pairWith('0000-0000-0000', address)).rejects.toMatchObject({
        code: 'agent-address-refused',
      });
    await expect(pairWith('not a code')).rejects.toMatchObject({ code: 'agent-code-wrong' });
  });
});

describe('the desk', () => {
  test('tells a waiting agent of a request at once when woken, for the right officer', async () => {
    const connection = new ServerConnection(await pair());
    pollMs = 10_000;
    const answer = connection.poll();
    await until(() => store.polls > 0);
    desk.wake('officer-2');
    const request = offer(1);
    const started = performance.now();
    desk.wake(officerId);
    expect(await answer).toMatchObject([{ requestId: request.requestId }]);
    expect(performance.now() - started).toBeLessThan(1000);
    pollMs = 400;
  });

  test('gives a stolen pairing nothing: only the registered certificate’s signature counts', async () => {
    const connection = new ServerConnection(await pair());
    const request = offer(1);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const data = Buffer.from(request.items[0]!.toBeSigned, 'base64');
    const forged = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    const verdicts = await connection.giveOutcome(request.requestId, [
      { itemId: 'item-0', signature: forged.toString('base64') },
    ]);
    expect(verdicts).toEqual([
      { itemId: 'item-0', accepted: false, code: 'agent-signature-invalid' },
    ]);
    for (const signature of ['', 'AAAA']) {
      const next = offer(1);
      await connection.giveOutcome(next.requestId, [{ itemId: 'item-0', signature }]);
      expect(store.answers.get(next.requestId)).toEqual([
        { itemId: 'item-0', code: 'agent-signature-invalid' },
      ]);
    }
  });

  test('takes no signature of one item for another, none twice, none missing', async () => {
    const connection = new ServerConnection(await pair());
    const request = offer(3);
    const outcome = { itemId: 'item-0', code: 'agent-declined' };
    await connection.giveOutcome(request.requestId, [
      outcome,
      { ...outcome, itemId: 'item-1' },
      { ...outcome, itemId: 'item-1' },
      { itemId: 'item-9', code: 'no-such-code' },
    ]);
    expect(store.answers.get(request.requestId)).toEqual([
      { itemId: 'item-0', code: 'agent-declined' },
      { itemId: 'item-1', code: 'agent-signature-invalid' },
      { itemId: 'item-2', code: 'agent-signature-invalid' },
    ]);
  });

  test('answers no replay and no altered or relabelled message', async () => {
    const state = await pair();
    await new ServerConnection(state).poll();
    const sent = signedMessage.parse(JSON.parse(wire.at(-1)!.body));
    await expect(desk.poll(sent, 0)).rejects.toMatchObject({ code: 'agent-replayed' });
    const altered = { ...sent, body: sent.body.replace(/"sequence":\d+/, '"sequence":999') };
    await expect(desk.poll(altered, 0)).rejects.toMatchObject({ code: 'agent-message-invalid' });
    const request = offer(1);
    const key = agentKey();
    const body = {
      agentId: state.agentId,
      sequence: 100,
      nonce: 'n'.repeat(20),
      requestId: request.requestId,
      outcomes: [{ itemId: 'item-0', code: 'agent-declined' }],
    };
    const relabelled = signMessage('poll', body, key);
    await expect(desk.answer(relabelled)).rejects.toMatchObject({ code: 'agent-message-invalid' });
    await expect(desk.answer({ body: 'x', signature: '' })).rejects.toMatchObject({
      code: 'agent-message-invalid',
    });
    expect(store.answers.size).toBe(0);
  });

  test('takes one answer to a request, in time, from the officer’s own agent', async () => {
    const connection = new ServerConnection(await pair());
    const outcomes = [{ itemId: 'item-0', code: 'agent-declined' }];
    const closed = { code: 'agent-request-closed' };
    const request = offer(1);
    await connection.giveOutcome(request.requestId, outcomes);
    await expect(connection.giveOutcome(request.requestId, outcomes)).rejects.toMatchObject(closed);
    const late = offer(1);
    now = () => late.expiresAt;
    await expect(connection.giveOutcome(late.requestId, outcomes)).rejects.toMatchObject(closed);
    now = Date.now;
    const foreign = { ...newRequest(1), officerId: 'officer-2' };
    store.requests.set(foreign.requestId, foreign);
    await expect(connection.giveOutcome(foreign.requestId, outcomes)).rejects.toMatchObject(closed);
    expect(await connection.poll()).toMatchObject([{ requestId: late.requestId }]);
  });

  test('replays of its own answers are not believed', async () => {
    const connection = new ServerConnection(await pair());
    offer(1);
    await connection.poll();
    const old = wire.at(-1)!.answer;
    const real = desk;
    desk = {
      poll: () => Promise.resolve(JSON.parse(old) as SignedMessage),
    } as unknown as AgentDesk;
    await expect(connection.poll()).rejects.toMatchObject({ code: 'agent-message-invalid' });
    desk = real;
  });
});

class MemoryStore implements AgentStore {
  readonly pairings = new Map<string, Pairing & { tries: number }>();
  readonly agents = new Map<string, PairedAgent>();
  readonly sequences = new Map<string, number>();
  readonly requests = new Map<string, SigningRequest>();
  readonly answers = new Map<string, JudgedOutcome[]>();
  readonly offered = new Map<string, OfferedCertificate[]>();
  polls = 0;

  savePairing(pairing: Pairing) {
    this.pairings.set(pairing.pairingId, { ...pairing, tries: 0 });
    return Promise.resolve();
  }
  tryPairing(pairingId: string) {
    const pairing = this.pairings.get(pairingId);
    if (pairing) pairing.tries++;
    return Promise.resolve(pairing && { pairing, tries: pairing.tries });
  }
  usePairing(pairingId: string) {
    return Promise.resolve(this.pairings.delete(pairingId));
  }
  saveAgent(agent: PairedAgent) {
    this.agents.set(agent.agentId, agent);
    return Promise.resolve();
  }
  findAgent(agentId: string) {
    return Promise.resolve(this.agents.get(agentId));
  }
  advanceSequence(agentId: string, sequence: number) {
    if (sequence <= (this.sequences.get(agentId) ?? 0)) return Promise.resolve(false);
    this.sequences.set(agentId, sequence);
    return Promise.resolve(true);
  }
  listOpenRequests(officer: string, at: number) {
    this.polls++;
    return Promise.resolve(
      [...this.requests.values()].filter(
        (request) =>
          request.officerId === officer &&
          request.expiresAt > at &&
          !this.answers.has(request.requestId),
      ),
    );
  }
  findRequest(requestId: string) {
    return Promise.resolve(this.requests.get(requestId));
  }
  answerRequest(requestId: string, outcomes: JudgedOutcome[]) {
    if (this.answers.has(requestId)) return Promise.resolve([]);
    this.answers.set(requestId, outcomes);
    return Promise.resolve(outcomes.map(({ itemId }) => itemId));
  }
  keepCertificates(agentId: string, certificates: OfferedCertificate[]) {
    this.offered.set(agentId, certificates);
    return Promise.resolve();
  }
}

let pollMs = 400;
let meddle: ((path: string, body: string) => string) | undefined;

async function route(path: string, received: string): Promise<[number, string]> {
  const body: unknown = JSON.parse(meddle?.(path, received) ?? received);
  try {
    const answer =
      path === '/api/agent/pair'
        ? await desk.pair(pairingRequest.parse(body))
        : path === '/api/agent/poll'
          ? await desk.poll(signedMessage.parse(body), pollMs)
          : (await desk.answer(signedMessage.parse(body))).reply;
    return [200, JSON.stringify(answer)];
  } catch (error) {
    if (!(error instanceof SaoyError)) throw error;
    return [409, JSON.stringify({ code: error.code })];
  }
}

async function pair(): Promise<AgentState> {
  const { code } = await desk.openPairing(officerId);
  return pairWith(code);
}

function pairWith(code: string, address = url): Promise<AgentState> {
  return pairWithServer({ home, server: address, code, computerName: 'Máy mẫu', modulePath });
}

function agentKey(): KeyObject {
  const { privateKey } = JSON.parse(readFileSync(join(home, 'agent.json'), 'utf8')) as {
    privateKey: string;
  };
  return createPrivateKey(privateKey);
}

function offer(items: number): SigningRequest {
  const request = newRequest(items);
  store.requests.set(request.requestId, request);
  return request;
}

function newRequest(items: number): SigningRequest {
  return {
    requestId: randomUUID(),
    officerId,
    step: 'sign',
    certificate: token.certificate,
    mechanism: 'ecdsa-sha256',
    expiresAt: now() + 60_000,
    items: Array.from({ length: items }, (_, i) => ({
      itemId: `item-${i}`,
      dossier: `HS-${String(i + 1).padStart(6, '0')}`,
      initials: 'N.T.V.D.',
      pages: i + 1,
      toBeSigned: signedAttributes(i).toString('base64'),
    })),
  };
}

function signedAttributes(i: number, certificate: Uint8Array = token.certificate): Buffer {
  return Buffer.from(
    buildSignedAttributes(readCertificate(certificate), 'ecdsa-sha256', documentDigest(i)),
  );
}

function documentDigest(i: number): Buffer {
  return createHash('sha256').update(`document ${i}`).digest();
}

function randomDigest(): Buffer {
  return createHash('sha256').update(randomUUID()).digest();
}

async function foreignCertificate(): Promise<Uint8Array> {
  const { issueCertificate } = await import('../tokens/pki/issue-certificate');
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { der } = await issueCertificate(pki, {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    subject: { commonName: 'Trần Văn Mẫu' },
    profile: 'signer',
  });
  return der;
}

interface RunningAgent {
  pid: number;
  ended: Promise<number | null>;
  output(): string;
  says(text: string, times?: number): Promise<void>;
  type(line: string): void;
  closeInput(): void;
  kill(signal: NodeJS.Signals): void;
}

function startAgent(args: string[], where: 'pipe' | 'terminal' = 'pipe'): RunningAgent {
  mkdirSync(home, { recursive: true });
  const command = [process.execPath, '-r', './test/register-typescript.cjs'].concat(
    ['agent/main.ts', '--home', home],
    args,
  );
  // `script` runs a command on a terminal of its own.
  const [program, ...rest] =
    where === 'pipe' ? command : ['script', '-qec', command.join(' '), '/dev/null'];
  const child: ChildProcess = spawn(program!, rest, { stdio: 'pipe', env: { ...process.env } });
  let text = '';
  child.stdout!.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  child.stderr!.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  const agent = {
    pid: child.pid!,
    ended: new Promise<number | null>((resolve) => child.once('close', resolve)),
    output: () => text,
    says: (expected: string, times = 1) =>
      until(
        () => text.split(expected).length > times,
        () => `the agent did not say “${expected}” but: ${text}`,
      ),
    type: (line: string) => void child.stdin!.write(`${line}\n`),
    closeInput: () => void child.stdin!.end(),
    kill: (signal: NodeJS.Signals) => void child.kill(signal),
  };
  agents.push(agent);
  return agent;
}

async function until(condition: () => boolean, complaint = () => 'it did not happen') {
  const end = Date.now() + 30_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(complaint());
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Inodes of listening TCP sockets of a process (state 0A in /proc/net/tcp). */
function listeningSockets(pid: number): string[] {
  const own = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return []; // closed since the listing
      }
    }),
  );
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A' && own.has(fields[9] ?? ''))
      .map((fields) => fields[9]!),
  );
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
