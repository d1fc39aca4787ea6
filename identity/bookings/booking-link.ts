import { timingSafeEqual } from 'node:crypto';
import { keyedHash } from '../secrets/key-for';

/** 128 bits of the keyed hash: nobody guesses a link. */
const proofLength = 32;

/**
 * What opens one appointment without an account: its id and a proof that nobody makes without the key. Neither database
 * nor outbox has it: it is computed where it is shown.
 * @param key for `booking-links`
 * @param id of the appointment, a UUID
 */
export function bookingLinkOf(key: Buffer, id: string): string {
  return `${id.replaceAll('-', '')}${keyedHash(key, 'booking', id).slice(0, proofLength)}`;
}

/** The appointment that a link opens; undefined where it is none of ours. */
export function readBookingLink(key: Buffer, link: string): string | undefined {
  const parts =
    /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})[0-9a-f]{32}$/.exec(link);
  if (!parts) return undefined;
  const id = parts.slice(1).join('-');
  return timingSafeEqual(Buffer.from(link), Buffer.from(bookingLinkOf(key, id))) ? id : undefined;
}
