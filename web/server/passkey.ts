import { act } from './client';

/** Whether this browser speaks of passkeys by the words of WebAuthn Level 3. */
export const knowsPasskeys =
  typeof PublicKeyCredential === 'function' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;

/** The browser made none: its person broke off, has no key at hand, or took too long. */
export class NoPasskey extends Error {}

/** Asks the server for a challenge and the browser's person for a key. @throws ApiProblem, NoPasskey */
export async function answerWithPasskey(path: string): Promise<{ credential: unknown }> {
  const asked = await act<PublicKeyCredentialRequestOptionsJSON>(`${path}/begin`);
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked);
  return credentialOf(() => navigator.credentials.get({ publicKey }));
}

/** @throws ApiProblem, NoPasskey */
export async function makePasskey(path: string): Promise<{ credential: unknown }> {
  const asked = await act<PublicKeyCredentialCreationOptionsJSON>(`${path}/begin`);
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked);
  return credentialOf(() => navigator.credentials.create({ publicKey }));
}

async function credentialOf(ask: () => Promise<Credential | null>) {
  try {
    const credential = await ask();
    if (credential instanceof PublicKeyCredential) {
      return { credential: credential.toJSON() as unknown };
    }
  } catch {
    // Browsers say little of why, so that no page learns who has a key.
  }
  throw new NoPasskey('Chưa nhận được khóa bảo mật. Cắm khóa hoặc mở khóa thiết bị rồi thử lại.');
}
