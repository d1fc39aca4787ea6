import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import {
  allPersonalKeys,
  getPersonalKey,
  keyIdLength,
  newestPersonalKey,
  type PersonalKey,
} from './personal-keys';

/** How values that mean the same are brought to one form before they are looked for. */
const normalise = {
  /** CMND, CCCD, MST. */
  identifier: (value: string) => value.replace(/\s/g, ''),
  phone: (value: string) => value.replace(/[^\d+]/g, '').replace(/^\+84/, '0'),
  email: (value: string) => value.normalize('NFC').trim().toLowerCase(),
  /** An e-mail address or a phone number, whichever a notice goes to. */
  address: (value: string) => value.trim().toLowerCase(),
  /** Citizens' and many officers' user names are their identifiers. */
  username: (value: string) => value.normalize('NFC'),
  /** Who somebody is to a provider of identities. */
  subject: (value: string) => value,
} as const satisfies Record<string, (value: string) => string>;

/** Kinds of values that equal ones are found by. */
export type SoughtKind = keyof typeof normalise;
/** `words`: text that nobody looks for, such as a remark or a kept answer. */
export type PersonalKind = SoughtKind | 'words';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const indexLength = 64;

/** Letters before the encrypted part: key, blind index, and a colon after each. Equal values share them. */
export const indexPrefixLength = keyIdLength + 1 + indexLength;

/** The longest that a value of so many bytes is once it is encrypted. */
export function encryptedLength(bytes: number): number {
  return indexPrefixLength + 1 + 4 * Math.ceil((nonceBytes + tagBytes + bytes) / 3);
}

/**
 * `KEY:INDEX:CIPHERTEXT`: AES-256-GCM (NIST SP 800-38D), bound to the kind of the value, and before it the blind
 * index by which equal values are found, HMAC-SHA-256 by a key of its own; none for words.
 */
export function encryptPersonal(kind: PersonalKind, value: string): string {
  const key = newestPersonalKey();
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key.encryption, nonce).setAAD(Buffer.from(kind));
  const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  const encrypted = Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
  return `${key.id}:${kind === 'words' ? '' : indexOf(key, kind, value)}:${encrypted}`;
}

/** @throws where its key is gone, a byte was changed, or it was moved to a column of another kind */
export function decryptPersonal(kind: PersonalKind, stored: string): string {
  const [id = '', , encrypted = ''] = stored.split(':');
  const key = getPersonalKey(id);
  const bytes = Buffer.from(encrypted, 'base64');
  const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
  const nonce = bytes.subarray(0, nonceBytes);
  const decipher = createDecipheriv(algorithm, key.encryption, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(kind))
    .setAuthTag(tag);
  const text = decipher.update(bytes.subarray(nonceBytes + tagBytes));
  return Buffer.concat([text, decipher.final()]).toString('utf8');
}

/** What stored values of this value begin with, by every key that may have encrypted one. */
export function personalPrefixes(kind: SoughtKind, value: string): string[] {
  return allPersonalKeys().map((key) => `${key.id}:${indexOf(key, kind, value)}`);
}

/** A keyed hash of a value, the same for the same value as long as the key is in use. */
export function blindIndex(kind: SoughtKind, value: string): string {
  return indexOf(newestPersonalKey(), kind, value);
}

function indexOf(key: PersonalKey, kind: SoughtKind, value: string): string {
  return createHmac('sha256', key.index)
    .update(`${kind}\n${normalise[kind](value)}`)
    .digest('hex');
}
