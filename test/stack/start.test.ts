import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isAlive } from '../../scripts/stack/process-identity';
import { RunningStack } from '../journeys/running-stack';
import { ownMs } from './own-time';
import { sharedMail } from './shared';

const root = join(__dirname, '..', '..');

/** Runs a program of the checkout to its end. */
function run(script: string, args: string[], env: NodeJS.ProcessEnv) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const options = { env: { ...process.env, ...env } };
    const child = execFile(
      process.execPath,
      [join(root, script), ...args],
      options,
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

describe('npm start', () => {
  let stack: RunningStack;
  let squatter: Server;
  let smtp: string;
  let port: number;
  const status = async (...args: string[]) =>
    run('cli/saoy.mjs', ['status', ...args], { SAOY_HOME: stack.home });

  beforeAll(async () => {
    squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    port = (squatter.address() as AddressInfo).port;
    smtp = (await sharedMail()).smtp;
    stack = await RunningStack.start({ SAOY_PORT: String(port), SMTP_URL: smtp });
  }, 120_000);
  afterAll(async () => {
    await stack.end();
    squatter.close();
    await rm(stack.home, { recursive: true, force: true });
  }, 30_000);

  test('tells outside programs where everything is, and nobody else', async () => {
    const { ready } = stack;
    expect(statSync(join(stack.home, 'ready.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(stack.home, 'stack.json')).mode & 0o777).toBe(0o600);
    expect(statSync(stack.home).mode & 0o777).toBe(0o700);
    expect(Object.keys(ready).sort()).toEqual([
      'accounts',
      'database',
      'databaseOwner',
      'mail',
      'metrics',
      'processes',
      'sample',
      'temporal',
      'trustAnchors',
      'url',
    ]);
    expect((await fetch(`${ready.url}/readyz`)).status).toBe(200);
    expect(existsSync(ready.trustAnchors)).toBe(true);
    expect(ready.accounts.map(({ role }) => role)).toEqual(
      expect.arrayContaining(['officer', 'leader', 'clerk', 'supervisor', 'citizen']),
    );
    expect(ready.sample).toBeNull();
  });

  test('keeps an idle connection for longer than the proxy before it does', async () => {
    const { headers } = await fetch(`${stack.ready.url}/readyz`);
    const proxyIdleSeconds = 120;
    const seconds = Number(/timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1]);
    expect(seconds).toBeGreaterThan(proxyIdleSeconds);
  });

  test('takes the next free port where its own is taken', () => {
    const taken = Number(new URL(stack.ready.url).port);
    expect(taken).toBeGreaterThan(port);
    expect(taken).toBeLessThan(port + 100);
  });

  test('starts no part of its own for one that the environment names', () => {
    expect(stack.ready.mail).toEqual({ smtp, inbox: null });
    expect(Object.keys(stack.ready.processes).sort()).toEqual([
      'api',
      'identity',
      'mariadb',
      'pki',
      'supervisor',
      'temporal',
      'token',
      'worker',
    ]);
  });

  test('will not run twice from one home', async () => {
    const second = await run('scripts/start.mjs', [], { SAOY_HOME: stack.home });
    expect(second.code).toBe(1);
    expect(second.stderr).toContain('already runs from');
    expect((await fetch(`${stack.ready.url}/readyz`)).status).toBe(200);
  }, 60_000);

  test('answers saoy status', async () => {
    const { code, stdout } = await status('--json');
    expect(code).toBe(0);
    const answer = JSON.parse(stdout) as Record<string, unknown>;
    expect(answer).toMatchObject({ running: true, ready: true, openDossiers: {} });
    expect(stdout).not.toContain(new URL(stack.ready.database).password);
    expect((await status()).stdout).toContain('no open dossier');
  });

  test('killed without warning, leaves no process behind and starts again', async () => {
    const before = stack.ready.processes;
    const left = Object.values(before).map((pid) => identify(pid)!);
    stack.kill('supervisor');
    for (let tries = 0; left.some(isAlive) && tries < 200; tries += 1) await sleep(100);
    expect(left.filter(isAlive)).toEqual([]);
    expect((await status()).code).toBe(1);
    await rm(join(stack.home, 'ready.json'));
    expect(await ownMs(() => stack.startAgain())).toBeLessThan(15_000);
    expect(stack.ready.database).toMatch(/^mariadb:/);
  }, 90_000);

  test('ends within 20 s, and saoy status says so', async () => {
    const left = Object.values(stack.ready.processes).map((pid) => identify(pid)!);
    expect(await stack.end()).toBeLessThan(20_000);
    expect(left.filter(isAlive)).toEqual([]);
    expect(existsSync(join(stack.home, 'ready.json'))).toBe(false);
    const { code, stdout } = await status('--json');
    expect([code, (JSON.parse(stdout) as { running: boolean }).running]).toEqual([1, false]);
  }, 60_000);
});

test('a part that cannot come up is named with its reason, and the start ends with 1', async () => {
  const home = await mkdtemp(join(tmpdir(), 'saoy-no-database-'));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts/start.mjs')],
    {
      env: {
        ...process.env,
        SAOY_HOME: home,
        DATABASE_URL: 'mariadb://nobody:nothing@127.0.0.1:1/none',
      },
      encoding: 'utf8',
    },
  );
  expect(status).toBe(1);
  expect(stdout).toMatch(/✗ Database/);
  expect(stderr).toMatch(/Database: the database does not answer \(.*ECONNREFUSED.*\)/);
  await rm(home, { recursive: true });
}, 90_000);

test('with SAOY_SAMPLE=0 there is nobody until saoy setup has made the first office', async () => {
  const stack = await RunningStack.start({ SAOY_SAMPLE: '0' });
  try {
    expect(stack.ready.accounts).toEqual([]);
    const setup = await run(
      'cli/saoy.mjs',
      [
        ...['setup', '--office', '000.00.77.H99', '--name', 'UBND Tỉnh Mẫu', '--prefix', 'G22.77'],
        ...['--administrator', 'quan-tri', '--full-name', 'Người Quản Trị Mẫu', '--json'],
      ],
      { SAOY_HOME: stack.home },
    );
    expect(setup.code).toBe(0);
    const { username, password } = JSON.parse(setup.stdout) as Record<string, string>;
    const answer = await fetch(`${stack.ready.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    expect(answer.status).toBe(200);
  } finally {
    await stack.end();
    await rm(stack.home, { recursive: true, force: true });
  }
}, 150_000);

test('saoy says what it knows where a command is not known', async () => {
  const { code, stderr } = await run('cli/saoy.mjs', ['make-coffee'], {});
  expect(code).toBe(2);
  expect(stderr).toMatch(/no command “make-coffee”.*Usage: saoy COMMAND .*status/);
  expect((await run('cli/saoy.mjs', ['status', '--loud'], {})).code).toBe(2);
});
