import { createHash, randomBytes } from 'node:crypto';
import type { SignatureRequest } from '../../db/signing/entity';
import { findSigningKey } from '../../db/signing/signing-key';
import { type Answer, recordAnswers } from '../../db/signing/signature-requests';
import { recordConsent } from '../../db/signing/signing-consents';
import { consentReturnPath } from '../../domain/consent-page';
import { type ProblemCode, SaoyError } from '../../domain/problem';
import { nudgeDossiers } from './nudge-dossiers';
import type { ApiDeps } from '../http/deps';
import { providerOf } from './provider';

/** What the provider's page sent a person back with: a code, or why there is none (RFC 6749, 4.1.2). */
export interface ConsentAnswer {
  code?: string | undefined;
  error?: string | undefined;
}

/**
 * The provider's page where the signer consents to a signature that waits. Each has a state and a PKCE
 * verifier of its own; they end with the request.
 * @throws SaoyError `remote-provider-unavailable`, `remote-refused`, `remote-not-configured`,
 *   `remote-credential-unsuitable`, `signing-method-changed`
 */
export async function openConsent(deps: ApiDeps, asked: SignatureRequest): Promise<string> {
  const state = randomBytes(32).toString('base64url');
  const codeVerifier = randomBytes(48).toString('base64url');
  const url = await providerOf(deps).consentPage({
    ...(await signatureOf(deps, asked)),
    redirectUri: redirectUriOf(deps),
    state,
    codeVerifier,
  });
  await recordConsent(deps.db, {
    stateHash: hashOfState(state),
    requestId: asked.id,
    codeVerifier,
    expiresAt: asked.expiresAt,
  });
  return url;
}

/**
 * Ends the request with what became of it: the signature, or the code of why there is none. Neither
 * stops the dossier, which can be signed anew; its workflow is told.
 */
export async function answerAsked(
  deps: ApiDeps,
  asked: SignatureRequest,
  codeVerifier: string,
  { code, error }: ConsentAnswer,
): Promise<void> {
  const answer =
    code === undefined
      ? { failure: failureOf(error) }
      : await signWithCode(deps, asked, codeVerifier, code);
  await recordAnswers(deps.db, new Map([[asked.id, answer]]), new Date(deps.now()));
  nudgeDossiers(deps, [asked.id]);
}

/** The state is seen in addresses; what is stored of it cannot be used as one. */
export function hashOfState(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}

async function signWithCode(
  deps: ApiDeps,
  asked: SignatureRequest,
  codeVerifier: string,
  code: string,
): Promise<Answer> {
  try {
    const consent = { code, redirectUri: redirectUriOf(deps), codeVerifier };
    const input = { ...(await signatureOf(deps, asked)), consent };
    const [signature] = await providerOf(deps).sign(input);
    return signature ? { signature } : { failure: 'remote-signature-invalid' };
  } catch (thrown) {
    if (!(thrown instanceof SaoyError)) throw thrown;
    return { failure: thrown.code === 'remote-refused' ? 'consent-refused' : thrown.code };
  }
}

/** What is to be signed, by the key that the person still signs with. */
async function signatureOf(deps: ApiDeps, asked: SignatureRequest) {
  const { personId, officeId, step, certificate, mechanism, toBeSigned } = asked;
  const key = await findSigningKey(deps.db, { personId, officeId, step });
  const isSame =
    key?.method === 'consent' && key.certificates[0] === certificate.toString('base64');
  if (!isSame) throw new SaoyError('signing-method-changed');
  const credential = await providerOf(deps).getRegistered(key.label, certificate);
  return { credential, mechanism, data: [toBeSigned] };
}

/** Our own address, fixed by the settings: nothing in a request has a say in where people are sent. */
function redirectUriOf({ settings }: Pick<ApiDeps, 'settings'>): string {
  return `${settings.publicUrl}${consentReturnPath}`;
}

function failureOf(error: string | undefined): ProblemCode {
  if (error === 'access_denied') return 'consent-denied';
  const isAway = error === 'server_error' || error === 'temporarily_unavailable';
  return isAway ? 'remote-provider-unavailable' : 'consent-refused';
}
