import { createHash } from 'node:crypto';
import { readSignerInfo } from '../../documents/evidence/signed-data';
import { readElement } from '../../documents/verify/proof/der';
import type { Workshop } from '../documents/make-copy';
import { plainDocument, signDocument } from './sign-anything';

/**
 * A plain document with a time stamp in its signature. RSA PKCS#1 v1.5 gives one value for one
 * content, so it is signed once to learn the value and once more with the stamp over it.
 * @param options.over what the stamp is given for, where not for the signature
 */
export async function signStamped(
  workshop: Workshop,
  options: { over?: Uint8Array; notBefore?: number; notAfter?: number } = {},
): Promise<Buffer> {
  const { over, ...validity } = options;
  const signer = await workshop.issue('rsa-2048', validity);
  const bare = signDocument(plainDocument(), signer);
  const at = bare.lastIndexOf('/Contents <') + '/Contents <'.length;
  const padded = Buffer.from(bare.toString('latin1', at, bare.indexOf('>', at)), 'hex');
  const { signature } = readSignerInfo(readElement(padded, 0).raw);
  const hash = over ?? createHash('sha256').update(signature).digest();
  const timestampToken = await workshop.timestamp.stamp(hash);
  return signDocument(plainDocument(), signer, { cms: { timestampToken } });
}
