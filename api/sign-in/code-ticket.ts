import { randomBytes } from 'node:crypto';
import { getCookie, setCookie } from 'hono/cookie';
import { cookieName, cookieOptions } from '../http/cookies';
import type { ApiDeps } from '../http/deps';
import type { AppContext } from '../http/env';

/** The page is open so long at most; a code is over long before. */
const ticketSeconds = 15 * 60;

/** Gives a browser without a session something of its own, to which its code is bound. */
export function newCodeTicket(c: AppContext, { settings }: Pick<ApiDeps, 'settings'>): string {
  const ticket = randomBytes(32).toString('base64url');
  const options = { ...cookieOptions(settings), maxAge: ticketSeconds };
  setCookie(c, cookieOf(settings), ticket, options);
  return ticket;
}

/** Empty where the browser has none: no code is bound to that. */
export function codeTicketOf(c: AppContext, { settings }: Pick<ApiDeps, 'settings'>): string {
  return getCookie(c, cookieOf(settings)) ?? '';
}

function cookieOf(settings: ApiDeps['settings']): string {
  return cookieName(settings, 'saoy_code');
}
