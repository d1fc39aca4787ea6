import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { setCookie } from 'hono/cookie';
import { findByUsername } from '../../db/people/find-person';
import { findSession } from '../../db/sessions/find-session';
import { recordSession } from '../../db/sessions/record-session';
import { SaoyError } from '../../domain/problem';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { sessionSchema, signInSchema } from './contract';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { cookieOptions } from '../http/cookies';
import { KnownDevices } from '../http/known-devices';
import { Semaphore } from '../http/semaphore';
import { hashOfToken, sessionCookie } from '../http/session';
import { TryLimit } from '../http/try-limit';
import { viewSession } from './view';

/** A working day and a half hour on each side; then the person signs in again. */
const sessionMsMax = 10 * 3_600_000;
/** A hash takes a core and some 20 MB. Known devices do not wait behind strangers. */
const hashes = { known: { atOnce: 2, waitingMax: 100 }, others: { atOnce: 2, waitingMax: 100 } };

const route = defineRoute('session.open', {
  method: 'post',
  path: '/api/session',
  tags: ['session'],
  summary: 'Sign in',
  request: { body: { required: true, content: { 'application/json': { schema: signInSchema } } } },
  responses: describeResponses({ 200: json(sessionSchema, 'Signed in; the cookie is set') }),
});

/** Signs a person in: staff by their user name, citizens by their identifier. */
export const mountCreateSession: Mount = (app, deps) => {
  const limit = new TryLimit(deps, 'sign-in-throttled');
  const devices = new KnownDevices(deps.settings, deps.now);
  const known = new Semaphore(hashes.known);
  const others = new Semaphore(hashes.others);
  serve(app, deps, route, async (c) => {
    const { username, password } = c.req.valid('json');
    const found = await findByUsername(deps.db, username);
    const device = found ? devices.find(c, found) : undefined;
    const compare = async () => {
      // An unknown name takes as long as a wrong password, so that names cannot be found by time.
      const expected = found?.passwordHash ?? (await hashOfNobody());
      const isRight = await (device === undefined ? others : known).run(() =>
        verify(expected, password),
      );
      if (!found || !isRight) throw new SaoyError('sign-in-failed');
      return found;
    };
    const trier = {
      account: foldName(found?.username ?? username),
      address: c.var.clientAddress,
      device,
    };
    const person = await limit.run(trier, compare, isWrong);
    const { token, tokenHash } = await openSession(deps, person.id);
    setCookie(c, sessionCookie(deps.settings), token, {
      ...cookieOptions(deps.settings),
      maxAge: sessionMsMax / 1000,
    });
    devices.remember(c, person);
    const signedIn = await findSession(deps.db, tokenHash, new Date(deps.now()));
    if (!signedIn) throw new SaoyError('sign-in-failed');
    return c.json(viewSession(signedIn, deps.now()), 200);
  });
};

/**
 * All spellings of a name count together, whether it is somebody's or not: else a second count would
 * tell which names are.
 */
function foldName(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
}

function isWrong(error: unknown): boolean {
  return error instanceof SaoyError && error.code === 'sign-in-failed';
}

async function openSession({ db, now }: ApiDeps, personId: string) {
  const token = randomBytes(32).toString('base64url');
  const tokenHash = hashOfToken(token);
  const createdAt = new Date(now());
  await recordSession(db.manager, {
    tokenHash,
    personId,
    csrfToken: randomBytes(32).toString('base64url'),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + sessionMsMax),
  });
  return { token, tokenHash };
}

let nobody: Promise<string> | undefined;
function hashOfNobody(): Promise<string> {
  nobody ??= hash(randomBytes(16).toString('hex'));
  return nobody;
}
