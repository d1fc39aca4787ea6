import { createHmac } from 'node:crypto';

/**
 * The one-time code of a row: it is computed and nowhere written down. Whoever reads the database has a random id and
 * no key; whoever has the key could as well open a hash of so few digits.
 * @param key for `one-time-codes`
 * @param id random, of one code
 */
export function codeOf(key: Buffer, id: string, digits: number): string {
  const bits = createHmac('sha256', key).update(id).digest().readUIntBE(0, 6);
  // 48 bits over a million: no code is likelier than another by more than one in 10^8.
  return String(bits % 10 ** digits).padStart(digits, '0');
}

/** A number as the page may show it to whoever has the password alone: `09••••••78`. */
export function maskNumber(number: string): string {
  return `${number.slice(0, 2)}${'•'.repeat(Math.max(0, number.length - 4))}${number.slice(-2)}`;
}

/** The same of a mail address: `v•••@thu-mau.invalid`. */
export function maskEmail(email: string): string {
  return email.replace(/^(.)[^@]*/, '$1•••');
}
