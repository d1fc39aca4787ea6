import { Secret, TOTP } from 'otpauth';

const periodSeconds = 30;
/** Steps to either side that are taken too: clocks of phones are off, and people type slowly. */
const window = 1;

/** A new secret of 160 bits (RFC 4226), base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an authenticator program reads from a QR code. @param account as the person will find it there */
export function totpUri(secret: string, issuer: string, account: string): string {
  return totpOf(secret, issuer, account).toString();
}

/**
 * The time step that a code is of (RFC 6238: SHA-1, 6 digits, 30 s); undefined where it is wrong. A step counts
 * once: whoever takes the code keeps the step, and takes none that is not newer.
 * @param at epoch milliseconds
 */
export function stepOfCode(secret: string, code: string, at: number): number | undefined {
  // The library throws at what is as long in letters and not in bytes.
  if (!/^[0-9]{6}$/.test(code)) return undefined;
  const delta = totpOf(secret).validate({ token: code, timestamp: at, window });
  return delta === null ? undefined : Math.floor(at / 1000 / periodSeconds) + delta;
}

function totpOf(secret: string, issuer = 'Sao Y', label = ''): TOTP {
  return new TOTP({
    secret: Secret.fromBase32(secret),
    ...{ issuer, label, algorithm: 'SHA1', digits: 6, period: periodSeconds },
  });
}
