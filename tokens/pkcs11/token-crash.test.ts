/** @jest-environment ./test/softhsm-environment.cjs */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { createHash, verify, X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevelopmentPki } from '../pki/create-development-pki';
import { createSoftToken } from './create-soft-token';
import { openTokenModule, type TokenModule } from './token-module';
import { TokenSigner, type SignRequest } from './token-signer';

const modulePath = '/usr/lib/softhsm/libsofthsm2.so';
const label = 'saoy-crash';
const data = Buffer.from('Bản sao điện tử thử nghiệm');

let dir: string;
let tokenModule: TokenModule;
let made: Awaited<ReturnType<typeof createSoftToken>>;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'saoy-crash-'));
  const pki = await createDevelopmentPki({
    dir: join(dir, 'pki'),
    baseUrl: 'http://127.0.0.1:9',
    now: Date.now(),
  });
  tokenModule = openTokenModule({ modulePath });
  made = await createSoftToken(tokenModule, pki, {
    label,
    subject: { commonName: 'UBND Phường Mẫu' },
    profile: 'seal',
    keyType: 'rsa-3072',
  });
});

afterAll(async () => {
  await tokenModule.close();
  await rm(dir, { recursive: true, force: true });
});

describe('a process that is killed', () => {
  test('between asking the token and its verdict has spent one try, not none', async () => {
    const killed = await runUntilKilled(
      `library.C_Login = () => process.kill(process.pid, 'SIGKILL');
       signer.sign(request('whatever'));`,
    );
    expect(killed.signal).toBe('SIGKILL');
    expect(await triesLeft()).toBe(4);
    expect(await signNow()).toBe(true);
    expect(await triesLeft()).toBe(5);
  });

  test('amid signatures leaves a token that signs at once, and every signature given was whole', async () => {
    const killed = await runUntilKilled(
      `const sign = () => signer.sign(request(process.argv[1]))
         .then((signature) => console.log(Buffer.from(signature).toString('base64')))
         .then(sign);
       for (let i = 0; i < 8; i++) sign();`,
      25,
    );
    expect(killed.signal).toBe('SIGKILL');
    const { publicKey } = new X509Certificate(made.certificate);
    expect(killed.lines.length).toBeGreaterThanOrEqual(25);
    for (const line of killed.lines)
      expect(verify('sha256', data, publicKey, Buffer.from(line, 'base64'))).toBe(true);
    const started = performance.now();
    expect(await signNow()).toBe(true);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(await triesLeft()).toBe(5);
  });
});

function newSigner(): TokenSigner {
  return new TokenSigner(tokenModule, { pinTriesFile: join(dir, 'pin-tries.json') });
}

function request(): SignRequest {
  return {
    tokenLabel: label,
    key: { fingerprint: createHash('sha256').update(made.certificate).digest('hex') },
    pin: Buffer.from(made.pin),
    mechanism: 'rsa-pkcs1-sha256',
    content: { data },
  };
}

async function signNow(): Promise<boolean> {
  const signer = newSigner();
  const signature = await signer.sign(request());
  await signer.close();
  return verify('sha256', data, new X509Certificate(made.certificate).publicKey, signature);
}

async function triesLeft(): Promise<number> {
  return (await newSigner().preflight(label)).pin.triesLeft;
}

/** Runs a piece of program on the same token in a process of its own; kills it after some lines. */
function runUntilKilled(
  source: string,
  afterLines = Infinity,
): Promise<{ signal: NodeJS.Signals | null; lines: string[] }> {
  const { tokenLabel, key, mechanism } = request();
  const whole = `
    const { openTokenModule } = require('./tokens/pkcs11/token-module.ts');
    const { TokenSigner } = require('./tokens/pkcs11/token-signer.ts');
    const tokenModule = openTokenModule({ modulePath: ${JSON.stringify(modulePath)} });
    const { library } = tokenModule;
    const signer = new TokenSigner(tokenModule, {
      pinTriesFile: ${JSON.stringify(join(dir, 'pin-tries.json'))},
    });
    const request = (pin) => ({
      ...${JSON.stringify({ tokenLabel, key, mechanism })},
      pin: Buffer.from(pin),
      content: { data: Buffer.from(${JSON.stringify(data.toString())}) },
    });
    ${source}`;
  const child = spawn(
    process.execPath,
    ['-r', './test/register-typescript.cjs', '-e', whole, made.pin],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env } },
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    if (text.split('\n').length > afterLines) child.kill('SIGKILL');
  });
  return new Promise((resolve) =>
    child.once('close', (_code, signal) =>
      // What stands after the last line feed was cut off by the kill.
      resolve({ signal, lines: text.split('\n').slice(0, -1) }),
    ),
  );
}
