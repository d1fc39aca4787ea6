import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { runInSession } from '../../db/audit/acting-session';
import { type SignedIn, findSession } from '../../db/sessions/find-session';
import { recordSeen } from '../../db/sessions/record-session';
import { SaoyError } from '../../domain/problem';
import { identityRulesAt } from '../../policies/identity-rules';
import type { ApiDeps } from './deps';
import type { AppContext, AppEnv } from './env';
import { cookieName } from './cookies';

/** @returns the name of the cookie that holds a session's token */
export function sessionCookie(settings: ApiDeps['settings']): string {
  return cookieName(settings, 'saoy_session');
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Nobody need be signed in for these, and nothing is changed in a session's name. */
const openToAll = new Set([
  'POST /api/session',
  'POST /api/session/second-factor',
  'POST /api/session/code',
  'POST /api/session/passkey/begin',
  'POST /api/session/passkey',
  'POST /api/registration/code',
  'POST /api/registration',
  'POST /api/password/forgotten',
  'POST /api/password/renewed',
  'POST /api/session/provider',
  'POST /api/session/provider/return',
  'POST /api/session/provider/logout',
  'POST /api/verify',
  'POST /api/verify/report',
]);

/** A page tells how long ago its person last did something: what it asks by itself keeps no session open. */
const idleHeader = 'x-idle-seconds';
/** An open stream begins anew by itself, and says nothing about its person. */
const streamPath = '/api/events';
/** A session is said to have been seen so often at most. */
const seenEveryMs = 60_000;

/**
 * Finds out who asks. A change in a session's name needs that session's token in `X-CSRF-Token`
 * (OWASP synchronizer token); checked here, so that no route can forget it.
 */
export function session(deps: ApiDeps): MiddlewareHandler<AppEnv> {
  const cookie = sessionCookie(deps.settings);
  return async (c, next) => {
    const token = getCookie(c, cookie);
    const hash = token ? hashOfToken(token) : '';
    const signedIn = hash ? await findSession(deps.db, hash, new Date(deps.now())) : undefined;
    c.set('sessionHash', hash);
    c.set('signedIn', signedIn);
    const changes =
      !safeMethods.has(c.req.method) && !openToAll.has(`${c.req.method} ${c.req.path}`);
    if (signedIn && changes && !sameText(c.req.header('x-csrf-token'), signedIn.csrfToken)) {
      throw new SaoyError('csrf-token-invalid');
    }
    if (signedIn && c.req.path !== streamPath) await keepOpen(c, deps, hash, signedIn);
    const acting = signedIn && { session: signedIn.sessionId, person: signedIn.personId };
    await runInSession(acting, next);
  };
}

async function keepOpen(
  c: AppContext,
  { db, rules, now }: ApiDeps,
  tokenHash: string,
  { kind, seenAt }: SignedIn,
): Promise<void> {
  const idle = /^\d{1,6}$/.exec(c.req.header(idleHeader) ?? '')?.[0];
  const activeMs = now() - Number(idle ?? 0) * 1000;
  if (activeMs < seenAt.getTime() + seenEveryMs) return;
  const { idleMinutes } = identityRulesAt(rules, now()).session[kind];
  const idleUntil = new Date(activeMs + idleMinutes * 60_000);
  await recordSeen(db.manager, tokenHash, { seenAt: new Date(activeMs), idleUntil });
}

/** The browser keeps the token; the database keeps only this. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** @throws SaoyError `sign-in-needed` */
export function requireSession(c: AppContext): SignedIn {
  const { signedIn } = c.var;
  if (!signedIn) throw new SaoyError('sign-in-needed');
  return signedIn;
}

function sameText(given: string | undefined, expected: string): boolean {
  const a = Buffer.from(given ?? '');
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
