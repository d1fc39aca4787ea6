import { createHmac, hkdfSync } from 'node:crypto';
import { readSecretsKey } from '../second-factor/read-secrets-key';

/** What a key is for. */
export type KeyPurpose =
  | 'looked-up'
  | 'try-counters'
  | 'one-time-codes'
  | 'first-passwords'
  | 'proof-of-work'
  | 'booking-links';

const keyBytes = 32;
const known = new Map<string, Promise<Buffer>>();

/**
 * A key for one purpose, of the installation's one key (HKDF, RFC 5869): what is made by one tells nothing about
 * another, and nothing without the file.
 * @param file of the installation's key; see `readSecretsKey`
 * @throws where the file cannot be read or made
 */
export function keyFor(file: string, purpose: KeyPurpose): Promise<Buffer> {
  const name = `${purpose} ${file}`;
  const key = known.get(name) ?? derive(file, purpose);
  known.set(name, key);
  // A file that could not be read is asked for again.
  key.catch(() => known.delete(name));
  return key;
}

/** The hash of something that is easily guessed, such as a number: without the key no list of numbers finds it. */
export function keyedHash(key: Buffer, ...parts: readonly string[]): string {
  const hmac = createHmac('sha256', key);
  // With their lengths: no two lists of parts read alike.
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:${part}`);
  return hmac.digest('hex');
}

async function derive(file: string, purpose: KeyPurpose): Promise<Buffer> {
  return Buffer.from(hkdfSync('sha256', await readSecretsKey(file), '', purpose, keyBytes));
}
