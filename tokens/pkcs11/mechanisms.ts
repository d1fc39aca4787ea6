import { createHash, verify, X509Certificate } from 'node:crypto';
import pkcs11js from 'pkcs11js';

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
type DigestName = 'sha256' | 'sha384' | 'sha512';

/** DigestInfo up to the digest itself (RFC 8017 9.2, note 1). */
const digestInfoPrefixes: Record<DigestName, string> = {
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
};
const digestLengths: Record<DigestName, number> = { sha256: 32, sha384: 48, sha512: 64 };

export function digestOf(mechanism: Mechanism): DigestName {
  return mechanism.slice(mechanism.lastIndexOf('-') + 1) as DigestName;
}

function isRsa(mechanism: Mechanism): boolean {
  return mechanism.startsWith('rsa-');
}

/**
 * What the token is asked: the raw mechanism, which every token has, over a digest made here.
 * @param content the bytes to sign, or their digest where only that is known
 */
export function tokenInput(
  mechanism: Mechanism,
  content: { data: Uint8Array } | { digest: Uint8Array },
): { type: number; input: Buffer } {
  const name = digestOf(mechanism);
  const digest =
    'data' in content
      ? createHash(name).update(content.data).digest()
      : Buffer.from(content.digest);
  if (digest.length !== digestLengths[name]) throw new Error(`not a ${name} digest`);
  if (!isRsa(mechanism)) return { type: pkcs11js.CKM_ECDSA, input: digest };
  return {
    type: pkcs11js.CKM_RSA_PKCS,
    input: Buffer.concat([Buffer.from(digestInfoPrefixes[name], 'hex'), digest]),
  };
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
