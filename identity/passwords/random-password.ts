import { randomBytes } from 'node:crypto';

/** 96 bits, in groups that can be read aloud and typed. */
export function randomPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const pick = () => Array.from(randomBytes(5), (byte) => letters[byte % letters.length]).join('');
  return [pick(), pick(), pick(), pick()].join('-');
}
