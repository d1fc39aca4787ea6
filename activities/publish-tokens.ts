import { X509Certificate } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { Token } from '../db/entities/people';
import { SaoyError } from '../domain/problem';
import type { TokenSigner } from '../tokens/pkcs11/token-signer';

export interface TokenPlace {
  label: string;
  /** Code of the office it belongs to. */
  office: string;
  purpose: 'leader' | 'agency';
}

/** Links from a signer's certificate to its root at most. */
const chainLengthMax = 5;
const fetchTimeoutMs = 5_000;

/**
 * Writes down what the tokens of this process are good for: certificates, tries left, what is wrong.
 * Signatures are prepared and pre-flights answered from it; no key or PIN is involved.
 */
export async function publishTokens(
  { db, signer, now }: { db: DataSource; signer: TokenSigner; now: () => Date },
  places: readonly TokenPlace[],
  trustAnchors: readonly X509Certificate[],
): Promise<void> {
  for (const place of places) {
    const { tokenSeen, certificates, pin } = await signer.preflight(place.label);
    const known = await db.manager.findOneBy(Token, { label: place.label });
    const found = tokenSeen ? await signer.readCertificates(place.label) : [];
    const [own] = found.filter(({ keyId }) => certificates.some((one) => one.keyId === keyId));
    const fresh =
      own === undefined
        ? null
        : {
            keyId: own.keyId,
            certificates: (await completeChain(new X509Certificate(own.der), trustAnchors)).map(
              (certificate) => certificate.raw.toString('base64'),
            ),
          };
    await db.manager.save(Token, {
      label: place.label,
      officeCode: place.office,
      purpose: place.purpose,
      certificates: fresh?.certificates ?? known?.certificates ?? [],
      keyId: fresh?.keyId ?? known?.keyId ?? '',
      trouble: trouble(tokenSeen, fresh !== null, pin.locked),
      pinTriesLeft: tokenSeen ? pin.triesLeft : null,
      seenAt: now(),
    });
  }
}

function trouble(seen: boolean, hasKey: boolean, locked: boolean): string | null {
  if (!seen) return 'token-absent';
  if (locked) return 'token-locked';
  return hasKey ? null : 'token-key-missing';
}

/**
 * Climbs from a certificate to its root by its caIssuers address (RFC 5280, 4.2.2.1).
 * @throws SaoyError `issuer-unavailable` when an issuer cannot be had
 */
async function completeChain(
  leaf: X509Certificate,
  trustAnchors: readonly X509Certificate[],
): Promise<X509Certificate[]> {
  const chain = [leaf];
  for (let link = leaf; !link.checkIssued(link);) {
    if (chain.length > chainLengthMax) throw new SaoyError('issuer-unavailable');
    const anchor = trustAnchors.find((candidate) => link.checkIssued(candidate));
    link = anchor ?? (await fetchIssuer(link));
    chain.push(link);
  }
  return chain;
}

async function fetchIssuer(certificate: X509Certificate): Promise<X509Certificate> {
  const url = /CA Issuers - URI:(\S+)/.exec(certificate.infoAccess ?? '')?.[1];
  if (url === undefined) throw new SaoyError('issuer-unavailable');
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(fetchTimeoutMs) });
    const issuer = new X509Certificate(Buffer.from(await answer.arrayBuffer()));
    if (!certificate.checkIssued(issuer)) throw new Error('not its issuer');
    return issuer;
  } catch (error) {
    throw new SaoyError('issuer-unavailable', {}, { cause: error });
  }
}
