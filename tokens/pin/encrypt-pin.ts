/**
 * Encrypts a PIN to the token process. WebCrypto alone and no imports, so that a browser runs the same
 * code: the PIN leaves the officer's page only encrypted.
 */

/** What a PIN is encrypted for: it is of no use for anything else. A batch encrypts it once for each dossier. */
export interface PinContext {
  dossierId: string;
  step: 'sign' | 'seal';
  /** Label of the token. */
  token: string;
}

/** Public key of the token process, P-256. */
export interface PinPublicKey {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
}

/** What travels: base64url of this as JSON. Nothing in it but `box` is secret, and all of it is bound. */
export interface PinEnvelope {
  v: 1;
  context: PinContext;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** Fresh public point of the sender. */
  epk: string;
  iv: string;
  box: string;
}

/** A PIN is padded to this many bytes, its length in the first: the box tells nothing of it. */
export const paddedBytes = 128;

/**
 * Encrypts a PIN: ECDH on P-256 with a fresh key, HKDF-SHA-256, AES-256-GCM with context and expiry as
 * additional data.
 * @param pin 1 to 127 bytes in UTF-8
 * @param expiresAt milliseconds since 1970, minutes from now
 * @throws RangeError for an empty or overlong PIN
 */
export async function encryptPin(
  publicKey: PinPublicKey,
  pin: string,
  context: PinContext,
  expiresAt: number,
): Promise<string> {
  const padded = pad(pin);
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const { kty, crv, x, y } = publicKey;
  const theirs = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, curve, true, []);
  const ours = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const epk = toBase64Url(await crypto.subtle.exportKey('raw', ours.publicKey));
  const secret = await crypto.subtle.deriveBits(
    { name: 'ECDH', public: theirs },
    ours.privateKey,
    256,
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const head = { v: 1 as const, context, expiresAt, epk };
  const box = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: boundData(head) },
    await boxKey(secret, 'encrypt'),
    padded,
  );
  padded.fill(0);
  const envelope: PinEnvelope = { ...head, iv: toBase64Url(iv), box: toBase64Url(box) };
  return toBase64Url(new TextEncoder().encode(JSON.stringify(envelope)));
}

/** The key of the box out of the shared secret. */
export async function boxKey(secret: ArrayBuffer, use: 'encrypt' | 'decrypt') {
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const info = new TextEncoder().encode('saoy pin v1');
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    [use],
  );
}

/** Everything outside the box, in one fixed order. */
export function boundData(head: Omit<PinEnvelope, 'iv' | 'box'>) {
  const { dossierId, step, token } = head.context;
  return new TextEncoder().encode(
    JSON.stringify([head.v, dossierId, step, token, head.expiresAt, head.epk]),
  );
}

function pad(pin: string) {
  const bytes = new TextEncoder().encode(pin);
  if (bytes.length === 0 || bytes.length >= paddedBytes) throw new RangeError('PIN length');
  const padded = new Uint8Array(paddedBytes);
  padded[0] = bytes.length;
  padded.set(bytes, 1);
  bytes.fill(0);
  return padded;
}

function toBase64Url(bytes: ArrayBuffer | Uint8Array): string {
  const binary = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
