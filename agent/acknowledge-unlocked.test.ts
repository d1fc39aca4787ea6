/** @jest-environment ./test/softhsm-environment.cjs */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createDevelopmentPki } from '../tokens/pki/create-development-pki';
import { createSoftToken } from '../tokens/pkcs11/create-soft-token';
import { openTokenModule } from '../tokens/pkcs11/token-module';
import type { SignRequest } from '../tokens/pkcs11/token-signer';
import { findModules } from './find-modules';
import { openSigner } from './open-signer';

/** `sao-y-agent unlocked TÊN`, in a process of its own, on tokens whose PIN was entered wrongly. */
const modulePath = '/usr/lib/softhsm/libsofthsm2.so';
const [label, other] = ['Token cán bộ', 'Token văn thư'];
const newPin = '13571357';
const home = mkdtempSync(join(tmpdir(), 'saoy-unlocked-'));
let pin: string;
let otherPin: string;
// Processes are started here, on machines that may be busy.
jest.setTimeout(90_000);

beforeAll(async () => {
  const dir = join(home, 'pki');
  const pki = await createDevelopmentPki({ dir, baseUrl: 'http://127.0.0.1:9', now: Date.now() });
  const tokenModule = openTokenModule({ modulePath });
  const make = (name: string) =>
    createSoftToken(tokenModule, pki, {
      label: name,
      subject: { commonName: 'Nguyễn Thị Ví Dụ' },
      profile: 'signer',
      keyType: 'ec-p256',
    });
  ({ pin } = await make(label));
  ({ pin: otherPin } = await make(other));
  await tokenModule.close();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function trySign(tokenLabel: string, ...pins: string[]): Promise<(string | undefined)[]> {
  const { signer, close } = openSigner(home, modulePath);
  const codes = [];
  try {
    const [certificate] = await signer.readCertificates(tokenLabel);
    for (const one of pins) {
      const request: SignRequest = {
        tokenLabel,
        key: { keyId: certificate!.keyId },
        pin: Buffer.from(one),
        mechanism: 'ecdsa-sha256',
        content: { data: Buffer.from('mẫu') },
      };
      codes.push(
        await signer.sign(request).then(
          () => 'signed',
          (error: { code?: string }) => error.code,
        ),
      );
    }
    return codes;
  } finally {
    await close();
  }
}

function say(name: string, ...options: string[]): { status: number | null; said: string } {
  const program = ['-r', './test/register-typescript.cjs', 'agent/main.ts'];
  const order = ['unlocked', name, '--home', home, ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...order], {
    env: process.env,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

test('gives tries again to the token that its issuer has unlocked, and to no other', async () => {
  const wrong = ['1', '2', '3', '4', '5'];
  for (const name of [label, other]) {
    await trySign(name, ...wrong);
    expect(await trySign(name, pin)).toEqual(['token-locked']);
  }
  // The token itself says that wrong PINs were put to it: saying so here gives nothing.
  expect(say(label, '--module', modulePath)).toEqual({
    status: 1,
    said: expect.stringContaining(`Token “${label}” vẫn báo mã PIN từng bị nhập sai`),
  });
  expect(await trySign(label, pin)).toEqual(['token-locked']);

  const login = ['--module', modulePath, '--token-label', label, '--login', '--pin', pin];
  const change = ['--change-pin', '--new-pin', newPin];
  execFileSync('pkcs11-tool', [...login, ...change], { env: process.env, stdio: 'ignore' });
  // Its library is found among those of other makers, which hold no such token.
  expect(findModules().length).toBeGreaterThan(1);
  expect(say(label)).toEqual({
    status: 0,
    said: `Đã ghi nhận: token “${label}” được mở khóa. Nhập mã PIN mới khi ký.\n`,
  });
  expect(await trySign(label, newPin)).toEqual(['signed']);
  expect(await trySign(other, otherPin)).toEqual(['token-locked']);
});

test('says that a token of that name is not there', () => {
  expect(say('Token khác')).toEqual({
    status: 1,
    said: expect.stringContaining('Không thấy token “Token khác”'),
  });
});
