import { createHash } from 'node:crypto';
import pkcs11js from 'pkcs11js';
import { digestOf, isRsa, type DigestName, type Mechanism } from './mechanisms';

/** DigestInfo up to the digest itself (RFC 8017 9.2, note 1). */
const digestInfoPrefixes: Record<DigestName, string> = {
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
};
const digestLengths: Record<DigestName, number> = { sha256: 32, sha384: 48, sha512: 64 };

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
