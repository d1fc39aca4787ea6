import { randomBytes } from 'node:crypto';
import { createRoute } from '@hono/zod-openapi';
import { hash, verify } from '@node-rs/argon2';
import { setCookie } from 'hono/cookie';
import { LessThan } from 'typeorm';
import { Person, Session } from '../../../db/entities/people';
import { findSession } from '../../../db/queries/find-session';
import { SaoyError } from '../../../domain/problem';
import { answers, json } from '../../answers';
import { sessionSchema, signInSchema } from '../../contract/session';
import type { ApiDeps } from '../../deps';
import type { Mount } from '../../env';
import { addressOf } from '../../middleware/address-of';
import { hashOfToken, sessionCookie } from '../../middleware/session';
import { SignInThrottle } from '../../middleware/sign-in-throttle';
import { viewSession } from '../../views/session';

/** A working day and a half hour on each side; then the person signs in again. */
const sessionMsMax = 10 * 3_600_000;

const route = createRoute({
  method: 'post',
  path: '/api/session',
  tags: ['session'],
  summary: 'Sign in',
  request: { body: { required: true, content: { 'application/json': { schema: signInSchema } } } },
  responses: answers({ 200: json(sessionSchema, 'Signed in; the cookie is set') }),
});

/** Signs a person in: staff by their user name, citizens by their identifier. */
export const mountCreateSession: Mount = (app, deps) => {
  const throttle = new SignInThrottle(deps.now);
  app.openapi(route, async (c) => {
    const { username, password } = c.req.valid('json');
    const address = addressOf(c);
    throttle.check(username, address);
    const person = await deps.db.manager.findOneBy(Person, { username, active: true });
    // An unknown name takes as long as a wrong password, so that names cannot be found by time.
    const right = await verify(person?.passwordHash ?? (await hashOfNobody()), password);
    if (!person || !right) {
      throttle.recordFailure(username, address);
      throw new SaoyError('sign-in-failed');
    }
    throttle.recordSuccess(username, address);
    const { token, tokenHash } = await openSession(deps, person.id);
    setCookie(c, sessionCookie, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'Strict',
      secure: deps.settings.publicUrl.startsWith('https:'),
      maxAge: sessionMsMax / 1000,
    });
    const signedIn = await findSession(deps.db, tokenHash, new Date(deps.now()));
    if (!signedIn) throw new SaoyError('sign-in-failed');
    return c.json(viewSession(signedIn, deps.now()), 200);
  });
};

async function openSession({ db, now }: ApiDeps, personId: string) {
  const token = randomBytes(32).toString('base64url');
  const tokenHash = hashOfToken(token);
  const createdAt = new Date(now());
  await db.manager.delete(Session, { personId, expiresAt: LessThan(createdAt) });
  await db.manager.insert(Session, {
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
