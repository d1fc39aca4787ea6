import { randomBytes } from 'node:crypto';
import { setCookie } from 'hono/cookie';
import { recordTicket } from '../../db/second-factors/sign-in-tickets';
import type { Settings } from '../../settings/settings';
import { cookieName, cookieOptions } from '../http/cookies';
import type { ApiDeps } from '../http/deps';
import type { AppContext } from '../http/env';
import { hashOfToken } from '../http/session';

/** How long a sign-in may take between password and code. */
const ticketMs = 5 * 60_000;

/** The cookie of a browser whose sign-in waits for a code. */
export function ticketCookie(settings: Pick<Settings, 'publicUrl'>): string {
  return cookieName(settings, 'saoy_sign_in');
}

/** Lets a browser whose password was right go on with a code. @returns the ticket that its cookie holds */
export async function giveTicket(
  c: AppContext,
  { db, settings, now }: Pick<ApiDeps, 'db' | 'settings' | 'now'>,
  personId: string,
): Promise<string> {
  const ticket = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now() + ticketMs);
  await recordTicket(db.manager, { ticketHash: hashOfToken(ticket), personId, expiresAt });
  const options = { ...cookieOptions(settings), maxAge: ticketMs / 1000 };
  setCookie(c, ticketCookie(settings), ticket, options);
  return ticket;
}
