import { type JWTVerifyGetKey, createRemoteJWKSet, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { SaoyError } from '../../domain/problem';

/** Our account at a provider of identities. */
export interface ProviderAccount {
  /** https; http only at this very machine. */
  issuer: string;
  clientId: string;
  clientSecret: string;
}

/** What is kept of a sign-in between the way to the provider and the way back. */
export interface SignInRequest {
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** What a provider says of somebody. */
export interface ProvenIdentity {
  subject: string;
  /** Of the provider's own session; null where it names none. */
  providerSession: string | null;
  /** Số định danh cá nhân (12 digits); null where the provider gave none. */
  personalNumber: string | null;
  /** How well the provider knows them; 0 where it does not say. */
  level: number;
}

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';
const scope = 'openid personal_number';
const timeoutSeconds = 10;

/**
 * Signs people in by OpenID Connect: code with PKCE, state, nonce and the issuer of the answer (RFC 9207) checked by
 * openid-client. The provider is asked where its parts are at the first use.
 */
export class RelyingParty {
  private known: Promise<oidc.Configuration> | undefined;
  private keys: JWTVerifyGetKey | undefined;

  /** @param redirectUri our page that the provider sends people back to */
  constructor(
    private readonly account: ProviderAccount,
    private readonly redirectUri: string,
  ) {}

  /** @throws SaoyError `provider-unavailable` */
  async begin(): Promise<{ url: string; request: SignInRequest }> {
    const config = await this.getConfig();
    const request = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      codeVerifier: oidc.randomPKCECodeVerifier(),
    };
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: this.redirectUri,
      scope,
      state: request.state,
      nonce: request.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(request.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, request };
  }

  /**
   * Takes the provider's answer to a request.
   * @param search of the address that it sent the browser back to
   * @throws SaoyError `provider-denied`, `provider-answer-refused`, `provider-unavailable`
   */
  async complete(search: string, request: SignInRequest): Promise<ProvenIdentity> {
    const config = await this.getConfig();
    const answered = new URL(this.redirectUri);
    answered.search = search;
    try {
      const tokens = await oidc.authorizationCodeGrant(config, answered, {
        pkceCodeVerifier: request.codeVerifier,
        expectedState: request.state,
        expectedNonce: request.nonce,
        idTokenExpected: true,
      });
      return readIdentity(tokens.claims() ?? {});
    } catch (error) {
      throw asProblem(error);
    }
  }

  /**
   * Whose sessions the provider says have ended (Back-Channel Logout 1.0).
   * @throws SaoyError `provider-answer-refused`, `provider-unavailable`
   */
  async readLogoutToken(
    token: string,
  ): Promise<{ subject: string | null; providerSession: string | null }> {
    const config = await this.getConfig();
    const { issuer, jwks_uri: keysAt } = config.serverMetadata();
    if (keysAt === undefined) throw new SaoyError('provider-answer-refused');
    this.keys ??= createRemoteJWKSet(new URL(keysAt));
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer,
        audience: this.account.clientId,
        // Never symmetric: our secret is no key of theirs.
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
        requiredClaims: ['iat', 'jti', 'events'],
        maxTokenAge: '5 minutes',
      });
      const { events, nonce, sub, sid } = payload;
      const isLogout = typeof events === 'object' && events !== null && logoutEvent in events;
      // A token of a sign-in has a nonce, and is none of a sign-out.
      if (!isLogout || nonce !== undefined) throw new Error('no logout token');
      const providerSession = typeof sid === 'string' ? sid : null;
      if (sub === undefined && providerSession === null) throw new Error('nobody is named');
      return { subject: sub ?? null, providerSession };
    } catch (error) {
      throw asProblem(error);
    }
  }

  /** Where the provider signs its own session out; undefined where it has no such page, or is away. */
  async findSignOutUrl(returnTo: string): Promise<string | undefined> {
    try {
      const config = await this.getConfig();
      if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
      return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: returnTo }).href;
    } catch {
      return undefined;
    }
  }

  private async getConfig(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.account;
    const insecure = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
    this.known ??= oidc.discovery(
      new URL(issuer),
      clientId,
      undefined,
      oidc.ClientSecretBasic(clientSecret),
      { execute: insecure, timeout: timeoutSeconds },
    );
    try {
      return await this.known;
    } catch (cause) {
      // It is asked anew the next time.
      this.known = undefined;
      throw new SaoyError('provider-unavailable', {}, { cause });
    }
  }
}

function readIdentity(claims: Record<string, unknown>): ProvenIdentity {
  const textOf = (name: string) => {
    const value = claims[name];
    return typeof value === 'string' ? value : null;
  };
  const personalNumber = textOf('personal_number');
  return {
    subject: textOf('sub') ?? '',
    providerSession: textOf('sid'),
    personalNumber:
      personalNumber !== null && /^\d{12}$/.test(personalNumber) ? personalNumber : null,
    level: Number(/(\d)$/.exec(textOf('acr') ?? '')?.[1] ?? 0),
  };
}

function asProblem(cause: unknown): SaoyError {
  if (cause instanceof oidc.AuthorizationResponseError && cause.error === 'access_denied') {
    return new SaoyError('provider-denied', {}, { cause });
  }
  const isAway = cause instanceof TypeError || codeOf(cause) === 'OAUTH_TIMEOUT';
  return new SaoyError(isAway ? 'provider-unavailable' : 'provider-answer-refused', {}, { cause });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
