/*
 * Signatures a second of a batch, as the token process makes them: a PIN decrypted for each dossier,
 * the signer with its pool of sessions, the result checked against the certificate. The yardstick is the
 * bare library: C_SignInit and C_Sign in a loop on one session that is logged in already.
 * Run after a build: node dist/bench/sign-batch.js [signatures]
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pkcs11js from 'pkcs11js';
import { createDevelopmentPki } from '../tokens/pki/create-development-pki';
import {
  createSoftToken,
  writeSoftHsmConf,
  type SoftKeyType,
} from '../tokens/pkcs11/create-soft-token';
import type { Mechanism } from '../tokens/pkcs11/mechanisms';
import { tokenInput } from '../tokens/pkcs11/token-input';
import { openTokenModule, type TokenModule } from '../tokens/pkcs11/token-module';
import { findObjects } from '../tokens/pkcs11/find-objects';
import { TokenSigner } from '../tokens/pkcs11/token-signer';
import { decryptPin } from '../tokens/pin/decrypt-pin';
import { createPinKey, readPinKey, readPublicPinKey } from '../tokens/pin/pin-key';
import { encryptPin } from '../tokens/pin/encrypt-pin';

const count = Number(process.argv[2] ?? 200);
const content = { data: Buffer.alloc(300, 7) };

async function main(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'saoy-bench-'));
  try {
    const softhsmConf = await writeSoftHsmConf(join(dir, 'softhsm'));
    const module = openTokenModule({ modulePath: '/usr/lib/softhsm/libsofthsm2.so', softhsmConf });
    for (const [keyType, mechanism] of [
      ['rsa-3072', 'rsa-pkcs1-sha256'],
      ['ec-p256', 'ecdsa-sha256'],
    ] as const)
      await measure(dir, module, keyType, mechanism);
    await module.close();
  } finally {
    await rm(dir, { recursive: true });
  }
}

async function measure(
  dir: string,
  module: TokenModule,
  keyType: SoftKeyType,
  mechanism: Mechanism,
): Promise<void> {
  const baseUrl = 'http://127.0.0.1:9';
  const pki = await createDevelopmentPki({ dir: join(dir, 'pki'), baseUrl, now: Date.now() });
  const subject = { commonName: 'Nguyễn Thị Ví Dụ' };
  const token = await createSoftToken(module, pki, {
    label: keyType,
    subject,
    profile: 'signer',
    keyType,
  });
  const bare = perSecond(await time(() => signBare(module, keyType, token.pin, mechanism)));
  const batch = await prepareBatch(dir, module, keyType, token, mechanism);
  const latencies: number[] = [];
  const ours = perSecond(await time(() => batch(latencies)));
  latencies.sort((a, b) => a - b);
  const at = (part: number) => latencies[Math.floor(part * (count - 1))]!.toFixed(1);
  console.log(
    `${keyType}: ${ours} signatures/s in a batch of ${count} (latency within it: median ${at(0.5)} ms, ` +
      `p95 ${at(0.95)} ms); bare library ${bare}/s; ratio ${(ours / bare).toFixed(2)}`,
  );
}

/** Everything a batch does but the encryption, which happens in the browser. */
async function prepareBatch(
  dir: string,
  module: TokenModule,
  label: string,
  token: { pin: string; certificate: Uint8Array },
  mechanism: Mechanism,
): Promise<(latencies: number[]) => Promise<void>> {
  const files = { privateKey: join(dir, 'pin.key'), publicKey: join(dir, 'pin.pub') };
  await createPinKey(files);
  const privateKey = await readPinKey(files.privateKey);
  const publicKey = await readPublicPinKey(files.publicKey);
  const contexts = Array.from({ length: count }, (_, i) => ({
    dossierId: `HS-${i}`,
    step: 'sign' as const,
    token: label,
  }));
  const expiresAt = Date.now() + 5 * 60_000;
  const ciphertexts = await Promise.all(
    contexts.map((context) => encryptPin(publicKey, token.pin, context, expiresAt)),
  );
  const signer = new TokenSigner(module, { pinTriesFile: join(dir, 'tries.json') });
  const fingerprint = createHash('sha256').update(token.certificate).digest('hex');
  return async (latencies) => {
    await Promise.all(
      contexts.map(async (context, i) => {
        const started = performance.now();
        const pin = await decryptPin(privateKey, ciphertexts[i]!, context, Date.now());
        const key = { fingerprint };
        await signer.sign({ tokenLabel: label, key, pin, mechanism, content });
        pin.fill(0);
        latencies.push(performance.now() - started);
      }),
    );
    await signer.close();
  };
}

function signBare(module: TokenModule, label: string, pin: string, mechanism: Mechanism): void {
  const { library } = module;
  const session = library.C_OpenSession(
    module.findToken(label)!.handle,
    pkcs11js.CKF_SERIAL_SESSION,
  );
  library.C_Login(session, pkcs11js.CKU_USER, pin);
  const [key] = findObjects(library, session, [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_PRIVATE_KEY },
  ]);
  const { type, input } = tokenInput(mechanism, content);
  for (let i = 0; i < count; i++) {
    library.C_SignInit(session, { mechanism: type }, key!);
    library.C_Sign(session, input, Buffer.alloc(1024));
  }
  library.C_Logout(session);
  library.C_CloseSession(session);
}

async function time(work: () => void | Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function perSecond(ms: number): number {
  return Math.round((count * 1000) / ms);
}

void main();
