import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPin } from './open-pin';
import { createPinKey, readPinKey, readPublicPinKey } from './pin-key';
import { sealPin, type PinContext, type PinEnvelope, type PinPublicKey } from './seal-pin';

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

describe('a sealed PIN', () => {
  test.each(['12345678', 'mật khẩu 😀', 'x'.repeat(127)])('opens as it was: %s', async (pin) => {
    const sealed = await sealPin(publicKey, pin, context, now + 5 * minute);
    const opened = await openPin(privateKey, sealed, context, now);
    expect(Buffer.from(opened).toString('utf8')).toBe(pin);
  });

  test('tells neither the PIN nor its length, and is never twice the same', async () => {
    const seal = (pin: string) => sealPin(publicKey, pin, context, now + minute);
    const [short, long, again] = [
      await seal('1234'),
      await seal('123456789012'),
      await seal('1234'),
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
    const sealed = await sealPin(publicKey, '12345678', context, now + minute);
    await expect(openPin(privateKey, sealed, other, now)).rejects.toMatchObject({
      code: 'pin-context-mismatch',
    });
  });

  test.each([
    ['at its end', minute, minute],
    ['an hour after', minute, 60 * minute],
    ['when its sealer wrote a day', 24 * 60 * minute, 0],
  ])('does not open %s', async (_what, validMs, laterMs) => {
    const sealed = await sealPin(publicKey, '12345678', context, now + validMs);
    await expect(openPin(privateKey, sealed, context, now + laterMs)).rejects.toMatchObject({
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
    const sealed = await sealPin(publicKey, '12345678', context, now + minute);
    const envelope = JSON.parse(Buffer.from(sealed, 'base64url').toString()) as PinEnvelope;
    const altered = Buffer.from(JSON.stringify(alter(envelope))).toString('base64url');
    const asked = { ...context, dossierId: 'HS-000002' };
    for (const expected of [context, asked])
      await expect(openPin(privateKey, altered, expected, now)).rejects.toMatchObject({
        code: 'pin-unreadable',
      });
  });

  test('does not open with another key, nor does anything that is none', async () => {
    await createPinKey(files('other'));
    const other = await readPinKey(files('other').privateKey);
    const sealed = await sealPin(publicKey, '12345678', context, now + minute);
    const code = { code: 'pin-unreadable' };
    await expect(openPin(other, sealed, context, now)).rejects.toMatchObject(code);
    for (const junk of ['', 'xyz', Buffer.from('{}').toString('base64url')])
      await expect(openPin(privateKey, junk, context, now)).rejects.toMatchObject(code);
  });

  test('cannot be made of an empty or overlong PIN', async () => {
    await expect(sealPin(publicKey, '', context, now)).rejects.toThrow(RangeError);
    await expect(sealPin(publicKey, 'ơ'.repeat(64), context, now)).rejects.toThrow(RangeError);
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
