import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startDatabase, type TestDatabase } from '../test/stack/database';
import { sharedMail, sharedTemporal, sharedTrust } from '../test/stack/shared';

/** Each fails after its database is connected, whose open pool must not keep it up. */
const failures = [
  ['worker/main.ts', { POLICIES_DIR: '/nowhere' }, 'worker stopped'],
  ['worker/token.ts', { PIN_KEY_FILE: '/nowhere/pin.pem' }, 'token process stopped'],
] as const;

let database: TestDatabase;
let home: string;
beforeAll(async () => {
  database = await startDatabase();
  home = await mkdtemp(join(tmpdir(), 'saoy-fatal-'));
}, 60_000);
afterAll(async () => {
  await database.stop();
  await rm(home, { recursive: true, force: true });
});

test.each(failures)(
  '%s ends with 1 after a fatal error',
  async (script, wrong, words) => {
    const [temporal, mail, trust] = [
      await sharedTemporal(),
      await sharedMail(),
      await sharedTrust(),
    ];
    const env = {
      ...process.env,
      SAOY_HOME: home,
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: temporal.address,
      SMTP_URL: mail.smtp,
      STORAGE_URL: `file://${home}/storage`,
      TSA_URLS: trust.tsaUrl,
      PKCS11_MODULE: trust.pkcs11Module,
      SOFTHSM2_CONF: trust.softhsmConf,
      PKCS11_TOKENS: '[]',
      PIN_KEY_FILE: trust.pinKey,
      PIN_PUBLIC_KEY_FILE: trust.pinPublicKey,
      TRUST_ANCHORS_FILE: trust.trustAnchors,
      ...wrong,
    };
    const register = join(__dirname, '..', 'test', 'register-typescript.cjs');
    const child = spawn(process.execPath, ['-r', register, script], {
      cwd: join(__dirname, '..'),
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let log = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (log += text));
    // Where it stays, the test's own limit says so.
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(1);
    expect(log).toContain(words);
  },
  60_000,
);
