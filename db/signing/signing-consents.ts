import type { DataSource } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { SignatureRequest, SigningConsent } from './entity';
import { inTransaction } from '../transaction';

/** Writes down that a person is sent to the provider's page. */
export async function recordConsent(
  db: DataSource,
  consent: Omit<SigningConsent, 'codeVerifier' | 'takenAt'> & { codeVerifier: string },
): Promise<void> {
  await db.manager.insert(SigningConsent, { ...consent, takenAt: null });
}

/**
 * Takes a consent that its person came back with, once; the verifier is wiped here. Somebody else's
 * stays as it is.
 * @throws SaoyError `consent-unknown`, `consent-not-yours`, `consent-used`, `consent-expired`,
 *   `signing-not-waiting` where the request has ended otherwise
 */
export function takeConsent(
  db: DataSource,
  { stateHash, personId }: { stateHash: string; personId: string },
  now: Date,
): Promise<{ asked: SignatureRequest; codeVerifier: string }> {
  return inTransaction(db, async (inside) => {
    const consent = await inside.findOne(SigningConsent, {
      where: { stateHash },
      lock: { mode: 'pessimistic_write' },
    });
    if (consent === null) throw new SaoyError('consent-unknown');
    const asked = await inside.findOneByOrFail(SignatureRequest, { id: consent.requestId });
    if (asked.personId !== personId) throw new SaoyError('consent-not-yours');
    const { codeVerifier } = consent;
    if (codeVerifier === null) throw new SaoyError('consent-used');
    if (consent.expiresAt <= now) throw new SaoyError('consent-expired');
    if (asked.answeredAt !== null) throw new SaoyError('signing-not-waiting');
    await inside.update(SigningConsent, { stateHash }, { codeVerifier: null, takenAt: now });
    return { asked, codeVerifier };
  });
}
