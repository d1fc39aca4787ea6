import { createHash, randomInt } from 'node:crypto';

const codesMade = 10;
/** Without letters that are taken for one another. 24 of 31 are 118 bits: what has 112 needs no slow hash (ASVS 6.5.2). */
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const lettersPerCode = 24;

/** New codes that let in once each, `XXXX-XXXX-XXXX-XXXX-XXXX-XXXX`. They are told once; their hashes are kept. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: codesMade }, () =>
    Array.from({ length: lettersPerCode }, () => letters[randomInt(letters.length)])
      .join('')
      .replace(/(.{4})(?=.)/g, '$1-'),
  );
}

export function isRecoveryCode(typed: string): boolean {
  return plain(typed).length === lettersPerCode;
}

/** The hash by which a code is kept, however it was typed. Its bits are too many to be guessed from that. */
export function hashOfRecoveryCode(typed: string): string {
  return createHash('sha256').update(plain(typed)).digest('hex');
}

function plain(typed: string): string {
  return typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
}
