import { createHmac, randomBytes } from 'node:crypto';

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
const groups = 4;
const lettersPerGroup = 5;

/** Some 98 bits, in groups that can be read aloud and typed. */
export function randomPassword(): string {
  return readable(randomBytes(32));
}

/**
 * A password of one use that goes by text message, and is computed anew each time: it stands nowhere but, hashed, in
 * its account.
 * @param key for `first-passwords`
 * @param id random, of one password
 */
export function firstPasswordOf(key: Buffer, id: string): string {
  return readable(createHmac('sha256', key).update(id).digest());
}

function readable(bytes: Buffer): string {
  const picked = Array.from(bytes.subarray(0, groups * lettersPerGroup), (byte) => {
    return letters.charAt(byte % letters.length);
  });
  return picked.join('').replace(/(.{5})(?=.)/g, '$1-');
}
