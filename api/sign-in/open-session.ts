import { randomBytes, randomUUID } from 'node:crypto';
import { getCookie, setCookie } from 'hono/cookie';
import type { EntityManager } from 'typeorm';
import type { Person } from '../../db/people/entity';
import type { SignIn } from '../../db/sessions/entity';
import { type SignedIn, findSession } from '../../db/sessions/find-session';
import { endSession, recordSession, recordSignIn } from '../../db/sessions/record-session';
import { inTransaction } from '../../db/transaction';
import { SaoyError } from '../../domain/problem';
import { describeDevice } from '../../identity/sessions/describe-device';
import { identityRulesAt } from '../../policies/identity-rules';
import { maskAddress } from '../http/client-address';
import { cookieOptions } from '../http/cookies';
import type { ApiDeps } from '../http/deps';
import type { AppContext } from '../http/env';
import { hashOfToken, sessionCookie } from '../http/session';

/** Ways in by a second factor: nothing is asked again for the minutes of the policy. */
const confirming: ReadonlySet<SignIn['method']> = new Set<SignIn['method']>([
  'totp',
  'recovery',
  'passkey',
]);

const hourMs = 3_600_000;
const minuteMs = 60_000;
const dayMs = 24 * hourMs;

/**
 * Opens a session under a token of its own: whatever cookie the browser came with is replaced, and a session behind
 * it ended (no fixation).
 */
export async function openSession(
  c: AppContext,
  deps: ApiDeps,
  person: Pick<Person, 'id' | 'kind'>,
  method: SignIn['method'],
  provider?: { subject: string; providerSession: string | null },
): Promise<SignedIn> {
  const { db, settings } = deps;
  const now = deps.now();
  const { idleMinutes, hoursMax } = identityRulesAt(deps.rules, now).session[person.kind];
  const token = randomBytes(32).toString('base64url');
  const tokenHash = hashOfToken(token);
  const cookie = sessionCookie(settings);
  const before = getCookie(c, cookie);
  const createdAt = new Date(now);
  await inTransaction(db, async (inside) => {
    if (before) await endSession(inside, hashOfToken(before));
    await recordSession(inside, {
      ...{ tokenHash, id: randomUUID(), personId: person.id },
      csrfToken: randomBytes(32).toString('base64url'),
      createdAt,
      expiresAt: new Date(now + hoursMax * hourMs),
      seenAt: createdAt,
      idleUntil: new Date(now + idleMinutes * minuteMs),
      confirmedAt: confirming.has(method) ? createdAt : null,
      providerSubject: provider?.subject ?? null,
      providerSession: provider?.providerSession ?? null,
      ...whereFrom(c),
    });
    await recordSignIn(inside, signInOf(c, deps, person.id, method, 'in'));
  });
  setCookie(c, cookie, token, { ...cookieOptions(settings), maxAge: (hoursMax * hourMs) / 1000 });
  const signedIn = await findSession(db, tokenHash, createdAt);
  if (!signedIn) throw new SaoyError('sign-in-failed');
  return signedIn;
}

/**
 * A sign-in that failed, for the person whose account it was about. Not waited for: the time of a refusal would
 * tell that there is such an account.
 */
export function recordRefusedSignIn(
  c: AppContext,
  deps: ApiDeps,
  personId: string,
  method: SignIn['method'],
): void {
  recordSignIn(deps.db.manager, signInOf(c, deps, personId, method, 'refused')).catch(
    (error: unknown) => deps.log.warn({ err: error }, 'refused sign-in not kept'),
  );
}

/** A change of how a person signs in, inside the caller's transaction. */
export async function recordOwnChange(
  manager: EntityManager,
  c: AppContext,
  deps: ApiDeps,
  personId: string,
  change: 'factor-on' | 'factor-off',
): Promise<void> {
  await recordSignIn(manager, signInOf(c, deps, personId, 'totp', change));
}

function signInOf(
  c: AppContext,
  { rules, now }: ApiDeps,
  personId: string,
  method: SignIn['method'],
  outcome: SignIn['outcome'],
): Omit<SignIn, 'id'> {
  const at = now();
  const keptUntil = new Date(at + identityRulesAt(rules, at).historyDays * dayMs);
  return { personId, at: new Date(at), method, outcome, ...whereFrom(c), keptUntil };
}

function whereFrom(c: AppContext) {
  const device = describeDevice(c.req.header('user-agent'));
  return { ...device, address: maskAddress(c.var.clientAddress) };
}
