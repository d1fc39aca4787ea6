import { X509Certificate } from 'node:crypto';
import pkcs11js from 'pkcs11js';
import { findObjects } from './find-objects';

/** A public key that a token shows: its CKA_ID in hex, and the modulus, or the point of the curve. */
export interface ShownKey {
  keyId: string;
  value: Buffer;
}

/** The public keys on a token; they are shown without a PIN. */
export function readPublicKeys(library: pkcs11js.PKCS11, session: pkcs11js.Handle): ShownKey[] {
  const handles = findObjects(library, session, [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_PUBLIC_KEY },
  ]);
  const read = (handle: pkcs11js.Handle, type: number): Buffer | undefined => {
    try {
      return library.C_GetAttributeValue(session, handle, [{ type }])[0]?.value;
    } catch {
      return undefined; // of another kind
    }
  };
  return handles.flatMap((handle) => {
    const id = read(handle, pkcs11js.CKA_ID);
    const value = read(handle, pkcs11js.CKA_MODULUS) ?? read(handle, pkcs11js.CKA_EC_POINT);
    return id && value?.length ? [{ keyId: id.toString('hex'), value }] : [];
  });
}

/**
 * Whether a certificate's key is among those shown under its id.
 * @returns undefined where none is shown there: many tokens keep no public keys
 */
export function findPair(
  certificate: Uint8Array,
  keyId: string,
  shown: readonly ShownKey[],
): boolean | undefined {
  const own = shown.filter((key) => key.keyId === keyId);
  if (own.length === 0) return undefined;
  const {
    n = '',
    x = '',
    y = '',
  } = new X509Certificate(certificate).publicKey.export({
    format: 'jwk',
  });
  const part = (text: string) => Buffer.from(text, 'base64url');
  const wanted = Buffer.concat([part(n), part(x), part(y)]);
  // A point stands in an OCTET STRING, or bare; a modulus may begin with a zero.
  return own.some(({ value }) => value.subarray(-wanted.length).equals(wanted));
}
