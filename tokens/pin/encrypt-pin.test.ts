import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  webcrypto,
} from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decryptPin } from './decrypt-pin';
import { createPinKey, readPinKey, readPublicPinKey } from './pin-key';
import { encryptPin, type PinContext, type PinEnvelope, type PinPublicKey } from './encrypt-pin';

const now = Date.parse('2026-11-23T02:00:00Z');
const minute = 60_000;
const context: PinContext = { dossierId: 'HS-000001', step: 'sign', token: 'Lãnh đạo Mẫu' };

let dir: string;
let privateKey: Awaited<ReturnType<typeof readPinKey>>;
let publicKey: PinPublicKey;
const files = (name: string) => ({
  privateKey: join(dir, `${name}.key`),
  publicKey: join(dir, `${name}.pub`),
});

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'saoy-pin-'));
  await createPinKey(files('pin'));
  privateKey = await readPinKey(files('pin').privateKey);
  publicKey = await readPublicPinKey(files('pin').publicKey);
});

afterAll(() => rm(dir, { recursive: true, force: true }));

describe('an encrypted PIN', () => {
  test.each(['12345678', 'mật khẩu 😀', 'x'.repeat(127)])('opens as it was: %s', async (pin) => {
    const ciphertext = await encryptPin(publicKey, pin, context, now + 5 * minute);
    const opened = await decryptPin(privateKey, ciphertext, context, now);
    expect(Buffer.from(opened).toString('utf8')).toBe(pin);
  });

  test('tells neither the PIN nor its length, and is never twice the same', async () => {
    const encrypt = (pin: string) => encryptPin(publicKey, pin, context, now + minute);
    const [short, long, again] = [
      await encrypt('1234'),
      await encrypt('123456789012'),
      await encrypt('1234'),
    ];
    expect(short).toHaveLength(long.length);
    expect(short).not.toBe(again);
    expect(Buffer.from(short, 'base64url').includes('1234"')).toBe(false);
  });

  test.each([
    ['another dossier', { ...context, dossierId: 'HS-000002' }],
    ['another step', { ...context, step: 'seal' as const }],
    ['another token', { ...context, token: 'saoy-agency' }],
  ])('does not open for %s', async (_what, other) => {
    const ciphertext = await encryptPin(publicKey, '12345678', context, now + minute);
    await expect(decryptPin(privateKey, ciphertext, other, now)).rejects.toMatchObject({
      code: 'pin-context-mismatch',
    });
  });

  test.each([
    ['at its end', minute, minute],
    ['an hour after', minute, 60 * minute],
    ['when its sender wrote a day', 24 * 60 * minute, 0],
  ])('does not open %s', async (_what, validMs, laterMs) => {
    const ciphertext = await encryptPin(publicKey, '12345678', context, now + validMs);
    await expect(decryptPin(privateKey, ciphertext, context, now + laterMs)).rejects.toMatchObject({
      code: 'pin-expired',
    });
  });

  test.each<[string, (envelope: PinEnvelope) => unknown]>([
    ['the dossier', (e) => ({ ...e, context: { ...e.context, dossierId: 'HS-000002' } })],
    ['the expiry', (e) => ({ ...e, expiresAt: e.expiresAt + minute })],
    ['the fresh key', (e) => ({ ...e, epk: e.epk.replace(/.{4}$/, 'AAAA') })],
    ['the box', (e) => ({ ...e, box: `AAAA${e.box.slice(4)}` })],
    ['the vector', (e) => ({ ...e, iv: 'AAAAAAAAAAAAAAAA' })],
    ['the version', (e) => ({ ...e, v: 2 })],
    ['its fields', (e) => ({ ...e, more: 1 })],
  ])('does not open when %s was altered', async (_what, alter) => {
    const ciphertext = await encryptPin(publicKey, '12345678', context, now + minute);
    const envelope = JSON.parse(Buffer.from(ciphertext, 'base64url').toString()) as PinEnvelope;
    const altered = Buffer.from(JSON.stringify(alter(envelope))).toString('base64url');
    const asked = { ...context, dossierId: 'HS-000002' };
    for (const expected of [context, asked])
      await expect(decryptPin(privateKey, altered, expected, now)).rejects.toMatchObject({
        code: 'pin-unreadable',
      });
  });

  test('opens to the last instant that its sender may give it, and not beyond', async () => {
    const encrypt = (expiresAt: number) => encryptPin(publicKey, '12345678', context, expiresAt);
    const longest = await encrypt(now + 15 * minute);
    await expect(decryptPin(privateKey, longest, context, now)).resolves.toHaveLength(8);
    await expect(
      decryptPin(privateKey, await encrypt(now + 1), context, now),
    ).resolves.toHaveLength(8);
    await expect(decryptPin(privateKey, longest, context, now - 1)).rejects.toMatchObject({
      code: 'pin-expired',
    });
  });

  // ECDH on P-256, HKDF-SHA-256 under its own label, AES-256-GCM: by another implementation.
  test('is what its description says', async () => {
    const ciphertext = await encryptPin(publicKey, '12345678', context, now + minute);
    const bytes = (text: string) => Buffer.from(text, 'base64url');
    const envelope = JSON.parse(bytes(ciphertext).toString()) as PinEnvelope;
    const point = bytes(envelope.epk);
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    };
    const secret = diffieHellman({
      privateKey: createPrivateKey(await readFile(files('pin').privateKey)),
      publicKey: createPublicKey({ key: jwk, format: 'jwk' }),
    });
    const key = Buffer.from(hkdfSync('sha256', secret, '', 'saoy pin v1', 32));
    const box = bytes(envelope.box);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes(envelope.iv));
    const { dossierId, step, token } = envelope.context;
    decipher.setAAD(
      Buffer.from(JSON.stringify([1, dossierId, step, token, envelope.expiresAt, envelope.epk])),
    );
    decipher.setAuthTag(box.subarray(-16));
    const padded = Buffer.concat([decipher.update(box.subarray(0, -16)), decipher.final()]);
    expect(padded.subarray(1, 9).toString()).toBe('12345678');
    expect([padded[0], padded.length]).toEqual([8, 128]);
  });

  test.each([0, 1, 2])('goes into an address as it is, whatever its length (%d)', async (more) => {
    const named = { ...context, token: 'x'.repeat(more) };
    expect(await encryptPin(publicKey, '1234', named, now)).toMatch(/^[\w-]+$/);
  });

  test.each([
    ['opened', context],
    ['refused', { ...context, dossierId: 'HS-000002' }],
  ])('is wiped from memory, %s', async (_outcome, asked) => {
    const decrypt = jest.spyOn(webcrypto.subtle, 'decrypt');
    try {
      const ciphertext = await encryptPin(publicKey, '12345678', context, now + minute);
      await decryptPin(privateKey, ciphertext, asked, now).catch(() => undefined);
      const opened = (await decrypt.mock.results[0]!.value) as ArrayBuffer;
      expect(new Uint8Array(opened).every((byte) => byte === 0)).toBe(true);
    } finally {
      decrypt.mockRestore();
    }
  });

  test('does not open with another key, nor does anything that is none', async () => {
    await createPinKey(files('other'));
    const other = await readPinKey(files('other').privateKey);
    const ciphertext = await encryptPin(publicKey, '12345678', context, now + minute);
    const code = { code: 'pin-unreadable' };
    await expect(decryptPin(other, ciphertext, context, now)).rejects.toMatchObject(code);
    for (const junk of ['', 'xyz', Buffer.from('{}').toString('base64url')])
      await expect(decryptPin(privateKey, junk, context, now)).rejects.toMatchObject(code);
  });

  test('cannot be made of an empty or overlong PIN', async () => {
    await expect(encryptPin(publicKey, '', context, now)).rejects.toThrow(RangeError);
    await expect(encryptPin(publicKey, 'ơ'.repeat(64), context, now)).rejects.toThrow(RangeError);
  });
});

test('the key is made once, for its owner only', async () => {
  const { privateKey: file, publicKey: publicFile } = files('pin');
  const before = await readFile(file, 'utf8');
  await rm(publicFile);
  await createPinKey(files('pin'));
  expect(await readFile(file, 'utf8')).toBe(before);
  expect(await readPublicPinKey(publicFile)).toEqual(publicKey);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('the private key cannot be taken out of the program again', () => {
  expect(privateKey.extractable).toBe(false);
  expect(privateKey.usages).toEqual(['deriveBits']);
});
