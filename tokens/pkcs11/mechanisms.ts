import { verify, X509Certificate } from 'node:crypto';

/** How a token signs: by key type and digest. ECDSA signatures are r‖s, as tokens give them. */
export const mechanisms = [
  'rsa-pkcs1-sha256',
  'rsa-pkcs1-sha384',
  'rsa-pkcs1-sha512',
  'ecdsa-sha256',
  'ecdsa-sha384',
  'ecdsa-sha512',
] as const;
export type Mechanism = (typeof mechanisms)[number];
export type DigestName = 'sha256' | 'sha384' | 'sha512';

export function digestOf(mechanism: Mechanism): DigestName {
  return mechanism.slice(mechanism.lastIndexOf('-') + 1) as DigestName;
}

export function isRsa(mechanism: Mechanism): boolean {
  return mechanism.startsWith('rsa-');
}

/** Whether a raw signature of a token is one of a certificate's key over `data`. */
export function isSignedBy(
  certificate: Uint8Array,
  mechanism: Mechanism,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { publicKey } = new X509Certificate(certificate);
  if (publicKey.asymmetricKeyType !== (isRsa(mechanism) ? 'rsa' : 'ec')) return false;
  const key = isRsa(mechanism) ? publicKey : { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
  return verify(digestOf(mechanism), data, key, signature);
}
