import { providerReturnPath } from '../../domain/provider-page';
import { SaoyError } from '../../domain/problem';
import { RelyingParty } from '../../identity/oidc/relying-party';
import type { ApiDeps } from '../http/deps';
import { cookieName } from '../http/cookies';

/** How long somebody may take at the provider. */
export const requestMs = 10 * 60_000;

/** The cookie of a browser that went to the provider. */
export function browserCookie(settings: ApiDeps['settings']): string {
  return cookieName(settings, 'saoy_provider');
}

/** @returns undefined where no provider is set */
export function openRelyingParty({ settings }: ApiDeps): RelyingParty | undefined {
  const { oidc, publicUrl } = settings;
  return oidc && new RelyingParty(oidc, `${publicUrl}${providerReturnPath}`);
}

/** @throws SaoyError `provider-unset` */
export function requireProvider(party: RelyingParty | undefined): RelyingParty {
  if (!party) throw new SaoyError('provider-unset');
  return party;
}
