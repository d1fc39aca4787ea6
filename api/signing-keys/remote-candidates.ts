import type { RemoteCredential } from '../../tokens/remote/csc-client';
import { SaoyError } from '../../domain/problem';
import type { ApiDeps } from '../http/deps';
import { unfitTexts } from './judge-certificate';
import { type FullCandidate, judgeFor } from './list-candidates';
import { providerOf } from './provider';

/** A credential's id takes the place of a token's label. */
const idLengthMax = 100;

interface Holder {
  personId: string;
  officeId: string;
  step: 'sign' | 'seal';
}

export interface RemoteCandidate extends FullCandidate {
  /** SHA-256 of the certificate, hex. */
  fingerprint: string;
  /** What the signer types in our page; nothing where the provider asks on the phone or its page. */
  asks: string[];
}

/**
 * The keys that the provider keeps under a name, judged for one person, office and step.
 * @throws SaoyError `remote-not-configured`, `remote-provider-unavailable`, `remote-refused`
 */
export async function listRemoteCandidates(
  deps: Pick<ApiDeps, 'db' | 'settings' | 'now'>,
  holder: Holder,
  userId: string,
): Promise<RemoteCandidate[]> {
  const credentials = await providerOf(deps).listCredentials(userId);
  const candidates = await Promise.all(credentials.map((one) => judge(deps, holder, one)));
  return candidates.flatMap((candidate) => candidate ?? []);
}

/** One of them, by its id. @throws SaoyError as above, `signing-key-unknown` */
export async function getRemoteCandidate(
  deps: Pick<ApiDeps, 'db' | 'settings' | 'now'>,
  holder: Holder,
  credentialId: string,
): Promise<RemoteCandidate> {
  const credential = await providerOf(deps).getCredential(credentialId);
  const candidate = await judge(deps, holder, credential);
  if (!candidate) throw new SaoyError('signing-key-unknown');
  return candidate;
}

async function judge(
  deps: Pick<ApiDeps, 'db' | 'settings' | 'now'>,
  holder: Holder,
  credential: RemoteCredential,
): Promise<RemoteCandidate | undefined> {
  const [der, ...issuers] = credential.certificates;
  const judged = der && (await judgeFor(deps, holder, issuers))(der);
  if (!judged) return undefined;
  const { credentialId, authorization, asked, usable } = credential;
  const unfit = judged.unfit ?? (usable && credentialId.length <= idLengthMax ? null : 'provider');
  return {
    method: authorization === 'oauth2code' ? 'consent' : 'remote',
    id: credentialId,
    label: credentialId,
    subject: judged.subject.commonName,
    issuer: judged.issuer,
    validTo: new Date(judged.validTo).toISOString(),
    unfit: unfit && unfitTexts[unfit],
    path: judged.path,
    fingerprint: judged.fingerprint,
    asks: authorization === 'explicit' ? asked : [],
  };
}
