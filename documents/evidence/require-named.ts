import { SaoyError } from '../../domain/problem';
import { isOfSigner, readSubject } from './subject';

/**
 * A token's certificate has to name who gives the step's signature, as they are called at that moment.
 * @param label of the token
 * @param der of its certificate
 * @throws SaoyError `token-names-another`
 */
export function requireNamed(
  label: string,
  der: Uint8Array,
  step: 'sign' | 'seal',
  signer: { person: string; office: string },
): void {
  const subject = readSubject(der);
  if (isOfSigner(subject, step, signer)) return;
  throw new SaoyError('token-names-another', { token: label, subject: subject.commonName });
}
