import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';

export type CreationOptions = PublicKeyCredentialCreationOptionsJSON;
export type RequestOptions = PublicKeyCredentialRequestOptionsJSON;

/** What of a passkey is kept (WebAuthn Level 3). */
export interface KeptPasskey {
  /** Base64url, as the authenticator named it. */
  credentialId: string;
  /** COSE. */
  publicKey: Buffer;
  /** Of uses, where the authenticator counts them. */
  counter: number;
}

/** Who stands on our side: the page's origin, as browsers name it. */
interface Site {
  /** Of the public URL; an address of numbers is none that browsers take. */
  rpId: string;
  origin: string;
}

export function siteOf(publicUrl: string): Site {
  const { hostname, origin } = new URL(publicUrl);
  return { rpId: hostname, origin };
}

/** What a browser makes a passkey from; the password is asked beside it, so a touch is enough. */
export function offerPasskey(
  site: Site,
  person: { id: string; username: string; fullName: string },
  known: readonly KeptPasskey[],
): Promise<CreationOptions> {
  return generateRegistrationOptions({
    rpName: 'Sao Y',
    rpID: site.rpId,
    userID: new Uint8Array(Buffer.from(person.id)),
    userName: person.username,
    userDisplayName: person.fullName,
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId: id }) => ({ id })),
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'discouraged' },
  });
}

/** @returns null where it does not answer this challenge at our origin */
export async function readNewPasskey(
  site: Site,
  challenge: string,
  response: object,
): Promise<KeptPasskey | null> {
  const verified = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    requireUserVerification: false,
  }).catch(() => null);
  if (!verified?.verified) return null;
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  return { credentialId: id, publicKey: Buffer.from(publicKey), counter };
}

/** What a browser answers with one of these passkeys. */
export function askForPasskey(site: Site, known: readonly KeptPasskey[]): Promise<RequestOptions> {
  return generateAuthenticationOptions({
    rpID: site.rpId,
    allowCredentials: known.map(({ credentialId: id }) => ({ id })),
    userVerification: 'discouraged',
  });
}

/** @returns its counter from now on; null where it does not answer this challenge, or a copy of it was used */
export async function checkPasskey(
  site: Site,
  challenge: string,
  response: object,
  passkey: KeptPasskey,
): Promise<number | null> {
  const { credentialId: id, publicKey, counter } = passkey;
  const verified = await verifyAuthenticationResponse({
    response: response as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    credential: { id, publicKey: new Uint8Array(publicKey), counter },
    requireUserVerification: false,
  }).catch(() => null);
  return verified?.verified ? verified.authenticationInfo.newCounter : null;
}
