import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { decryptSecret, encryptSecret } from './encrypt-secret';
import { readSecretsKey } from './read-secrets-key';
import { hashOfRecoveryCode, isRecoveryCode, newRecoveryCodes } from './recovery-codes';

const folder = mkdtempSync(join(tmpdir(), 'saoy-secrets-'));

test('processes that start at once take one key, which nobody else reads', async () => {
  const file = join(folder, 'identity', 'key');
  const keys = await Promise.all(Array.from({ length: 8 }, () => readSecretsKey(file)));
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  expect(keys[0]).toHaveLength(32);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a file that holds no key is refused', async () => {
  const file = join(folder, 'short');
  writeFileSync(file, 'c2hvcnQ=\n');
  await expect(readSecretsKey(file)).rejects.toThrow('no key of 32 bytes');
});

test('a secret is read again by key and person alone, and never twice the same', () => {
  const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const encrypted = encryptSecret(key, 'BÍ MẬT', 'person-1');
  expect(decryptSecret(key, encrypted, 'person-1')).toBe('BÍ MẬT');
  expect(encryptSecret(key, 'BÍ MẬT', 'person-1').equals(encrypted)).toBe(false);
  expect(() => decryptSecret(other, encrypted, 'person-1')).toThrow();
  expect(() => decryptSecret(key, encrypted, 'person-2')).toThrow();
  for (let byte = 0; byte < encrypted.length; byte += 1) {
    const changed = Buffer.from(encrypted);
    changed[byte]! ^= 1;
    expect(() => decryptSecret(key, changed, 'person-1')).toThrow();
  }
});

test('ten recovery codes are made, and one is found however it is typed', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) {
    expect(code).toMatch(/^[A-HJKMNP-Z2-9]{4}(-[A-HJKMNP-Z2-9]{4}){5}$/);
    expect(isRecoveryCode(code)).toBe(true);
    expect(hashOfRecoveryCode(code.toLowerCase().replaceAll('-', ' '))).toBe(
      hashOfRecoveryCode(code),
    );
  }
  expect(isRecoveryCode('123456')).toBe(false);
});
