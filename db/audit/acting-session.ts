import { AsyncLocalStorage } from 'node:async_hooks';

/** The session in which somebody acts: what an audit event says beside who did it. Ids alone. */
export interface ActingSession {
  session: string;
  person: string;
}

const acting = new AsyncLocalStorage<ActingSession>();

/** Runs `work`; every audit event of this person that it records names the session. */
export function runInSession<Result>(
  session: ActingSession | undefined,
  work: () => Result,
): Result {
  return session ? acting.run(session, work) : work();
}

/** The session that what runs now is done in. */
export function actingSession(): ActingSession | undefined {
  return acting.getStore();
}

/** The id of the session in which this person acts; null for Sao Y itself, and for what is done later in their name. */
export function sessionOf(actorId: string | null): string | null {
  const now = acting.getStore();
  return now && now.person === actorId ? now.session : null;
}
