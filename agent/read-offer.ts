import { SaoyError } from '../domain/problem';
import { bounds, type OfferedCertificate } from '../tokens/agent/protocol';
import type { TokenSigner } from '../tokens/pkcs11/token-signer';

/**
 * The certificates on all tokens that are plugged in, for the officer to choose from in the page; of
 * issuers too, where a token carries them. No PIN is needed. A token that cannot be read is left out.
 */
export async function readOffer(signer: TokenSigner): Promise<OfferedCertificate[]> {
  const offer: OfferedCertificate[] = [];
  for (const { label } of await signer.listTokens()) {
    const tokenLabel = label.replace(/\p{C}/gu, '').slice(0, 64) || 'token';
    for (const { der } of await readCertificates(signer, label)) {
      if (der.length > bounds.certificateBytes) continue;
      offer.push({ tokenLabel, der: Buffer.from(der).toString('base64') });
    }
  }
  return offer.slice(0, bounds.certificates);
}

async function readCertificates(signer: TokenSigner, label: string) {
  try {
    return await signer.readCertificates(label);
  } catch (error) {
    if (error instanceof SaoyError) return [];
    throw error;
  }
}
