import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findFreePort } from '../../scripts/stack/home';
import { startDatabase, type TestDatabase } from './database';
import { startProcess } from './start-process';

let database: TestDatabase;
let home: string;
beforeAll(async () => {
  database = await startDatabase();
  home = await mkdtemp(join(tmpdir(), 'saoy-processes-'));
}, 60_000);
afterAll(async () => {
  await database.stop();
  await rm(home, { recursive: true, force: true });
});

/** Each fails after its database is connected, whose open pool must not keep it up. */
test.each([
  ['api/main.ts', { POLICIES_DIR: '/nowhere' }, 'could not start'],
  ['worker/main.ts', { POLICIES_DIR: '/nowhere' }, 'worker stopped'],
  ['worker/token.ts', { PIN_KEY_FILE: '/nowhere/pin.pem' }, 'PIN_KEY_FILE cannot be read (ENOENT)'],
] as const)(
  '%s ends with 1 after a fatal error',
  async (script, wrong, words) => {
    const own = { SAOY_HOME: home, DATABASE_URL: database.url };
    const port = String(await findFreePort());
    const child = await startProcess(script, { ...own, SAOY_PORT: port, ...wrong });
    let log = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (log += text));
    // Where it stays, the test's own limit says so.
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(1);
    expect(log).toContain(words);
  },
  60_000,
);

test.each(['worker/main.ts', 'worker/token.ts'] as const)(
  '%s says that it lives, and is not ready, while it waits for its database',
  async (script) => {
    const [port, nobody] = [String(await findFreePort()), await findFreePort()];
    const child = await startProcess(script, {
      SAOY_HOME: home,
      DATABASE_URL: `mariadb://saoy:none@127.0.0.1:${nobody}/saoy`,
      HEALTH_PORT: port,
    });
    const ended = once(child, 'exit');
    child.stdout.resume();
    const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
    let alive: Response | undefined;
    while (!(alive = await ask('/healthz'))) await sleep(50);
    expect([alive.status, await alive.json()]).toEqual([200, { status: 'ok' }]);
    const ready = await ask('/readyz');
    expect([ready?.status, await ready?.json()]).toEqual([503, { status: 'starting' }]);
    child.kill('SIGTERM');
    await ended;
  },
  60_000,
);
