import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { sharedMail, sharedTemporal, sharedTrust } from './shared';

const checkout = join(__dirname, '..', '..');

/**
 * Starts one of our processes by itself, with the shared parts of the tests as its settings.
 * @param own its settings beside those, `SAOY_HOME` and `DATABASE_URL` among them
 */
export async function startProcess(
  script: 'api/main.ts' | 'worker/main.ts' | 'worker/token.ts' | 'dist/worker/main.js',
  own: Record<'SAOY_HOME' | 'DATABASE_URL', string> & Record<string, string>,
): Promise<ChildProcessByStdio<null, Readable, null>> {
  const [temporal, mail, trust] = [await sharedTemporal(), await sharedMail(), await sharedTrust()];
  const register = join(__dirname, '..', 'register-typescript.cjs');
  return spawn(process.execPath, ['-r', register, script], {
    cwd: checkout,
    env: {
      ...process.env,
      TEMPORAL_ADDRESS: temporal.address,
      SMTP_URL: mail.smtp,
      STORAGE_URL: `file://${own.SAOY_HOME}/storage`,
      TSA_URLS: trust.tsaUrl,
      PKCS11_MODULE: trust.pkcs11Module,
      SOFTHSM2_CONF: trust.softhsmConf,
      PKCS11_TOKENS: '[]',
      PIN_KEY_FILE: trust.pinKey,
      PIN_PUBLIC_KEY_FILE: trust.pinPublicKey,
      TRUST_ANCHORS_FILE: trust.trustAnchors,
      ...own,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
