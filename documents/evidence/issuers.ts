import { type Certificate, climbFrom, findPath, readCertificate } from './certificate';
import { anyPublicHost, getBounded, type FetchPolicy } from './fetch-bounded';
import { unwrapPem } from './revocation-client';
import { readCmsCertificates } from './timestamp-client';

/** Where issuers' certificates come from that nobody handed over. */
export interface IssuerSource {
  /** Certificates that may have issued this one; none where they cannot be had. */
  fetch(certificate: Certificate): Promise<Certificate[]>;
}

const bounds = { timeoutMs: 5_000, maxBytes: 256 * 1024 };
const keptMax = 200;

/**
 * Issuers from the caIssuers addresses of certificates (RFC 5280, 4.2.2.1): a certificate in DER or PEM, or
 * several in a CMS without signers. What came is kept: a CA's certificate does not change at its address
 * without the CA's being another.
 * @param options.refused told of each address that was of no use, and why
 */
export function httpIssuerSource(
  options: {
    policy?: FetchPolicy;
    timeoutMs?: number;
    refused?: (reason: string) => void;
  } = {},
): IssuerSource {
  const kept = new Map<string, Certificate[]>();
  const policy = options.policy ?? anyPublicHost;
  const limits = { ...bounds, timeoutMs: options.timeoutMs ?? bounds.timeoutMs };
  const read = async (url: string): Promise<Certificate[]> => {
    const known = kept.get(url);
    if (known) return known;
    try {
      const found = readIssuers(unwrapPem(await getBounded(url, limits, policy)));
      if (kept.size < keptMax) kept.set(url, found);
      return found;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      options.refused?.(reason.includes(url) ? reason : `${url}: ${reason}`);
      return [];
    }
  };
  return {
    async fetch({ issuerUrls }) {
      return (await Promise.all(issuerUrls.slice(0, 3).map(read))).flat();
    },
  };
}

function readIssuers(bytes: Uint8Array): Certificate[] {
  try {
    return [readCertificate(Uint8Array.from(bytes))];
  } catch {
    return readCmsCertificates(bytes);
  }
}

/** What a path may be made of. */
export interface PathMaterial {
  /** Certificates that may lie between. */
  pool: readonly Certificate[];
  /** Where it must end. */
  anchors: readonly Certificate[];
  /** Asked for what is missing. */
  issuers: IssuerSource;
}

const roundsMax = 6;

/**
 * A path from a certificate to an anchor, leaf first, of what is at hand and what the certificates' own
 * addresses give.
 * @returns undefined where there is none
 */
export async function completePath(
  leaf: Certificate,
  { pool, anchors, issuers }: PathMaterial,
): Promise<Certificate[] | undefined> {
  const gathered = [...pool];
  for (let round = 0; round < roundsMax; round += 1) {
    const path = findPath(leaf, gathered, anchors);
    if (path) return path;
    const open = climbFrom(leaf, gathered).at(-1) ?? leaf;
    const found = await issuers.fetch(open);
    const fresh = found.filter(
      (one) => !gathered.some(({ der }) => Buffer.compare(der, one.der) === 0),
    );
    if (fresh.length === 0) return undefined;
    gathered.push(...fresh);
  }
  return undefined;
}
