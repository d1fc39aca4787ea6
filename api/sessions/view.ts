import type { SignedIn } from '../../db/sessions/find-session';
import type { Session } from './contract';

/** A session as the browser sees it. */
export function viewSession(signedIn: SignedIn, nowMs: number): Session {
  return {
    person: { id: signedIn.personId, fullName: signedIn.fullName, title: signedIn.title },
    kind: signedIn.kind,
    offices: signedIn.offices.map(({ id, code, name, validTo, rights }) => {
      return { id, code, name, validTo, rights };
    }),
    mustChangePassword: signedIn.mustChangePassword,
    csrfToken: signedIn.csrfToken,
    serverTime: new Date(nowMs).toISOString(),
  };
}
