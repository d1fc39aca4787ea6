import { consentReturnPath } from '../../../domain/consent-page';

/** What the provider's page sent this person back with. */
export interface ConsentGiven {
  state: string;
  code?: string;
  error?: string;
}

/**
 * Read as the page comes up, before anything else looks at the address, and taken out of it at once: it
 * stays in no history, bookmark or Referer. Kept here for whoever has to sign in first.
 */
export const consentGiven: ConsentGiven | undefined = takeFromAddress();

function takeFromAddress(): ConsentGiven | undefined {
  if (location.pathname !== consentReturnPath) return undefined;
  const query = new URLSearchParams(location.search);
  history.replaceState(null, '', consentReturnPath);
  const [state, code, error] = ['state', 'code', 'error'].map((name) => query.get(name));
  if (!state || (!code && !error)) return undefined;
  return { state, ...(error ? { error } : { code: String(code) }) };
}
