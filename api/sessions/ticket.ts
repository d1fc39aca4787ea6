import type { Settings } from '../../settings/settings';
import { cookieName } from '../http/cookies';

/** How long a sign-in may take between password and code. */
export const ticketMs = 5 * 60_000;

/** The cookie of a browser whose sign-in waits for a code. */
export function ticketCookie(settings: Pick<Settings, 'publicUrl'>): string {
  return cookieName(settings, 'saoy_sign_in');
}
